{{ config(materialized='incremental') }}

-- All that is measured, in prose and in the rows of forms, with the metric that it is of.
with matches as (
    select * from {{ ref('int_metrics_matched') }}
),

prose as (
    select
        statement_id,
        report_key,
        report_kind,
        fiscal_year,
        project_name,
        fund_name,
        label,
        label_key,
        metric_key,
        ordinal,
        role,
        is_rank,
        rank_scope,
        as_of_month,
        value_year,
        figure_key,
        value,
        unit,
        unit_family,
        precision,
        qualifier,
        value_low,
        value_high,
        metric_code,
        dictionary_name,
        area,
        is_restatement,
        sentence
    from {{ ref('int_metrics_stated') }}
    where role in ('actual', 'target', 'rank', 'previous')
),

indicators as (
    select
        indicators.statement_id,
        indicators.report_key,
        indicators.report_kind,
        indicators.fiscal_year,
        indicators.project_name,
        indicators.project_name as fund_name,
        indicators.label,
        indicators.label_key,
        indicators.label_stem as metric_key,
        indicators.ordinal,
        indicators.role,
        false as is_rank,
        cast(null as varchar) as rank_scope,
        cast(null as varchar) as as_of_month,
        indicators.fiscal_year as value_year,
        indicators.figure_key,
        indicators.value,
        indicators.unit,
        indicators.unit_family,
        indicators.precision,
        indicators.qualifier,
        indicators.value_low,
        indicators.value_high,
        matches.metric_code,
        matches.name_zh as dictionary_name,
        matches.area,
        false as is_restatement,
        indicators.label as sentence
    from {{ ref('int_indicators_stated') }} as indicators
    left join matches on indicators.label_key = matches.label_key and indicators.unit_family = matches.unit_family
),

united as (
    select * from prose
    union all
    select * from indicators
),

families as (
    select * from {{ ref('unit_families') }}
),

final as (
    select
        united.*,
        {{ series_label('united.metric_key') }} as series_label,
        -- 个 and 家 count the same things; 人 and 人次 do not. Families that nobody has judged are compared unit by unit.
        case when united.is_rank then '' else coalesce(families.measure, united.unit, '') end as measure,
        matches.direction,
        coalesce(matches.by_label, false) as is_by_label,
        length(united.label_key) - coalesce(matches.matched_length, 0) as unmatched_length
    from united
    left join families on united.unit_family = families.unit_family
    left join matches
        on
            united.label_key = matches.label_key
            and matches.unit_family = case when united.is_rank then '' else coalesce(united.unit_family, '') end
    where united.value is not null
)

select * from final
