-- One metric over the years, in one unit: here new urban employment.
select
    department_name,
    fiscal_year,
    value,
    unit,
    change_pct,
    rank
from {{ ref('metrics_over_years') }}
where metric_code = 'urban_new_employment'
order by department_name, fiscal_year
