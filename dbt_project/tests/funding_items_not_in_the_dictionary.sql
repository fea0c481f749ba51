-- Names of funding items that the dictionary does not know: candidates for a row of it.
{{ config(severity='warn') }}

select
    item_name,
    count(distinct report_key) as report_count,
    count(*) as amount_count,
    min(figure_key) as figure_key
from {{ ref('funding_sources') }}
where funding_item is null
group by item_name
order by report_count desc, amount_count desc, item_name asc
