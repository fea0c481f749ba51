{{ config(materialized='incremental') }}

with indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

-- Points of a project that its report tells in sentences: 产出指标满分50分，得48.5分.
nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
    where report_kind <> 'department' and not is_total
),

reasons as (
    select
        node_id,
        string_agg(reason, '；' order by deduction_id) as variance_reason
    from {{ ref('int_score_deductions_attached') }}
    group by node_id
),

printed as (
    select
        form_key || ':' || form_row as indicator_key,
        report_key,
        department_name,
        fiscal_year,
        project_name,
        level_1,
        level_2,
        indicator_name,
        comparison,
        target_text,
        target_value,
        actual_text,
        actual_value,
        coalesce(target_unit, actual_unit, nullif(regexp_replace(unit_text, '^(?:[/—－-]+|无)$', ''), '')) as unit,
        max_score,
        score,
        variance_reason,
        figure_keys,
        'form' as source,
        false as is_level
    from indicators
),

-- Beside a form, sentences repeat its rows or explain its points; the levels and what they alone tell stand beside its rows.
printed_names as (
    select
        report_key,
        list({{ score_stem(label_key('indicator_name')) }}) as indicator_names,
        list({{ score_stem(label_key('level_2')) }}) as level_names
    from printed
    group by report_key
),

told as (
    select
        nodes.node_id as indicator_key,
        nodes.report_key,
        nodes.department_name,
        nodes.fiscal_year,
        nodes.fund_name as project_name,
        case nodes.depth
            when 1 then nodes.item_name
            when 2 then nodes.parent_item_name
            when 3 then grandparents.item_name
        end as level_1,
        case when nodes.depth = 3 then nodes.parent_item_name end as level_2,
        nodes.item_name as indicator_name,
        null as comparison,
        null as target_text,
        null as target_value,
        null as actual_text,
        null as actual_value,
        null as unit,
        nodes.max_score,
        nodes.score,
        reasons.variance_reason,
        case
            when nodes.max_figure_key is null then nodes.figure_keys
            else list_sort(list_distinct(list_append(nodes.figure_keys, nodes.max_figure_key)))
        end as figure_keys,
        'narrative' as source,
        -- The indicators of a level may stand in the form.
        nodes.has_children
        or (printed_names.report_key is not null and coalesce(nodes.depth = 1, false))
        or coalesce(list_contains(printed_names.level_names, {{ score_stem(label_key('nodes.item_name')) }}), false) as is_level
    from nodes
    left join nodes as parents on nodes.parent_id = parents.node_id
    left join nodes as grandparents on parents.parent_id = grandparents.node_id
    left join reasons on nodes.node_id = reasons.node_id
    left join printed_names on nodes.report_key = printed_names.report_key
    where
        regexp_matches(nodes.item_name, '^[^\d]')
        and (
            printed_names.report_key is null
            or (
                nodes.max_score is not null
                and not list_contains(printed_names.indicator_names, {{ score_stem(label_key('nodes.item_name')) }})
            )
        )
),

combined as (
    select * from printed
    union all
    select * from told
),

final as (
    select
        indicator_key,
        report_key,
        department_name,
        fiscal_year,
        project_name,
        level_1,
        level_2,
        indicator_name,
        comparison,
        target_text,
        cast(target_value as decimal(28, 6)) as target_value,
        actual_text,
        cast(actual_value as decimal(28, 6)) as actual_value,
        unit,
        cast(max_score as decimal(20, 4)) as max_score,
        cast(score as decimal(20, 4)) as score,
        variance_reason,
        figure_keys,
        source,
        is_level
    from combined
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by indicator_key
