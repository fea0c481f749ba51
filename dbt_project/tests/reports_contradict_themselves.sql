-- Statements of a report that do not go together, whatever is rounded or read otherwise: findings about the report.
{{ config(severity='warn') }}

select
    report_key,
    department_name,
    fiscal_year,
    rule,
    subject,
    stated_value,
    computed_value,
    unit,
    explanation,
    figure_keys
from {{ ref('reconciliations') }}
where status = 'contradiction'
order by report_key, check_key
