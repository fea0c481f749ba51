-- Which items spend more slowly than the year goes by: red and yellow lights, the slowest first?
select
    department_name,
    fiscal_year,
    as_of_date,
    item_name,
    light,
    budget_yuan,
    executed_yuan,
    round(executed_share, 1) as executed_share,
    round(elapsed_share, 1) as elapsed_share,
    round(pace, 1) as pace,
    note
from {{ ref('budget_progress') }}
where light in ('red', 'yellow') and not is_total
order by as_of_date desc, pace asc, department_name asc, item_name asc
