-- Which problems do departments report, and what do they want to do about them?
select
    department_name,
    fiscal_year,
    kind,
    ordinal,
    text
from {{ ref('findings') }}
where kind in ('problem', 'measure')
order by department_name, fiscal_year, kind desc, ordinal
