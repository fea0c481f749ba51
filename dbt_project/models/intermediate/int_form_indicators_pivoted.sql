{{ config(materialized='incremental') }}

-- Indicator rows of forms, one row an indicator, with the levels that hold for it.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'indicator'
),

-- Digits that nobody can read are no basis of anything.
figures as (
    select * from {{ ref('stg_raw__figures') }}
    where
        cell is not null
        and coalesce(reason, '') not in ('glued_digits', 'masked_digits', 'fraction_or_percent')
),

cell_figures as (
    select
        cells.form_key,
        cells.form_row,
        list(distinct figures.figure_key order by figures.figure_key) as figure_keys
    from cells
    inner join figures on cells.report_key = figures.report_key and cells.cell = figures.cell
    group by cells.form_key, cells.form_row
),

pivoted as (
    select
        form_key,
        form_row,
        report_key,
        department_name,
        fiscal_year,
        report_kind,
        project_name,
        min(char_start) filter (where field not in ('level_1', 'level_2')) as ordinal,
        min(text) filter (where field = 'level_1') as level_1,
        min(value) filter (where field = 'level_1' and figure_class = 'score') as level_1_points,
        min(figure_key) filter (where field = 'level_1' and figure_class = 'score') as level_1_figure_key,
        min(text) filter (where field = 'level_2') as level_2,
        min(value) filter (where field = 'level_2' and figure_class = 'score') as level_2_points,
        min(figure_key) filter (where field = 'level_2' and figure_class = 'score') as level_2_figure_key,
        min(text) filter (where field = 'indicator_name') as indicator_name,
        min(text) filter (where field = 'comparison') as comparison_text,
        min(text) filter (where field = 'target') as target_text,
        min(value) filter (where field = 'target') as target_value,
        min(precision) filter (where field = 'target') as target_precision,
        min(unit) filter (where field = 'target') as target_unit,
        min(qualifier) filter (where field = 'target') as target_qualifier,
        min(text) filter (where field = 'actual') as actual_text,
        min(value) filter (where field = 'actual') as actual_value,
        min(precision) filter (where field = 'actual') as actual_precision,
        min(unit) filter (where field = 'actual') as actual_unit,
        min(figure_class) filter (where field = 'actual') as actual_class,
        min(text) filter (where field = 'unit') as unit_text,
        min(value) filter (where field = 'score_share') as score_share,
        min(figure_key) filter (where field = 'score_share') as score_share_figure_key,
        min(value) filter (where field = 'max_score') as printed_max_score,
        min(figure_key) filter (where field = 'max_score') as printed_max_score_figure_key,
        min(value) filter (where field = 'score') as score,
        min(precision) filter (where field = 'score') as score_precision,
        min(figure_key) filter (where field = 'score') as score_figure_key,
        min(text) filter (where field = 'variance_reason') as variance_reason
    from cells
    group by form_key, form_row, report_key, department_name, fiscal_year, report_kind, project_name
),

-- 指标1：养护里程 and 产出指标（50分） are 养护里程 and 产出指标.
filled as (
    select
        * replace (
            regexp_replace(level_1, '[（(]?\d+(?:\.\d+)?分[）)]?', '') as level_1,
            regexp_replace(level_2, '[（(]?\d+(?:\.\d+)?分[）)]?', '') as level_2,
            regexp_replace(indicator_name, '^指标\s*\d+\s*[:：、.]\s*', '') as indicator_name,
            nullif(regexp_replace(variance_reason, '^(?:无|/|—|-|－)+$', ''), '') as variance_reason
        ),
        coalesce(comparison_text, '') || coalesce(target_text, '') as comparison_words
    from pivoted
),

-- The points of a level are those of its indicator where it has only one.
weighed as (
    select
        *,
        coalesce(
            printed_max_score,
            case when level_2_points is not null and count(*) over (partition by form_key, level_2_figure_key) = 1 then level_2_points end,
            case when level_1_points is not null and count(*) over (partition by form_key, level_1_figure_key) = 1 then level_1_points end
        ) as max_score
    from filled
    where indicator_name is not null and not regexp_full_match(indicator_name, '小计|合计|总计')
),

compared as (
    select
        weighed.*,
        case
            when weighed.max_score is null then null
            when weighed.printed_max_score is not null then weighed.printed_max_score_figure_key
            when weighed.max_score = weighed.level_2_points then weighed.level_2_figure_key
            else weighed.level_1_figure_key
        end as max_score_figure_key,
        case
            when regexp_matches(weighed.comparison_words, '定性') then 'qualitative'
            when regexp_matches(weighed.comparison_words, '≥|≧|>|＞|不低于|不少于|不小于|以上|至少|达到|(?:^|[^不])大于') then '>='
            when regexp_matches(weighed.comparison_words, '≤|≦|<|＜|不超过|不高于|不大于|不多于|以下|以内|控制在|(?:^|[^不])小于') then '<='
            when weighed.target_value is not null then '='
            else 'qualitative'
        end as comparison,
        -- A target without a sign may be one to be reached or one to be kept below.
        not regexp_matches(weighed.comparison_words, '[=＝]|等于') as is_bare_target,
        coalesce(cell_figures.figure_keys, cast([] as varchar[])) as figure_keys
    from weighed
    left join cell_figures on weighed.form_key = cell_figures.form_key and weighed.form_row = cell_figures.form_row
)

select * from compared
