-- What is counted often and has no code yet: the analysts' work list for the dictionaries of metrics and of their other names.
with statements as (
    select
        *,
        {{ series_label('metric_key') }} as series_label
    from {{ ref('int_metrics_stated') }}
    where metric_code is null and role in ('actual', 'target', 'rank', 'previous')
),

departments as (
    select * from {{ ref('int_departments_named') }}
),

grouped as (
    select
        statements.series_label as label,
        case when statements.is_rank then '' else coalesce(statements.unit_family, '') end as unit_family,
        count(*) as statement_count,
        count(distinct statements.report_key) as report_count,
        count(distinct departments.department_key) as department_count,
        min(statements.fiscal_year) as first_year,
        max(statements.fiscal_year) as last_year,
        list(distinct statements.label order by statements.label) as printed_labels,
        list(distinct departments.function_name order by departments.function_name)
            filter (where departments.function_name is not null) as function_names,
        min(statements.unit) as unit,
        arg_min(statements.sentence, (statements.report_key, statements.ordinal)) as example_sentence,
        arg_min(statements.figure_key, (statements.report_key, statements.ordinal)) as example_figure_key
    from statements
    inner join departments on statements.report_key = departments.report_key
    group by 1, 2
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
order by statement_count desc, report_count desc, label, unit_family
