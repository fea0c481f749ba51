-- Which statements contradict each other, and where do they stand?
with checks as (
    select
        *,
        unnest(figure_keys) as figure_key
    from {{ ref('reconciliations') }}
    where status = 'contradiction'
)

select
    checks.department_name,
    checks.fiscal_year,
    checks.rule,
    checks.explanation,
    list(ledger.page || ':' || ledger.line || ' ' || ledger.printed order by ledger.char_start) as figures
from checks
inner join {{ ref('figure_ledger') }} as ledger on checks.figure_key = ledger.figure_key
group by checks.check_key, checks.department_name, checks.fiscal_year, checks.rule, checks.explanation
order by checks.department_name, checks.fiscal_year, checks.rule, checks.explanation
