-- Where do departments lose points, and why?
with leaves as (
    select * from {{ ref('score_items') }} as items
    where not exists (
        select 1 from {{ ref('score_items') }} as parts
        where parts.report_key = items.report_key and parts.parent_item_name = items.item_name
    )
)

select
    coalesce(indicator_code, item_name) as indicator,
    count(*) as report_count,
    sum(lost_points) as lost_points,
    string_agg(distinct deduction_reason, '；' order by deduction_reason) as reasons
from leaves
where lost_points > 0
group by indicator
order by lost_points desc, indicator
