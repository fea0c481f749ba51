with corrections as (
    select * from {{ ref('stg_raw__corrections') }}
),

figures as (
    select * from {{ ref('figure_ledger') }}
),

final as (
    select
        corrections.figure_key,
        figures.report_key,
        figures.department_name,
        figures.fiscal_year,
        figures.source_path,
        figures.page,
        figures.line,
        figures.printed,
        figures.stated_value,
        figures.value as corrected_value,
        figures.unit,
        figures.metric_label,
        figures.sentence,
        corrections.what_is_wrong,
        corrections.reason,
        corrections.authority,
        corrections.corrected_on,
        figures.used_by
    from corrections
    inner join figures on corrections.figure_key = figures.figure_key
)

select * from final
order by figure_key
