-- Which metrics changed the most from one year to the next, and is the change certain?
select
    department_name,
    metric_name,
    previous_year,
    fiscal_year,
    previous_value,
    value,
    unit,
    round(change_pct, 1) as change_pct,
    change_points,
    change_caveats
from {{ ref('metrics_over_years') }}
where change is not null
order by abs(change_pct) desc nulls last, abs(change_points) desc nulls last, department_name, metric_name, fiscal_year
