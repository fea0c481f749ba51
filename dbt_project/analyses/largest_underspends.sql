-- Where was the most money left unspent?
select
    department_name,
    fiscal_year,
    scope,
    coalesce(project_name, item_name) as item_name,
    budget_yuan,
    executed_yuan,
    budget_yuan - executed_yuan as unspent_yuan,
    round(computed_rate, 2) as computed_rate
from {{ ref('budget_execution') }}
where executed_yuan < budget_yuan
order by unspent_yuan desc, department_name, fiscal_year, item_name
