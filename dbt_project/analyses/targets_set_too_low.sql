-- Which indicators were exceeded by 30 % or more, which asks for a written reason?
select
    department_name,
    fiscal_year,
    indicator_name,
    target_value,
    actual_value,
    unit,
    round(100 * actual_value / target_value, 1) as fulfilment_percent,
    variance_reason
from {{ ref('project_indicators') }}
where comparison <> '<=' and target_value > 0 and actual_value >= target_value * 1.3
order by fulfilment_percent desc, indicator_name
