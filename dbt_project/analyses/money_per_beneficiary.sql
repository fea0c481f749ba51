-- Money per person reached, where one metric is stated in both.
with amounts as (
    select * from {{ ref('metrics') }}
    where unit = '元' and role = 'actual' and not is_restatement
),

people as (
    select * from {{ ref('metrics') }}
    where unit in ('人', '人次', '户', '家') and role = 'actual' and not is_restatement
)

select
    amounts.department_name,
    amounts.fiscal_year,
    amounts.metric_name,
    amounts.value as amount_yuan,
    people.value as beneficiaries,
    people.unit,
    round(amounts.value / people.value, 2) as yuan_each
from amounts
inner join people
    on
        amounts.report_key = people.report_key
        and amounts.metric_name = people.metric_name
        and amounts.section_path = people.section_path
where people.value > 0
order by amounts.department_name, amounts.fiscal_year, amounts.metric_name
