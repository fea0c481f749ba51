-- How do departments of one function compare with each other: money, rate, score, problems?
select
    function_name,
    fiscal_year,
    department_name,
    region_name,
    budget_yuan,
    round(execution_rate, 2) as execution_rate,
    function_rate_rank,
    total_score,
    function_score_rank,
    contradiction_count,
    problem_count
from {{ ref('department_years') }}
where function_name is not null
order by function_name, fiscal_year, department_name
