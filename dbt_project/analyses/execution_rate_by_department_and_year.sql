-- How much of its budget did each department spend, year by year, and does the rate that it states agree?
select
    department_name,
    fiscal_year,
    budget_yuan,
    executed_yuan,
    budget_yuan - executed_yuan as unspent_yuan,
    stated_rate,
    round(computed_rate, 2) as computed_rate,
    status
from {{ ref('budget_execution') }}
where scope = 'department'
order by department_name, fiscal_year
