-- Which series a statement belongs to: the metric's code, or else its own words, with what it is counted in. A series is of a
-- department as a whole, or of the one project or fund that a report is of; what is said of projects inside another report is theirs.
with measures as (
    select
        *,
        case when report_kind <> 'department' then coalesce({{ label_key('fund_name') }}, '') else '' end as fund_key,
        value_year = fiscal_year as is_own_year,
        -- 截至9月 is no value of the year.
        coalesce(as_of_month <> value_year || '-12', false) as is_part_of_year
    from {{ ref('int_measures_stated') }}
    where
        (project_name is null or report_kind <> 'department')
        and (
            role in ('target', 'rank')
            -- What is still to come has not been reached.
            or (role = 'actual' and value_year <= fiscal_year)
            -- 由上年的92.1%提升到: a value of an earlier year, where the year is told.
            or (role = 'previous' and value_year < fiscal_year)
        )
),

departments as (
    select * from {{ ref('int_departments_named') }}
),

described as (
    select
        measures.*,
        departments.department_key,
        coalesce(departments.merged_into_key, departments.department_key) as root_key
    from measures
    inner join departments on measures.report_key = departments.report_key
),

-- 满意度 of pupils and 满意度 of parents have one code; where a report states both with different values, they are two series.
coded as (
    select
        root_key,
        fund_key,
        report_key,
        metric_code,
        measure,
        series_label,
        min(unmatched_length) as unmatched_length,
        arg_min(value_low, (precision, ordinal, statement_id)) as value_low,
        arg_min(value_high, (precision, ordinal, statement_id)) as value_high
    from described
    where metric_code is not null and role = 'actual' and is_own_year
    group by root_key, fund_key, report_key, metric_code, measure, series_label
),

-- The label nearest to the dictionary's words is the metric itself.
compared as (
    select
        *,
        unmatched_length = first_value(unmatched_length) over nearest as is_nearest,
        {{ intervals_meet(
            'value_low', 'value_high', 'first_value(value_low) over nearest', 'first_value(value_high) over nearest'
        ) }} as is_same
    from coded
    window nearest as (
        partition by root_key, fund_key, report_key, metric_code, measure order by unmatched_length, series_label
    )
),

judged as (
    select
        *,
        bool_or(is_nearest and not is_same) over (
            partition by root_key, fund_key, report_key, metric_code, measure
        ) as is_undecided
    from compared
),

split_labels as (
    select distinct
        root_key,
        fund_key,
        metric_code,
        series_label
    from judged
    where (is_nearest and is_undecided) or not (is_nearest or is_same)
),

keyed as (
    select
        described.*,
        case
            when described.metric_code is null then described.series_label
            when described.is_by_label or split_labels.series_label is not null then described.metric_code || ':' || described.series_label
            else described.metric_code
        end as series_key
    from described
    left join split_labels
        on
            described.root_key = split_labels.root_key
            and described.fund_key = split_labels.fund_key
            and described.metric_code = split_labels.metric_code
            and described.series_label = split_labels.series_label
),

-- Training of 1.2万人 and of 3.4万人次, told in one report, are two series; told in two years, they are one.
report_measures as (
    select
        root_key,
        fund_key,
        series_key,
        report_key,
        count(distinct measure) as measure_count
    from keyed
    where role = 'actual' and is_own_year
    group by root_key, fund_key, series_key, report_key
),

measured as (
    select
        root_key,
        fund_key,
        series_key,
        max(measure_count) > 1 as is_split
    from report_measures
    group by root_key, fund_key, series_key
),

-- The successor of merged departments goes on with their series, unless two of them state it for one year.
year_departments as (
    select
        root_key,
        fund_key,
        series_key,
        value_year,
        count(distinct department_key) as department_count
    from keyed
    where role in ('actual', 'rank') and is_own_year
    group by root_key, fund_key, series_key, value_year
),

overlapping as (
    select
        root_key,
        fund_key,
        series_key,
        max(department_count) > 1 as is_overlapping
    from year_departments
    group by root_key, fund_key, series_key
),

final as (
    select
        keyed.statement_id,
        keyed.report_key,
        keyed.fiscal_year,
        keyed.department_key as stating_department_key,
        case when coalesce(overlapping.is_overlapping, false) then keyed.department_key else keyed.root_key end as department_key,
        keyed.fund_key,
        keyed.series_key,
        case when keyed.metric_code is not null and not coalesce(measured.is_split, false) then '' else keyed.measure end as measure_key,
        keyed.metric_code,
        keyed.dictionary_name,
        keyed.area,
        keyed.direction,
        keyed.fund_name,
        keyed.label,
        keyed.ordinal,
        keyed.role,
        keyed.is_rank,
        keyed.rank_scope,
        keyed.as_of_month,
        keyed.is_part_of_year,
        keyed.value_year,
        keyed.is_own_year,
        keyed.is_restatement,
        keyed.figure_key,
        keyed.measure,
        keyed.unit,
        keyed.value,
        keyed.value_low,
        keyed.value_high,
        keyed.precision,
        keyed.qualifier
    from keyed
    left join measured
        on
            keyed.root_key = measured.root_key
            and keyed.fund_key = measured.fund_key
            and keyed.series_key = measured.series_key
    left join overlapping
        on
            keyed.root_key = overlapping.root_key
            and keyed.fund_key = overlapping.fund_key
            and keyed.series_key = overlapping.series_key
)

select * from final
