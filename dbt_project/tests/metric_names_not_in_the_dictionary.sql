-- Names of metrics that two reports or more print and that the dictionary does not know: candidates for a row of it.
{{ config(severity='warn') }}

select
    metric_name,
    count(distinct report_key) as report_count,
    count(*) as statement_count,
    min(figure_key) as figure_key
from {{ ref('metrics') }}
where metric_code is null
group by metric_name
having count(distinct report_key) > 1
order by report_count desc, statement_count desc, metric_name asc
