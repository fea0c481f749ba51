{{ config(materialized='incremental') }}

with statements as (
    select * from {{ ref('int_metrics_stated') }}
),

final as (
    select
        statement_id,
        report_key,
        department_name,
        fiscal_year,
        label as metric_name,
        metric_code,
        area,
        role,
        case when not is_rank then cast(value as decimal(28, 4)) end as value,
        case when not is_rank then unit end as unit,
        case when not is_rank then cast(precision as decimal(28, 6)) end as precision,
        qualifier,
        case when is_rank then try_cast(value as integer) end as rank,
        rank_scope,
        as_of_month,
        value_year,
        project_name,
        section_path,
        is_restatement,
        figure_key
    from statements
)

select
    *,
    {{ is_corrected('[figure_key]') }} as is_corrected
from final
order by statement_id
