-- Which statements contradict each other, and where do they stand?
select
    checks.department_name,
    checks.fiscal_year,
    checks.rule,
    checks.explanation,
    list(ledger.page || ':' || ledger.line || ' ' || ledger.printed order by ledger.char_start) as figures
from {{ ref('reconciliations') }} as checks
inner join {{ ref('figure_ledger') }} as ledger on list_contains(checks.figure_keys, ledger.figure_key)
where checks.status = 'contradiction'
group by checks.department_name, checks.fiscal_year, checks.rule, checks.explanation
order by checks.department_name, checks.fiscal_year, checks.rule
