with valued as (
    select * from {{ ref('int_series_valued') }}
),

departments as (
    select * from {{ ref('departments') }}
),

editions as (
    select * from {{ ref('int_report_editions') }}
),

-- The value before is that of the last year present, not of the year before: a gap is a gap.
value_sequence as (
    select
        department_key,
        fund_key,
        series_key,
        measure_key,
        value_year,
        lag(value_year) over series as previous_year,
        lag(value) over series as previous_value,
        lag(value_low) over series as previous_low,
        lag(value_high) over series as previous_high,
        lag(qualifier) over series as previous_qualifier,
        lag(unit) over series as previous_unit,
        lag(measure) over series as previous_measure,
        lag(as_of_month) over series as previous_month,
        lag(stating_department_key) over series as previous_department_key
    from valued
    where value is not null
    window series as (partition by department_key, fund_key, series_key, measure_key order by value_year)
),

rank_sequence as (
    select
        department_key,
        fund_key,
        series_key,
        measure_key,
        value_year,
        lag(rank) over series as previous_rank,
        lag(value_year) over series as previous_rank_year
    from valued
    where rank is not null
    window series as (
        partition by department_key, fund_key, series_key, measure_key, coalesce(rank_scope, '') order by value_year
    )
),

sequenced as (
    select
        valued.*,
        before.previous_year,
        before.previous_value,
        before.previous_qualifier,
        before.previous_unit,
        ranked.previous_rank,
        ranked.previous_rank_year,
        -- People and visits cannot be subtracted from each other.
        coalesce(before.previous_measure = valued.measure, false) as is_same_measure,
        before.previous_low,
        before.previous_high,
        list_filter([
            case when before.previous_measure <> valued.measure then 'unit' end,
            case
                when before.previous_year is not null and (valued.qualifier <> 'exact' or before.previous_qualifier <> 'exact')
                    then 'qualifier'
            end,
            case
                when before.previous_year is not null and coalesce(valued.as_of_month, before.previous_month) is not null then 'month'
            end,
            case when before.previous_department_key <> valued.stating_department_key then 'department' end
        ], caveat -> caveat is not null) as change_caveats
    from valued
    left join value_sequence as before
        on
            valued.department_key = before.department_key
            and valued.fund_key = before.fund_key
            and valued.series_key = before.series_key
            and valued.measure_key = before.measure_key
            and valued.value_year = before.value_year
    left join rank_sequence as ranked
        on
            valued.department_key = ranked.department_key
            and valued.fund_key = ranked.fund_key
            and valued.series_key = ranked.series_key
            and valued.measure_key = ranked.measure_key
            and valued.value_year = ranked.value_year
),

changed as (
    select
        *,
        qualifier in ('nearly', 'at_most') as is_upper_bound,
        qualifier in ('over', 'more', 'at_least') as is_lower_bound,
        case when is_same_measure then value - previous_value end as value_change,
        case when is_same_measure then value_low - previous_high end as value_change_low,
        case when is_same_measure then value_high - previous_low end as value_change_high,
        coalesce(
            case target_qualifier when 'at_least' then 'higher' when 'over' then 'higher' when 'at_most' then 'lower' end,
            direction
        ) as target_direction
    from sequenced
),

final as (
    select
        changed.department_key,
        departments.department_name,
        cast(changed.value_year as integer) as fiscal_year,
        changed.report_key,
        editions.edition,
        nullif(case when changed.fund_key <> '' then changed.fund_name end, '') as project_name,
        changed.metric_code,
        changed.metric_name,
        changed.area,
        changed.series_key,
        changed.measure_key,
        changed.unit,
        cast(changed.value as decimal(28, 4)) as value,
        cast(changed.precision as decimal(28, 6)) as precision,
        changed.qualifier,
        changed.as_of_month,
        cast(changed.previous_year as integer) as previous_year,
        cast(changed.value_year - changed.previous_year - 1 as integer) as gap_years,
        cast(changed.previous_value as decimal(28, 4)) as previous_value,
        changed.previous_qualifier,
        changed.previous_unit,
        cast(changed.value_change as decimal(28, 4)) as change,
        cast(changed.value_change_low as decimal(28, 4)) as change_low,
        cast(changed.value_change_high as decimal(28, 4)) as change_high,
        -- A rate of 94 % after one of 90 % has risen by 4 points; by so many percent is not what anybody means.
        case
            when changed.unit <> '%'
                then cast({{ percent_of('changed.value_change', 'abs(changed.previous_value)') }} as decimal(28, 6))
        end as change_pct,
        case when changed.unit = '%' then cast(changed.value_change as decimal(28, 4)) end as change_points,
        changed.change_caveats,
        case
            when changed.value_change > 0 and changed.direction in ('higher', 'lower') then changed.direction = 'higher'
            when changed.value_change < 0 and changed.direction in ('higher', 'lower') then changed.direction = 'lower'
        end as is_improved,
        changed.rank,
        changed.rank_scope,
        changed.previous_rank,
        cast(changed.previous_rank_year as integer) as previous_rank_year,
        changed.previous_rank - changed.rank as rank_change,
        cast(changed.target_value as decimal(28, 4)) as target_value,
        changed.target_qualifier,
        cast({{ percent_of('changed.value', 'changed.target_value') }} as decimal(28, 6)) as target_pct,
        case
            -- Reached to the digit, whichever way is better.
            when changed.value = changed.target_value and changed.qualifier = 'exact' and changed.target_qualifier = 'exact' then true
            when changed.target_direction = 'higher' and changed.value_high <= changed.target_value then false
            when changed.target_direction = 'lower' and changed.value_low >= changed.target_value then false
            when changed.target_direction = 'higher' and changed.value >= changed.target_value and not changed.is_upper_bound then true
            when changed.target_direction = 'lower' and changed.value <= changed.target_value and not changed.is_lower_bound then true
        end as is_target_met,
        coalesce(changed.value_figure_key, changed.rank_figure_key) as figure_key,
        changed.rank_figure_key,
        changed.target_figure_key,
        list_sort(list_distinct(list_filter(
            [changed.value_figure_key, changed.rank_figure_key, changed.target_figure_key], figure_key -> figure_key is not null
        ))) as figure_keys
    from changed
    inner join departments on changed.department_key = departments.department_key
    left join editions on changed.report_key = editions.report_key
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by department_key, series_key, measure_key, project_name, fiscal_year
