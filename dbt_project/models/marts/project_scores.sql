{{ config(materialized='incremental') }}

with projects as (
    select * from {{ ref('int_projects_scored') }}
),

final as (
    select
        report_key,
        department_name,
        fiscal_year,
        project_name,
        cast(budget as decimal(20, 2)) as budget_yuan,
        cast(executed as decimal(20, 2)) as executed_yuan,
        cast(stated_rate as decimal(20, 6)) as stated_rate,
        cast(computed_rate as decimal(20, 6)) as computed_rate,
        cast(score as decimal(20, 4)) as score,
        grade,
        source,
        figure_keys
    from projects
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by report_key, project_name
