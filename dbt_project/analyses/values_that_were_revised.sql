-- Which values does a corrected edition or a later report state differently, and which one is used?
select
    department_name,
    fiscal_year,
    revision_type,
    item_name,
    old_value,
    new_value,
    unit,
    round(change_pct, 2) as change_pct,
    value_in_use
from {{ ref('revisions') }}
order by abs(change_pct) desc nulls last, department_name, fiscal_year, item_name
