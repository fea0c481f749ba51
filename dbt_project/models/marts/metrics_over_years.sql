with statements as (
    select * from {{ ref('int_metrics_stated') }}
    where role in ('actual', 'rank') and project_name is null
),

-- A metric is known by its code, or else by its own words; either way in one unit.
keyed as (
    select
        *,
        coalesce(metric_code, metric_key) as series_key
    from statements
),

-- The most precise statement of a year wins; the year's own report before those that look back on it.
yearly as (
    select * from keyed
    where not is_rank
    qualify row_number() over (
        partition by department_name, series_key, unit, value_year
        order by precision nulls last, value_year <> fiscal_year, is_restatement, ordinal, statement_id
    ) = 1
),

ranks as (
    select
        department_name,
        series_key,
        value_year,
        arg_min(value, (value, statement_id)) as rank
    from keyed
    where is_rank
    group by department_name, series_key, value_year
),

sequenced as (
    select
        yearly.*,
        try_cast(ranks.rank as integer) as rank,
        lag(yearly.value_year) over series as previous_year,
        lag(yearly.value) over series as previous_value
    from yearly
    left join ranks
        on
            yearly.department_name = ranks.department_name
            and yearly.series_key = ranks.series_key
            and yearly.value_year = ranks.value_year
    window series as (partition by yearly.department_name, yearly.series_key, yearly.unit order by yearly.value_year)
),

final as (
    select
        department_name,
        cast(value_year as integer) as fiscal_year,
        report_key,
        metric_code,
        coalesce(dictionary_name, label) as metric_name,
        series_key,
        unit,
        cast(value as decimal(28, 4)) as value,
        qualifier,
        cast(previous_year as integer) as previous_year,
        cast(previous_value as decimal(28, 4)) as previous_value,
        cast(value - previous_value as decimal(28, 4)) as change,
        cast({{ percent_of('value - previous_value', 'previous_value') }} as decimal(28, 6)) as change_pct,
        rank,
        figure_key
    from sequenced
)

select * from final
order by department_name, series_key, unit, fiscal_year
