-- Indicator rows of forms, one row an indicator; first and second level are printed once and hold for the rows below.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'indicator'
),

figures as (
    select * from {{ ref('stg_raw__figures') }}
    where cell is not null
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
        min(char_start) as ordinal,
        min(text) filter (where field = 'level_1') as level_1,
        min(text) filter (where field = 'level_2') as level_2,
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
        min(text) filter (where field = 'unit') as unit_text,
        min(value) filter (where field = 'max_score') as max_score,
        min(figure_key) filter (where field = 'max_score') as max_score_figure_key,
        min(value) filter (where field = 'score') as score,
        min(precision) filter (where field = 'score') as score_precision,
        min(figure_key) filter (where field = 'score') as score_figure_key,
        min(text) filter (where field = 'variance_reason') as variance_reason
    from cells
    group by form_key, form_row, report_key, department_name, fiscal_year, report_kind, project_name
),

filled as (
    select
        * replace (
            coalesce(level_1, last_value(level_1 ignore nulls) over above) as level_1,
            coalesce(level_2, last_value(level_2 ignore nulls) over above) as level_2,
            nullif(regexp_replace(variance_reason, '^(?:无|/|—|-|－)$', ''), '') as variance_reason
        ),
        coalesce(comparison_text, '') || coalesce(target_text, '') as comparison_words
    from pivoted
    window above as (partition by form_key order by form_row rows between unbounded preceding and current row)
),

compared as (
    select
        filled.*,
        case
            when regexp_matches(filled.comparison_words, '≥|≧|>|＞|不低于|不少于|以上|至少|达到') then '>='
            when regexp_matches(filled.comparison_words, '≤|≦|<|＜|不超过|不高于|以下|以内|控制在') then '<='
            when filled.target_value is not null then '='
            else 'qualitative'
        end as comparison,
        coalesce(cell_figures.figure_keys, cast([] as varchar[])) as figure_keys
    from filled
    left join cell_figures on filled.form_key = cell_figures.form_key and filled.form_row = cell_figures.form_row
    where filled.indicator_name is not null
)

select * from compared
