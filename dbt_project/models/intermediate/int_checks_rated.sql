{{ config(materialized='incremental') }}

-- Stated percentages beside the quotient of the amounts or counts that they are told with.
with execution_rates as (
    select * from {{ ref('int_execution_rates_judged') }}
),

metrics as (
    select * from {{ ref('int_metrics_stated') }}
    where role = 'actual' and not is_rank
),

execution_checks as (
    select
        report_key,
        case when scope in ('project', 'item') then item_name || '：' || subject else subject end as subject,
        stated,
        precision as stated_precision,
        stated_low,
        stated_high,
        rate as computed,
        rate_low as computed_low,
        rate_high as computed_high,
        {{ value_text('executed', "'元'") }} || ' ÷ ' || {{ value_text('budget', "'元'") }} as terms,
        other_base,
        list_sort(list_distinct([figure_key, executed_figure_key, budget_figure_key])) as figure_keys,
        ordinal
    from execution_rates
),

-- 调解率 is the rate of 成功调解 within 案件 where one part of the same sentence carries the name of the rate.
share_pairs as (
    select
        rates.report_key,
        rates.label as subject,
        rates.statement_id,
        rates.value as stated,
        rates.precision as stated_precision,
        rates.value_low as stated_low,
        rates.value_high as stated_high,
        parts.value as part,
        parts.value_low as part_low,
        parts.value_high as part_high,
        wholes.value as whole,
        wholes.value_low as whole_low,
        wholes.value_high as whole_high,
        parts.unit,
        list_sort(list_distinct([rates.figure_key, parts.figure_key, wholes.figure_key])) as figure_keys,
        rates.ordinal
    from metrics as rates
    inner join metrics as parts
        on
            rates.sentence_id = parts.sentence_id
            and parts.unit <> '%'
            and coalesce(rates.project_name, '') = coalesce(parts.project_name, '')
            and contains(parts.label_key, regexp_extract(rates.label_key, '(..)率$', 1))
    inner join metrics as wholes
        on parts.parent_statement_id = wholes.statement_id and parts.unit = wholes.unit
    where rates.unit = '%' and regexp_matches(rates.label_key, '..率$')
    qualify count(*) over (partition by rates.statement_id) = 1
),

-- 发放问卷420份，收回402份，回收率95.7%: told one after the other, in one unit, and true. Where they are not true, another whole may be
-- meant (按期办结率 of what was 办结), unless the words leave no other.
adjacent_pairs as (
    select
        rates.report_key,
        rates.label as subject,
        rates.statement_id,
        rates.value as stated,
        rates.precision as stated_precision,
        rates.value_low as stated_low,
        rates.value_high as stated_high,
        parts.value as part,
        parts.value_low as part_low,
        parts.value_high as part_high,
        wholes.value as whole,
        wholes.value_low as whole_low,
        wholes.value_high as whole_high,
        parts.unit,
        list_sort([rates.figure_key, parts.figure_key, wholes.figure_key]) as figure_keys,
        rates.ordinal,
        (
            regexp_matches(rates.label, '(?:回收|收回)率$')
            and regexp_matches(parts.label, '回收|收回')
            and regexp_matches(wholes.label, '问卷|调查表|测评表')
        )
        or (
            regexp_matches(rates.label, '整改(?:完成)?率$')
            and regexp_matches(parts.label, '整改|完成')
            and regexp_matches(wholes.label, '问题|隐患|任务')
        ) as is_named
    from metrics as rates
    inner join metrics as parts on rates.sentence_id = parts.sentence_id and rates.ordinal = parts.ordinal + 1
    inner join metrics as wholes on rates.sentence_id = wholes.sentence_id and rates.ordinal = wholes.ordinal + 2
    where
        rates.unit = '%'
        and regexp_matches(rates.label_key, '..率$')
        and parts.figure_class = 'count'
        and parts.unit = wholes.unit
        and wholes.value > 0
        and parts.value <= wholes.value
        and parts.value_year = wholes.value_year
        and coalesce(rates.project_name, '') = coalesce(parts.project_name, '')
        and coalesce(rates.project_name, '') = coalesce(wholes.project_name, '')
),

all_pairs as (
    select
        *,
        true as is_named
    from share_pairs
    union all
    select * from adjacent_pairs
    where statement_id not in (select share_pairs.statement_id from share_pairs)
),

shares as (
    select
        *,
        {{ percent_of('part', 'whole') }} as computed,
        {{ percent_of('part_low', 'whole_high') }} as computed_low,
        {{ percent_of('part_high', 'whole_low') }} as computed_high
    from all_pairs
),

-- 同比增长 20.3% beside the values of the two years, wherever the earlier one is told.
values_of_years as (
    select
        *,
        coalesce(metric_code, metric_key) as series_key
    from {{ ref('int_metrics_stated') }}
    where role = 'actual' and not is_rank and project_name is null and not is_restatement
),

changes as (
    select
        *,
        regexp_replace(metric_key, '(?:同比|比上年|较上年|比)?(?:增长|增加|提高|上升|下降|减少|降低)(?:率|幅度|幅)?$', '') as changed_key,
        case when regexp_matches(metric_key, '(?:下降|减少|降低)(?:率|幅度|幅)?$') then -1 else 1 end as direction
    from {{ ref('int_metrics_stated') }}
    where role = 'change' and unit in ('%', '百分点') and project_name is null
),

change_pairs as (
    select
        changes.report_key,
        changes.statement_id,
        changes.label as subject,
        changes.unit,
        changes.value as stated,
        changes.precision as stated_precision,
        changes.value_low as stated_low,
        changes.value_high as stated_high,
        changes.direction,
        later.value as later_value,
        later.value_low as later_low,
        later.value_high as later_high,
        earlier.value as earlier_value,
        earlier.value_low as earlier_low,
        earlier.value_high as earlier_high,
        later.unit as value_unit,
        list_sort(list_distinct([changes.figure_key, later.figure_key, earlier.figure_key])) as figure_keys,
        changes.ordinal
    from changes
    inner join values_of_years as later
        on
            changes.report_key = later.report_key
            and changes.value_year = later.value_year
            and changes.changed_key = later.metric_key
            and (later.unit = '%') = (changes.unit = '百分点')
    inner join values_of_years as earlier
        on
            later.department_name = earlier.department_name
            and later.series_key = earlier.series_key
            and later.unit = earlier.unit
            and later.value_year = earlier.value_year + 1
    qualify row_number() over (
        partition by changes.statement_id
        order by
            earlier.precision, earlier.report_key <> changes.report_key, later.precision, later.statement_id, earlier.statement_id
    ) = 1
),

change_steps as (
    select
        *,
        direction * (later_value - earlier_value) as step,
        (later_high - later_value) + (earlier_high - earlier_value) as margin
    from change_pairs
),

change_checks as (
    select
        *,
        case when unit = '%' then {{ percent_of('step', 'earlier_value') }} else step end as computed,
        case when unit = '%' then {{ percent_of('step - margin', 'earlier_value') }} else step - margin end as computed_low,
        case when unit = '%' then {{ percent_of('step + margin', 'earlier_value') }} else step + margin end as computed_high
    from change_steps
),

checks as (
    select
        report_key,
        'rate' as rule,
        subject,
        unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        {{ value_text('earlier_value', 'value_unit') }} || ' → ' || {{ value_text('later_value', 'value_unit') }} as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        figure_keys,
        ordinal
    from change_checks
    union all
    select
        report_key,
        'rate' as rule,
        subject,
        '%' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        terms,
        other_base is not null as is_other_reading,
        '以可用的 ' || {{ value_text('other_base', "'元'") }} || ' 为基数' as other_reading_zh,
        'of the ' || {{ value_text('other_base', "'元'") }} || ' available' as other_reading_en,
        figure_keys,
        ordinal
    from execution_checks
    union all
    select
        report_key,
        'rate' as rule,
        subject,
        '%' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        {{ value_text('part', 'unit') }} || ' ÷ ' || {{ value_text('whole', 'unit') }} as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        figure_keys,
        ordinal
    from shares
    -- A quotient that is nowhere near the rate is of another pair.
    where
        computed between stated * 0.8 and stated * 1.2
        and (is_named or {{ intervals_meet('stated_low', 'stated_high', 'computed_low', 'computed_high') }})
)

select * from checks
