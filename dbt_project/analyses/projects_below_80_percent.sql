-- Which projects spent less than 80 % of their budget, the largest sum unspent first?
select
    department_name,
    fiscal_year,
    project_name,
    budget_yuan,
    executed_yuan,
    budget_yuan - executed_yuan as unspent_yuan,
    round(computed_rate, 2) as computed_rate,
    score
from {{ ref('project_scores') }}
where computed_rate < 80
order by unspent_yuan desc, project_name
