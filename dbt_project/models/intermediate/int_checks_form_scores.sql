{{ config(materialized='incremental') }}

-- Scores of forms beside their rules: points x execution rate, points x actual / target, bands for words; and reasons that are missing.
with forms as (
    select * from {{ ref('int_forms_summarised') }}
),

form_pairs as (
    select * from {{ ref('int_execution_pairs') }}
    where source = 'form'
),

all_indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

figures as (
    select * from {{ ref('stg_raw__figures') }}
),

indicators as (
    select
        all_indicators.*,
        forms.has_reason_column,
        coalesce(all_indicators.variance_reason, forms.written_reason) as reason,
        coalesce(forms.project_name || '：', '') || all_indicators.indicator_name as subject,
        all_indicators.score - all_indicators.score_precision * 0.5 as score_low,
        all_indicators.score + all_indicators.score_precision * 0.5 as score_high,
        -- Of accidents or costs fewer may be better: a target without a sign may be meant either way.
        all_indicators.is_bare_target and all_indicators.comparison = '=' and regexp_matches(
            coalesce(all_indicators.level_1, '') || coalesce(all_indicators.level_2, '') || all_indicators.indicator_name,
            '死亡|事故|投诉|能耗|成本|费用|发生|下降|减少|压减|控制|逾期|再犯|失业|天数|时限|时间'
        ) as is_of_unknown_direction,
        case
            when all_indicators.actual_class = 'count' and all_indicators.actual_precision = 1 then 0
            else coalesce(all_indicators.actual_precision, 0) * 0.5
        end as margin
    from all_indicators
    inner join forms on all_indicators.form_key = forms.form_key
),

measured as (
    select * from indicators
    where
        target_value is not null
        and actual_value is not null
        and comparison <> 'qualitative'
        and coalesce(target_unit, '') = coalesce(actual_unit, '')
),

-- What the rule gives for the value printed and for the ends of what it stands for. Of costs: all points up to the target, none from twice
-- the target on, and between them either by how much it is exceeded or target / actual.
ruled as (
    select
        *,
        {% for column, value in [
            ('computed', 'actual_value'), ('computed_low', 'actual_value - margin'), ('computed_high', 'actual_value + margin')
        ] %}
            case
                when comparison = '<=' and {{ value }} <= target_value then max_score
                when comparison = '<=' and {{ value }} >= target_value * 2 then 0
                when comparison = '<='
                    then max_score - coalesce({{ decimal_ratio('max_score * (' ~ value ~ ' - target_value)', 'target_value') }}, max_score)
                when {{ value }} >= target_value and (comparison <> '=' or target_value > 0 or {{ value }} <= 0) then max_score
                when target_value > 0 then {{ decimal_ratio('max_score * greatest(' ~ value ~ ', 0)', 'target_value') }}
                when comparison = '=' then 0
            end as {{ column }},
        {% endfor %}
        case
            when comparison = '<=' and actual_value > target_value then {{ decimal_ratio('max_score * target_value', 'actual_value') }}
            when is_of_unknown_direction and actual_value <= target_value then max_score
            when is_of_unknown_direction then {{ decimal_ratio('max_score * target_value', 'actual_value') }}
        end as other_computed
    from measured
    where score is not null and max_score is not null
),

execution_scores as (
    select
        forms.report_key,
        'score_rule' as rule,
        form_pairs.item_name || '：执行率得分' as subject,
        '分' as unit,
        forms.execution_score as stated,
        forms.execution_score_precision as stated_precision,
        forms.execution_score - forms.execution_score_precision * 0.5 as stated_low,
        forms.execution_score + forms.execution_score_precision * 0.5 as stated_high,
        forms.execution_max_score * least(form_pairs.rate, 100) * 0.01 as computed,
        forms.execution_max_score * least(coalesce(form_pairs.rate_low, form_pairs.rate), 100) * 0.01 as computed_low,
        forms.execution_max_score * least(coalesce(form_pairs.rate_high, form_pairs.rate), 100) * 0.01 as computed_high,
        {{ number_text('forms.execution_max_score') }} || ' × ' || {{ number_text('form_pairs.rate') }} || '%' as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_sort(list_distinct([
            forms.execution_score_figure_key, forms.execution_max_figure_key,
            form_pairs.budget_figure_key, form_pairs.executed_figure_key
        ])) as figure_keys,
        forms.execution_ordinal as ordinal
    from forms
    inner join form_pairs on forms.form_key = form_pairs.form_key and forms.execution_row = form_pairs.form_row
    -- 0 / 0 is no rate, whatever score it was given.
    where forms.execution_score is not null and forms.execution_max_score is not null and form_pairs.rate is not null
),

quantities as (
    select
        report_key,
        'score_rule' as rule,
        subject,
        '分' as unit,
        score as stated,
        score_precision as stated_precision,
        score_low as stated_low,
        score_high as stated_high,
        computed,
        least(computed_low, computed_high) as computed_low,
        greatest(computed_low, computed_high) as computed_high,
        {{ number_text('max_score') }}
        || case
            when computed = max_score then ' × 100%（' || actual_text || '，指标值 ' || target_text || '）'
            when comparison = '<=' then ' ×（1 −（' || actual_text || ' − ' || target_text || '）÷ ' || target_text || '）'
            else ' × ' || actual_text || ' ÷ ' || target_text
        end as terms,
        coalesce(other_computed >= score_low and other_computed < score_high, false) as is_other_reading,
        case
            when comparison = '<=' then '按指标值 ÷ 完成值计分为 ' || {{ number_text('other_computed') }} || ' 分'
            else '指标值未写符号，若以少为好，得分为 ' || {{ number_text('other_computed') }} || ' 分'
        end as other_reading_zh,
        case
            when comparison = '<=' then 'by target / actual the score is ' || {{ number_text('other_computed') }}
            else 'the target has no sign; if less is better the score is ' || {{ number_text('other_computed') }}
        end as other_reading_en,
        figure_keys,
        ordinal
    from ruled
    where computed is not null
),

-- 达成年度指标 100%–80%（含）, 部分达成 80%–60%（含）, 未达成 60%–0.
worded as (
    select
        *,
        case
            when regexp_full_match(actual_text, '(?:已|基本)?(?:全部|全面)?达成(?:了?(?:年度|预期|既定))*(?:指标|目标|效果)?值?。?') then 1
            when regexp_matches(actual_text, '^部分达成') then 2
            when regexp_matches(actual_text, '^未达成') then 3
        end as band
    from indicators
    where score is not null and max_score is not null and actual_value is null
),

bands as (
    select
        report_key,
        'score_rule' as rule,
        subject,
        '分' as unit,
        score as stated,
        score_precision as stated_precision,
        score as stated_low,
        score as stated_high,
        max_score * case band when 1 then 1 when 2 then 0.8 else 0.6 end as computed,
        max_score * case band when 1 then 0.8 when 2 then 0.6 else 0 end as computed_low,
        -- All points belong to the upper band, its lower end not to the one below.
        max_score * case band when 1 then 1.01 when 2 then 0.8 else 0.6 end as computed_high,
        {{ number_text('max_score') }} || ' × ' || case band when 1 then '80%–100%' when 2 then '60%–80%' else '0–60%' end
        || '（' || actual_text || '），至多' as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        figure_keys,
        ordinal
    from worded
    where band is not null
),

-- 重庆: the form itself gives the percentage of the points.
shares as (
    select
        indicators.report_key,
        'score_rule' as rule,
        indicators.subject || '（得分系数）' as subject,
        '分' as unit,
        indicators.score as stated,
        indicators.score_precision as stated_precision,
        indicators.score_low as stated_low,
        indicators.score_high as stated_high,
        indicators.max_score * indicators.score_share * 0.01 as computed,
        indicators.max_score * (indicators.score_share - coalesce(figures.precision, 0) * 0.5) * 0.01 as computed_low,
        indicators.max_score * (indicators.score_share + coalesce(figures.precision, 0) * 0.5) * 0.01 as computed_high,
        {{ number_text('indicators.max_score') }} || ' × ' || {{ number_text('indicators.score_share') }} || '%' as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_sort(list_distinct([
            indicators.score_figure_key, indicators.max_score_figure_key, indicators.score_share_figure_key
        ])) as figure_keys,
        indicators.ordinal
    from indicators
    inner join figures on indicators.score_share_figure_key = figures.figure_key
    where indicators.score is not null and indicators.max_score is not null and indicators.score_share is not null
),

-- Full points for an indicator that did not reach its target.
full_points as (
    select
        *,
        case
            when comparison = '<=' then {{ percent_of('target_value', 'actual_value') }}
            else {{ percent_of('actual_value', 'target_value') }}
        end as fulfilment
    from measured
    where
        score = max_score
        and score > 0
        and target_value > 0
        and case when comparison = '<=' then actual_value - margin >= target_value else actual_value + margin <= target_value end
        and actual_value <> target_value
        and not is_of_unknown_direction
),

claims as (
    select
        report_key,
        'target_vs_claim' as rule,
        subject || '（得满分）' as subject,
        '%' as unit,
        100 as stated,
        0 as stated_precision,
        100 as stated_low,
        null as stated_high,
        fulfilment as computed,
        fulfilment as computed_low,
        fulfilment as computed_high,
        actual_text || ' ÷ ' || target_text as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        figure_keys,
        ordinal
    from full_points
),

-- A form that asks for reasons and gets none: for points lost, for money left over, for a target exceeded by 30 % or more.
unexplained as (
    select
        report_key,
        subject || '（扣分）' as subject,
        '分' as unit,
        score as stated,
        score_precision as stated_precision,
        max_score as computed,
        '满分' as terms,
        list_sort(list_distinct([score_figure_key, max_score_figure_key])) as figure_keys,
        ordinal
    from indicators
    where has_reason_column and reason is null and score < max_score
    union all
    select
        report_key,
        subject || '（完成值达到指标值的130%以上）' as subject,
        coalesce(actual_unit, '') as unit,
        actual_value as stated,
        actual_precision as stated_precision,
        target_value as computed,
        '指标值' as terms,
        figure_keys,
        ordinal
    from measured
    where
        has_reason_column
        and reason is null
        and comparison in ('>=', '=')
        and not is_of_unknown_direction
        and target_value > 0
        and actual_value >= target_value * 1.3
    union all
    select
        report_key,
        coalesce(project_name || '：', '') || '预算执行（执行率低于90%）' as subject,
        '分' as unit,
        execution_score as stated,
        execution_score_precision as stated_precision,
        execution_max_score as computed,
        '满分' as terms,
        list_sort(list_distinct([execution_score_figure_key, execution_max_figure_key])) as figure_keys,
        execution_ordinal as ordinal
    from forms
    where has_execution_reason_column and execution_reason is null and execution_score < execution_max_score * 0.9
),

reasons as (
    select
        report_key,
        'missing_reason' as rule,
        subject,
        unit,
        stated,
        stated_precision,
        stated as stated_low,
        stated as stated_high,
        computed,
        computed as computed_low,
        computed as computed_high,
        terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        figure_keys,
        ordinal
    from unexplained
),

final as (
    select * from execution_scores
    union all
    select * from quantities
    union all
    select * from bands
    union all
    select * from shares
    union all
    select * from claims
    union all
    select * from reasons
)

select * from final
