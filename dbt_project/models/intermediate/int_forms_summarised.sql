{{ config(materialized='incremental') }}

-- What a form gives for execution, for its indicators and in all, and whether it has room for reasons.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where not is_listed
),

headings as (
    select
        report_key || ':form' || form_number as form_key,
        coalesce(bool_or(field = 'indicator' and regexp_matches(text, '原因|扣分|失分|备注|说明')), false) as has_reason_column,
        coalesce(bool_or(field = 'funding' and contains(text, '原因')), false) as has_execution_reason_column,
        coalesce(bool_or(field = 'funding' and regexp_matches(text, '分值|权重')), false) as has_execution_points_column
    from {{ ref('stg_raw__form_cells') }}
    where block = 'heading'
    group by form_key
),

indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

forms as (
    select
        form_key,
        any_value(report_key) as report_key,
        any_value(department_name) as department_name,
        any_value(fiscal_year) as fiscal_year,
        any_value(report_kind) as report_kind,
        any_value(project_name) as project_name,
        min(char_start) as ordinal,
        min(text) filter (where block = 'remark' and field = 'reason' and not regexp_full_match(text, '无|/|—|-')) as written_reason
    from cells
    group by form_key
),

-- The row of money that carries points; the rows of its sources carry none.
execution_rows as (
    select
        form_key,
        form_row,
        min(value) filter (where field = 'max_score') as execution_max_score,
        min(figure_key) filter (where field = 'max_score') as execution_max_figure_key,
        min(value) filter (where field = 'score') as execution_score,
        min(precision) filter (where field = 'score') as execution_score_precision,
        min(figure_key) filter (where field = 'score') as execution_score_figure_key,
        min(text) filter (where field = 'variance_reason' and not regexp_full_match(text, '无|/|—|-')) as execution_reason,
        min(char_start) as execution_ordinal
    from cells
    where block = 'funding'
    group by form_key, form_row
    having count(value) filter (where field in ('max_score', 'score')) > 0
    qualify row_number() over (partition by form_key order by form_row) = 1
),

-- What else carries points: the goals, the management of the money.
part_sums as (
    select
        form_key,
        sum(value) filter (where field = 'max_score') as part_max_score,
        sum(value) filter (where field = 'score') as part_score,
        list(figure_key order by figure_key) filter (where field = 'max_score') as part_max_keys,
        list(figure_key order by figure_key) filter (where field = 'score') as part_score_keys,
        string_agg({{ number_text('value') }}, ' + ' order by char_start) filter (where field = 'max_score') as part_max_terms,
        string_agg({{ number_text('value') }}, ' + ' order by char_start) filter (where field = 'score') as part_score_terms
    from cells
    where block in ('goal', 'part') and field in ('max_score', 'score') and value is not null
    group by form_key
),

indicator_sums as (
    select
        form_key,
        count(*) as indicator_count,
        case when count(score) = count(*) then sum(score) end as indicator_score,
        coalesce(list(score_figure_key order by score_figure_key) filter (where score_figure_key is not null), cast([] as varchar[]))
            as indicator_score_keys,
        case when count(max_score) = count(*) then sum(max_score) end as indicator_max_score,
        coalesce(
            list(distinct max_score_figure_key order by max_score_figure_key) filter (where max_score_figure_key is not null),
            cast([] as varchar[])
        ) as indicator_max_keys,
        string_agg({{ number_text('score') }}, ' + ' order by ordinal) as score_terms,
        string_agg({{ number_text('max_score') }}, ' + ' order by ordinal) as max_terms
    from indicators
    group by form_key
),

-- Where only levels print their points, theirs are those of all their indicators.
level_sums as (
    select
        form_key,
        sum(level_1_points) as level_max_score,
        list(level_1_figure_key order by level_1_figure_key) as level_max_keys
    from (
        select
            form_key,
            level_1_points,
            min(level_1_figure_key) as level_1_figure_key
        from indicators
        group by form_key, level_1, level_1_points
    ) as levels
    group by form_key
    having count(level_1_points) = count(*)
),

totals as (
    select
        form_key,
        min(value) filter (where field = 'max_score') as total_max_score,
        min(precision) filter (where field = 'max_score') as total_max_precision,
        min(figure_key) filter (where field = 'max_score') as total_max_figure_key,
        min(value) filter (where field = 'score') as total_score,
        min(precision) filter (where field = 'score') as total_precision,
        min(figure_key) filter (where field = 'score') as total_figure_key,
        min(char_start) as total_ordinal
    from cells
    where block = 'total'
    group by form_key
),

final as (
    select
        forms.*,
        coalesce(headings.has_reason_column, false) or forms.written_reason is not null as has_reason_column,
        coalesce(headings.has_execution_reason_column, false) as has_execution_reason_column,
        coalesce(headings.has_execution_points_column, false) as has_execution_points_column,
        execution_rows.form_row as execution_row,
        execution_rows.execution_max_score,
        execution_rows.execution_max_figure_key,
        execution_rows.execution_score,
        execution_rows.execution_score_precision,
        execution_rows.execution_score_figure_key,
        execution_rows.execution_reason,
        execution_rows.execution_ordinal,
        coalesce(part_sums.part_max_score, 0) as part_max_score,
        coalesce(part_sums.part_score, 0) as part_score,
        coalesce(part_sums.part_max_keys, cast([] as varchar[])) as part_max_keys,
        coalesce(part_sums.part_score_keys, cast([] as varchar[])) as part_score_keys,
        part_sums.part_max_terms,
        part_sums.part_score_terms,
        coalesce(indicator_sums.indicator_count, 0) as indicator_count,
        indicator_sums.indicator_score,
        coalesce(indicator_sums.indicator_score_keys, cast([] as varchar[])) as indicator_score_keys,
        indicator_sums.score_terms,
        coalesce(indicator_sums.indicator_max_score, level_sums.level_max_score) as indicator_max_score,
        case
            when indicator_sums.indicator_max_score is not null then indicator_sums.indicator_max_keys
            else coalesce(level_sums.level_max_keys, cast([] as varchar[]))
        end as indicator_max_keys,
        case when indicator_sums.indicator_max_score is not null then indicator_sums.max_terms end as max_terms,
        totals.total_max_score,
        totals.total_max_precision,
        totals.total_max_figure_key,
        totals.total_score,
        totals.total_precision,
        totals.total_figure_key,
        totals.total_ordinal
    from forms
    left join headings on forms.form_key = headings.form_key
    left join execution_rows on forms.form_key = execution_rows.form_key
    left join part_sums on forms.form_key = part_sums.form_key
    left join indicator_sums on forms.form_key = indicator_sums.form_key
    left join level_sums on forms.form_key = level_sums.form_key
    left join totals on forms.form_key = totals.form_key
)

select * from final
