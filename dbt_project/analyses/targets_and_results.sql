-- Which metrics were planned, what became of them, and was the target met?
select
    department_name,
    fiscal_year,
    metric_name,
    target_value,
    value,
    unit,
    round(target_pct, 1) as target_pct,
    is_target_met
from {{ ref('metrics_over_years') }}
where target_value is not null and value is not null
order by is_target_met, target_pct, department_name, fiscal_year, metric_name
