-- How much of the money of each source was spent, where a report states both?
with amounts as (
    select
        report_key,
        department_name,
        fiscal_year,
        coalesce(project_name, '') as project_name,
        cut,
        item_name,
        max(amount_yuan) filter (where stage = 'budget') as budget_yuan,
        max(amount_yuan) filter (where stage = 'executed') as executed_yuan
    from {{ ref('funding_sources') }}
    group by report_key, department_name, fiscal_year, project_name, cut, item_name
)

select
    department_name,
    fiscal_year,
    project_name,
    cut,
    item_name,
    budget_yuan,
    executed_yuan,
    round(100 * executed_yuan / nullif(budget_yuan, 0), 2) as execution_rate
from amounts
where budget_yuan is not null and executed_yuan is not null
order by department_name, fiscal_year, project_name, cut, item_name
