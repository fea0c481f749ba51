{{ config(materialized='incremental') }}

with indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

final as (
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
        cast(target_value as decimal(28, 6)) as target_value,
        actual_text,
        cast(actual_value as decimal(28, 6)) as actual_value,
        coalesce(target_unit, actual_unit, nullif(regexp_replace(unit_text, '^[/—－-]+$', ''), '')) as unit,
        cast(max_score as decimal(20, 4)) as max_score,
        cast(score as decimal(20, 4)) as score,
        variance_reason,
        figure_keys
    from indicators
)

select * from final
order by indicator_key
