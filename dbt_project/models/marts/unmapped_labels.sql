-- What is counted often and has no code yet: the analysts' work list for the dictionaries of metrics and of their other names.
with statements as (
    select * from {{ ref('int_measures_stated') }}
    where metric_code is null
),

departments as (
    select * from {{ ref('int_departments_named') }}
),

located as (
    select
        statements.*,
        case when statements.is_rank then '' else coalesce(statements.unit_family, '') end as counted_family,
        departments.department_key,
        departments.function_name
    from statements
    inner join departments on statements.report_key = departments.report_key
),

grouped as (
    select
        series_label as label,
        counted_family as unit_family,
        min(unit) as unit,
        count(distinct figure_key) as statement_count,
        count(distinct report_key) as report_count,
        count(distinct department_key) as department_count,
        min(fiscal_year) as first_year,
        max(fiscal_year) as last_year,
        list(distinct label order by label) as printed_labels,
        list(distinct function_name order by function_name) filter (where function_name is not null) as function_names,
        arg_min(sentence, (report_key, ordinal, statement_id)) as example_sentence,
        arg_min(figure_key, (report_key, ordinal, statement_id)) as example_figure_key
    from located
    group by series_label, counted_family
),

final as (
    select
        label,
        unit_family,
        unit,
        cast(statement_count as integer) as statement_count,
        cast(report_count as integer) as report_count,
        cast(department_count as integer) as department_count,
        cast(first_year as integer) as first_year,
        cast(last_year as integer) as last_year,
        printed_labels,
        coalesce(function_names, cast([] as varchar[])) as function_names,
        example_sentence,
        example_figure_key
    from grouped
)

select * from final
order by statement_count desc, report_count desc, label asc, unit_family asc
