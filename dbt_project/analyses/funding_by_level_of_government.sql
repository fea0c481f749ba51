-- What share of the money comes from the centre, the province, the city and the county?
select
    fiscal_year,
    funding_item,
    sum(amount_yuan) as amount_yuan,
    round(100 * sum(amount_yuan) / sum(sum(amount_yuan)) over (partition by fiscal_year), 2) as share
from {{ ref('funding_sources') }}
where cut = 'level' and stage in ('budget', 'allocated')
group by fiscal_year, funding_item
order by fiscal_year, amount_yuan desc
