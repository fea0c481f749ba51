{{ config(materialized='incremental') }}

with nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
    where report_kind = 'department'
),

reasons as (
    select
        node_id,
        string_agg(reason, '；' order by deduction_id) as deduction_reason,
        -- Points that are printed with each of the reasons are the points lost.
        case when count(points) = count(*) then sum(points) end as points
    from {{ ref('int_score_deductions_attached') }}
    group by node_id
),

-- A grade is of the total: said with its score, or else with none; where two differ none is taken.
graded as (
    select
        nodes.node_id,
        given.grade,
        given.figure_key is null as is_without_score
    from nodes
    inner join {{ ref('int_grades_given') }} as given on nodes.report_key = given.report_key
    where nodes.depth = 0 and given.project_name is null and (given.figure_key is null or given.score = nodes.score)
    qualify is_without_score = bool_and(is_without_score) over (partition by nodes.node_id)
),

grades as (
    select
        node_id,
        min(grade) as grade
    from graded
    group by node_id
    having count(distinct grade) = 1
),

-- The table below the sentence tells of how many points the total is: 合计 | 100 | 94.6.
total_rows as (
    select
        report_key,
        min(value) filter (where field = 'max_score') as max_score,
        min(figure_key) filter (where field = 'max_score') as max_figure_key,
        min(value) filter (where field in ('score', 'total')) as score
    from {{ ref('int_form_cells_valued') }}
    where block = 'total' and report_kind = 'department' and project_name is null
    group by report_key, form_key, form_row
),

total_points as (
    select
        report_key,
        score,
        min(max_score) as max_score,
        min(max_figure_key) as max_figure_key
    from total_rows
    group by report_key, score
    having count(distinct max_score) = 1
),

measured as (
    select
        nodes.* replace (
            coalesce(nodes.max_score, total_points.max_score) as max_score,
            coalesce(nodes.max_figure_key, total_points.max_figure_key) as max_figure_key,
            coalesce(nodes.lost_points, total_points.max_score - nodes.score) as lost_points
        )
    from nodes
    left join total_points
        on
            nodes.report_key = total_points.report_key
            and nodes.depth = 0
            and nodes.max_score is null
            and nodes.score = total_points.score
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
        cast(coalesce(nodes.lost_points, reasons.points) as decimal(20, 4)) as lost_points,
        reasons.deduction_reason,
        grades.grade,
        nodes.report_scheme as scheme,
        nodes.figure_key,
        case
            when nodes.max_figure_key is null then nodes.figure_keys
            else list_sort(list_distinct(list_append(nodes.figure_keys, nodes.max_figure_key)))
        end as figure_keys,
        false as is_computed
    from measured as nodes
    left join reasons on nodes.node_id = reasons.node_id
    left join grades on nodes.node_id = grades.node_id
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
        grade,
        null as scheme,
        figure_key,
        figure_keys,
        is_computed
    from {{ ref('int_score_form_nodes') }}
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from combined
order by report_key, node_id
