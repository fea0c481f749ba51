-- What a series has for a year: the value, the rank and the target, each the best statement of it.
with replaced as (
    select report_key from {{ ref('int_report_editions') }}
    where not is_current
),

statements as (
    select
        *,
        case qualifier when 'exact' then 0 when 'approx' then 1 else 2 end as vagueness
    from {{ ref('int_series_stated') }}
    -- Of several editions of a report the last one speaks.
    where report_key not in (select replaced.report_key from replaced)
),

actuals as (
    select * from statements
    where role in ('actual', 'previous')
),

-- The year's own report speaks first, and in it the most precise statement.
based as (
    select
        *,
        first_value(statement_id) over speakers as base_id,
        first_value(value_low) over speakers as base_low,
        first_value(value_high) over speakers as base_high,
        first_value(precision) over speakers as base_precision,
        first_value(vagueness) over speakers as base_vagueness,
        first_value(is_part_of_year) over speakers as is_base_part_of_year
    from actuals
    window speakers as (
        partition by department_key, fund_key, series_key, measure_key, value_year
        order by
            is_part_of_year asc, not is_own_year asc, role = 'previous' asc, vagueness asc, precision asc nulls last, is_restatement asc,
            fiscal_year desc, ordinal asc, statement_id asc
    )
),

-- A later report may say the same more precisely; another value of a later report is a matter of revisions.
chosen_values as (
    select * from based
    where
        statement_id = base_id
        or (
            is_part_of_year = is_base_part_of_year
            and vagueness <= base_vagueness
            and precision < base_precision
            and {{ intervals_meet('value_low', 'value_high', 'base_low', 'base_high') }}
        )
    qualify row_number() over (
        partition by department_key, fund_key, series_key, measure_key, value_year
        order by vagueness asc, precision asc nulls last, fiscal_year desc, ordinal asc, statement_id asc
    ) = 1
),

ranks as (
    select
        * replace (coalesce(rank_scope, '') as rank_scope),
        count(distinct value_year) over (
            partition by department_key, fund_key, series_key, coalesce(rank_scope, '')
        ) as scope_years
    from statements
    where is_rank
),

-- Among the bodies that the series is ranked with most often.
chosen_ranks as (
    select * from ranks
    qualify row_number() over (
        partition by department_key, fund_key, series_key, value_year
        order by scope_years desc, rank_scope asc, not is_own_year asc, fiscal_year desc, ordinal asc, statement_id asc
    ) = 1
),

chosen_targets as (
    select * from statements
    where role = 'target'
    qualify row_number() over (
        partition by department_key, fund_key, series_key, measure_key, measure, value_year
        order by not is_own_year asc, precision asc nulls last, fiscal_year desc, ordinal asc, statement_id asc
    ) = 1
),

series_measures as (
    select distinct
        department_key,
        fund_key,
        series_key,
        measure_key
    from chosen_values
),

-- A rank without a value stands in the years of its series, too.
places as (
    select
        department_key,
        fund_key,
        series_key,
        measure_key,
        value_year
    from chosen_values
    union
    select
        chosen_ranks.department_key,
        chosen_ranks.fund_key,
        chosen_ranks.series_key,
        coalesce(series_measures.measure_key, '') as measure_key,
        chosen_ranks.value_year
    from chosen_ranks
    left join series_measures
        on
            chosen_ranks.department_key = series_measures.department_key
            and chosen_ranks.fund_key = series_measures.fund_key
            and chosen_ranks.series_key = series_measures.series_key
),

final as (
    select
        places.department_key,
        places.fund_key,
        places.series_key,
        places.measure_key,
        places.value_year,
        coalesce(chosen.metric_code, ranked.metric_code) as metric_code,
        coalesce(chosen.dictionary_name, ranked.dictionary_name, chosen.label, ranked.label) as metric_name,
        coalesce(chosen.area, ranked.area) as area,
        coalesce(chosen.direction, ranked.direction) as direction,
        coalesce(chosen.report_key, ranked.report_key) as report_key,
        coalesce(chosen.fund_name, ranked.fund_name) as fund_name,
        coalesce(chosen.stating_department_key, ranked.stating_department_key) as stating_department_key,
        chosen.measure,
        chosen.unit,
        chosen.value,
        chosen.value_low,
        chosen.value_high,
        chosen.precision,
        chosen.qualifier,
        case when chosen.is_part_of_year then chosen.as_of_month end as as_of_month,
        chosen.figure_key as value_figure_key,
        try_cast(ranked.value as integer) as rank,
        nullif(ranked.rank_scope, '') as rank_scope,
        ranked.figure_key as rank_figure_key,
        targets.value as target_value,
        targets.qualifier as target_qualifier,
        targets.figure_key as target_figure_key
    from places
    left join chosen_values as chosen
        on
            places.department_key = chosen.department_key
            and places.fund_key = chosen.fund_key
            and places.series_key = chosen.series_key
            and places.measure_key = chosen.measure_key
            and places.value_year = chosen.value_year
    left join chosen_ranks as ranked
        on
            places.department_key = ranked.department_key
            and places.fund_key = ranked.fund_key
            and places.series_key = ranked.series_key
            and places.value_year = ranked.value_year
    left join chosen_targets as targets
        on
            places.department_key = targets.department_key
            and places.fund_key = targets.fund_key
            and places.series_key = targets.series_key
            and places.measure_key = targets.measure_key
            and places.value_year = targets.value_year
            and chosen.measure = targets.measure
)

select * from final
