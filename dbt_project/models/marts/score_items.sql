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

combined as (
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
        end as figure_keys,
        false as is_computed
    from nodes
    left join reasons on nodes.node_id = reasons.node_id
    union all
    select
        node_id,
        report_key,
        department_name,
        fiscal_year,
        item_name,
        null as indicator_code,
        parent_item_name,
        depth,
        cast(max_score as decimal(20, 4)) as max_score,
        cast(score as decimal(20, 4)) as score,
        cast(lost_points as decimal(20, 4)) as lost_points,
        deduction_reason,
        null as scheme,
        figure_key,
        figure_keys,
        is_computed
    from {{ ref('int_score_form_nodes') }}
)

select * from combined
order by report_key, node_id
