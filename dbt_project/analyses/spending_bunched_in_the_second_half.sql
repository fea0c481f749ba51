-- Which items leave most of their money to the second half of the year?
select distinct
    department_name,
    fiscal_year,
    item_name,
    budget_yuan,
    round(second_half_share, 1) as second_half_share
from {{ ref('budget_progress') }}
where is_bunched and not is_total
order by second_half_share desc, department_name, fiscal_year, item_name
