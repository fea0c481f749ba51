{{ config(materialized='incremental') }}

-- Scores of the whole department as a form or a table gives them: total, rate of execution, first level and indicators.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where report_kind = 'department' and project_name is null
),

narrative_totals as (
    select
        report_key,
        item_name,
        score
    from {{ ref('int_score_nodes_placed') }}
    where depth = 0
),

form_rows as (
    select
        form_key,
        form_row,
        any_value(report_key) as report_key,
        any_value(department_name) as department_name,
        any_value(fiscal_year) as fiscal_year,
        any_value(block) as block,
        min(char_start) as ordinal,
        min(text) filter (where field = 'item_name') as item_name,
        min(text) filter (where field = 'level_1') as level_1,
        min(value) filter (where field = 'level_1' and figure_class = 'score') as level_1_points,
        min(figure_key) filter (where field = 'level_1' and figure_class = 'score') as level_1_figure_key,
        min(text) filter (where field = 'level_2') as level_2,
        min(value) filter (where field = 'level_2' and figure_class = 'score') as level_2_points,
        min(figure_key) filter (where field = 'level_2' and figure_class = 'score') as level_2_figure_key,
        min(text) filter (where field = 'grade') as grade,
        coalesce(
            min(text) filter (where field = 'indicator_name'), min(text) filter (where field = 'level_2')
        ) as indicator_name,
        min(text) filter (where field = 'variance_reason') as variance_reason,
        min(value) filter (where field = 'max_score') as max_score,
        min(figure_key) filter (where field = 'max_score') as max_figure_key,
        min(value) filter (where field in ('score', 'total')) as score,
        min(figure_key) filter (where field in ('score', 'total')) as figure_key
    from cells
    where block in ('funding', 'indicator', 'total')
    group by form_key, form_row
),

-- The levels are printed once and hold for the rows below.
filled as (
    select
        *,
        regexp_replace(
            coalesce(level_1, last_value(level_1 ignore nulls) over above), '[（(]?\d+(?:\.\d+)?分[）)]?', ''
        ) as level_1_name,
        -- 预算管理 | 小计 | 28 | 26.64: the points of the level.
        block = 'indicator' and coalesce(regexp_full_match(indicator_name, '小计|合计'), false) as is_subtotal,
        case
            when level_2 <> indicator_name then regexp_replace(level_2, '[（(]?\d+(?:\.\d+)?分[）)]?', '')
        end as level_2_name
    from form_rows
    where block <> 'funding' or score is not null
    window above as (partition by form_key, block order by form_row rows between unbounded preceding and current row)
),

-- A total that the text tells too is told once.
form_totals as (
    select
        filled.form_key,
        coalesce(narrative_totals.item_name, '总分') as total_name,
        filled.form_row,
        narrative_totals.item_name is not null as is_told,
        coalesce(narrative_totals.score <> filled.score, false) as is_other
    from filled
    left join narrative_totals on filled.report_key = narrative_totals.report_key
    where filled.block = 'total' and filled.score is not null
    qualify row_number() over (partition by filled.report_key order by filled.form_key, filled.form_row) = 1
),

leaves as (
    select
        filled.*,
        case
            when filled.block = 'total' then form_totals.total_name
            when filled.block = 'funding' then '预算执行率'
            when filled.is_subtotal then coalesce(filled.level_2_name, filled.level_1_name)
            else filled.indicator_name
        end as node_name,
        case
            when filled.block = 'total' then null
            when filled.is_subtotal and filled.level_2_name is not null then filled.level_1_name
            when filled.is_subtotal then form_totals.total_name
            when filled.block = 'indicator' and filled.level_1_name is not null
                then coalesce(filled.level_2_name, filled.level_1_name)
            else form_totals.total_name
        end as parent_name,
        case
            when filled.block = 'total' then 0
            when filled.is_subtotal then case when filled.level_2_name is not null then 2 when form_totals.total_name is not null then 1 end
            when filled.block = 'indicator' and filled.level_1_name is not null
                then case when filled.level_2_name is not null then 3 else 2 end
            when form_totals.total_name is not null then 1
        end as depth
    from filled
    left join form_totals on filled.form_key = form_totals.form_key
    where
        filled.score is not null
        and (filled.block <> 'total' or (filled.form_row = form_totals.form_row and not form_totals.is_told))
),

-- The points of a level are printed in its name; its score is the sum of its indicators where they carry all those points.
levels as (
    {% for level in [1, 2] %}
        select
            form_key,
            {{ level }} as depth,
            level_1_name,
            {{ 'null' if level == 1 else 'level_2_name' }} as level_2_name,
            any_value(report_key) as report_key,
            any_value(department_name) as department_name,
            any_value(fiscal_year) as fiscal_year,
            min(level_{{ level }}_points) as points,
            min(level_{{ level }}_figure_key) as points_figure_key,
            sum(score) as score,
            list(figure_key order by figure_key) as part_keys
        from filled
        where block = 'indicator' and not is_subtotal and level_1_name is not null and level_{{ level }}_name is not null
        group by form_key, level_1_name{{ '' if level == 1 else ', level_2_name' }}
        having
            min(level_{{ level }}_points) is not null
            and count(score) = count(*)
            and sum(max_score) = min(level_{{ level }}_points)
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

nodes as (
    select
        form_key || ':' || form_row || ':' || node_name as node_id,
        report_key,
        department_name,
        fiscal_year,
        node_name as item_name,
        parent_name as parent_item_name,
        depth,
        max_score,
        score,
        case when block = 'indicator' then nullif(regexp_replace(variance_reason, '^(?:无|/|—|-|－)$', ''), '') end as deduction_reason,
        case when depth = 0 then grade end as grade,
        figure_key,
        list_distinct([figure_key, max_figure_key]) as figure_keys,
        false as is_computed
    from leaves
    where node_name is not null
    union all
    select
        concat_ws(':', levels.form_key, levels.level_1_name, levels.level_2_name) as node_id,
        levels.report_key,
        levels.department_name,
        levels.fiscal_year,
        coalesce(levels.level_2_name, levels.level_1_name) as item_name,
        case when levels.depth = 2 then levels.level_1_name else form_totals.total_name end as parent_item_name,
        case when levels.depth = 2 then 2 when form_totals.total_name is not null then 1 end as depth,
        levels.points as max_score,
        levels.score,
        null as deduction_reason,
        null as grade,
        levels.points_figure_key as figure_key,
        list_append(levels.part_keys, levels.points_figure_key) as figure_keys,
        true as is_computed
    from levels
    left join form_totals on levels.form_key = form_totals.form_key
)

select
    * replace (list_sort(list_distinct(figure_keys)) as figure_keys),
    case when max_score >= score then max_score - score end as lost_points
from nodes
