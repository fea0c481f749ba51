with nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
),

reasons as (
    select
        node_id,
        string_agg(reason, '；' order by deduction_id) as deduction_reason
    from {{ ref('int_score_deductions_attached') }}
    group by node_id
),

final as (
    select
        nodes.node_id,
        nodes.report_key,
        nodes.department_name,
        nodes.fiscal_year,
        nodes.item_name,
        nodes.indicator_code,
        nodes.parent_item_name,
        nodes.depth,
        cast(nodes.max_score as decimal(20, 4)) as max_score,
        cast(nodes.score as decimal(20, 4)) as score,
        cast(nodes.lost_points as decimal(20, 4)) as lost_points,
        reasons.deduction_reason,
        nodes.report_scheme as scheme,
        nodes.figure_key,
        case
            when nodes.max_figure_key is null then nodes.figure_keys
            else list_sort(list_distinct(list_append(nodes.figure_keys, nodes.max_figure_key)))
        end as figure_keys
    from nodes
    left join reasons on nodes.node_id = reasons.node_id
)

select * from final
order by report_key, node_id
