{{ config(materialized='incremental') }}

with amounts as (
    select * from {{ ref('int_funding_tree') }}
),

restated as (
    select
        node_id,
        list(distinct figure_key order by figure_key) as figure_keys
    from amounts
    group by node_id
),

final as (
    select
        amounts.amount_id,
        amounts.report_key,
        amounts.department_name,
        amounts.fiscal_year,
        amounts.scope,
        amounts.project_name,
        amounts.item_name,
        amounts.funding_item,
        amounts.cut,
        amounts.stage,
        amounts.parent_item_name,
        cast(amounts.amount as decimal(20, 2)) as amount_yuan,
        cast(amounts.precision as decimal(20, 2)) as precision_yuan,
        cast({{ percent_of('amounts.amount', 'amounts.parent_amount') }} as decimal(20, 6)) as share_of_parent,
        amounts.figure_key,
        restated.figure_keys
    from amounts
    inner join restated on amounts.amount_id = restated.node_id
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by report_key, amount_id
