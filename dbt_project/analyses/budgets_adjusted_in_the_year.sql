-- How far were budgets adjusted during the year, which tells how well they were planned?
select distinct
    department_name,
    fiscal_year,
    item_name,
    initial_budget_yuan,
    adjusted_budget_yuan,
    adjustment_yuan,
    round(adjustment_pct, 1) as adjustment_pct
from {{ ref('budget_progress') }}
where adjustment_yuan <> 0 and not is_total
order by abs(adjustment_pct) desc nulls last, department_name, fiscal_year, item_name
