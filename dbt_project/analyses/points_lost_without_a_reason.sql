-- Which indicators lost points although the target was reached, or without a reason?
select
    department_name,
    fiscal_year,
    project_name,
    indicator_name,
    target_text,
    actual_text,
    max_score,
    score,
    max_score - score as lost_points
from {{ ref('project_indicators') }}
where score < max_score and variance_reason is null and not is_level
order by lost_points desc, department_name, indicator_name
