-- Claims beside what the figures show: targets said to be reached, full points, and results far above the money spent.
with statements as (
    select * from {{ ref('int_statements_classified') }}
    where value is not null and cell is null
),

figures as (
    select * from {{ ref('stg_raw__figures') }}
),

sentences as (
    select * from {{ ref('stg_raw__sentences') }}
),

indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

form_cells as (
    select * from {{ ref('int_form_cells_valued') }}
),

execution_pairs as (
    select * from {{ ref('int_execution_pairs') }}
),

-- A target and the result of the same metric, one told right after the other.
reached as (
    select
        actuals.report_key,
        actuals.sentence_id,
        actuals.section_id,
        actuals.sentence,
        actuals.label,
        actuals.unit,
        actuals.value as actual,
        actuals.value - coalesce(actuals.precision, 0) * 0.5 as actual_low,
        actuals.value + coalesce(actuals.precision, 0) * 0.5 as actual_high,
        actuals.figure_class,
        actuals.figure_key as actual_key,
        targets.value as target,
        targets.qualifier as target_qualifier,
        targets.figure_key as target_key,
        greatest(actuals.ordinal, targets.ordinal) as last_ordinal,
        -- Of accidents or costs fewer may be better: whether such a target is reached, the figures alone do not say.
        targets.qualifier = 'exact' and regexp_matches(
            actuals.label, '死亡|事故|投诉|能耗|成本|费用|发生|下降|减少|压减|控制|逾期|重复|再犯|失业|次均|平均|库存|偏差|案发'
        ) as is_of_unknown_direction
    from statements as actuals
    inner join statements as targets
        on
            actuals.sentence_id = targets.sentence_id
            and abs(actuals.ordinal - targets.ordinal) = 1
            and actuals.unit = targets.unit
            and coalesce(actuals.project_name, '') = coalesce(targets.project_name, '')
            and (
                contains(actuals.label_stem, regexp_replace(targets.label_stem, '(?:年度|年初|预期)?(?:目标|指标|计划)值?$', ''))
                or contains(targets.label_stem, actuals.label_stem)
            )
    where
        actuals.role = 'actual'
        and targets.role = 'target'
        and actuals.statement_kind = 'metric'
        and targets.statement_kind = 'metric'
        and targets.value > 0
    qualify count(*) over (partition by actuals.statement_id) = 1 and count(*) over (partition by targets.statement_id) = 1
),

-- 年初目标600例，实际完成517例，完成率86.17%
stated_rates as (
    select
        reached.*,
        rates.label as rate_label,
        rates.value as stated,
        rates.precision as stated_precision,
        rates.value_low as stated_low,
        rates.value_high as stated_high,
        rates.figure_key as rate_key,
        rates.ordinal
    from reached
    inner join statements as rates
        on
            reached.sentence_id = rates.sentence_id
            and reached.last_ordinal + 1 = rates.ordinal
            and reached.unit <> '%'
            and rates.unit = '%'
            and rates.role = 'actual'
            and regexp_matches(rates.label, '(?:完成|实现|达成|兑现)(?:率|比例)$|^完成(?:年度|全年|年初)?(?:目标|任务|计划)')
    where reached.target_qualifier <> 'at_most'
),

-- The part of the sentence between semicolons that holds both numbers, and what it claims.
clauses as (
    select
        parts.actual_key,
        parts.clause
    from (
        select
            actual_key,
            target_key,
            unnest(string_split(regexp_replace(sentence, '\s', '', 'g'), '；')) as clause
        from reached
    ) as parts
    inner join figures as actual_figures on parts.actual_key = actual_figures.figure_key
    inner join figures as target_figures on parts.target_key = target_figures.figure_key
    where
        contains(parts.clause, regexp_replace(actual_figures.printed, '\s', '', 'g'))
        and contains(parts.clause, regexp_replace(target_figures.printed, '\s', '', 'g'))
),

-- 各项指标均已完成 speaks of all that its section tells.
general_claims as (
    select
        section_id,
        min(claim) as claim
    from (
        select
            section_id,
            regexp_extract(
                regexp_replace(text, '\s', '', 'g'),
                '(?:各项|所有|全部|上述|以上)[^，。；：、]{0,8}(?:指标|目标|任务)[^，。；：、未]{0,4}'
                || '(?:全部|均|都|全面|圆满|超额)[^，。；：、未]{0,4}(?:完成|实现|达到|达标)'
            ) as claim
        from sentences
    ) as claims
    where claim <> ''
    group by section_id
),

claimed as (
    select
        reached.*,
        coalesce(
            nullif(
                regexp_extract(
                    clauses.clause,
                    '(?:超额|全部|全面|圆满|如期|按期|均已?|已)完成了?(?:年度|全年|年初|预期|既定|各项|目标|任务|指标|计划)*'
                    || '|(?:已|均|全部|如期)(?:达到|达成|实现)了?(?:年度|全年|年初|预期|既定)*(?:目标|指标值?|要求)'
                ),
                ''
            ),
            general_claims.claim
        ) as claim
    from reached
    left join clauses on reached.actual_key = clauses.actual_key
    left join general_claims on reached.section_id = general_claims.section_id
    where
        not reached.is_of_unknown_direction
        and not coalesce(regexp_matches(clauses.clause, '未|没有|不足|尚|除|差距|偏差|基本'), false)
    qualify row_number() over (partition by reached.actual_key order by clauses.clause) = 1
),

fulfilled as (
    select
        *,
        case
            when target_qualifier = 'at_most' and actual <= target then 100
            when target_qualifier = 'at_most' then {{ percent_of('target', 'actual') }}
            when actual >= target then 100
            else {{ percent_of('actual', 'target') }}
        end as computed,
        case
            when target_qualifier = 'at_most' then {{ percent_of('target', 'actual_low') }}
            when figure_class = 'count' then {{ percent_of('actual', 'target') }}
            else {{ percent_of('actual_high', 'target') }}
        end as computed_high
    from claimed
    where claim is not null
),

-- Full points for an indicator of a form that did not reach its target.
full_points as (
    select
        *,
        case
            when comparison = '<=' then {{ percent_of('target_value', 'actual_value') }}
            else {{ percent_of('actual_value', 'target_value') }}
        end as computed
    from indicators
    where
        score = max_score
        and score > 0
        and target_value > 0
        and comparison <> 'qualitative'
        and coalesce(target_unit, '') = coalesce(actual_unit, '')
        and case
            when comparison = '<=' then actual_value - coalesce(actual_precision, 0) * 0.5 >= target_value
            else actual_value + coalesce(actual_precision, 0) * 0.5 <= target_value
        end
        and not (comparison = '=' and regexp_matches(indicator_name, '死亡|事故|投诉|能耗|成本|费用|发生|下降|减少|控制|逾期|失业'))
),

-- The lights of forms that give 10 points to the execution of the budget and 90 to indicators.
form_executions as (
    select
        form_key,
        form_row,
        any_value(report_key) as report_key,
        any_value(project_name) as project_name,
        min(value) filter (where field = 'score') as score,
        min(figure_key) filter (where field = 'score') as figure_key,
        min(char_start) as ordinal
    from form_cells
    where block = 'funding'
    group by form_key, form_row
    having min(value) filter (where field = 'max_score') = 10 and min(value) filter (where field = 'score') is not null
),

form_results as (
    select
        form_key,
        sum(score) as score,
        list(score_figure_key order by score_figure_key) as figure_keys
    from indicators
    where max_score is not null
    group by form_key
    having sum(max_score) = 90 and count(score) = count(*) and sum(score) > 0
),

lights as (
    select
        executions.report_key,
        coalesce(executions.project_name || '：', '') as project_words,
        executions.score as execution_score,
        results.score as result_score,
        {{ percent_of('executions.score', '10') }} as execution_share,
        {{ percent_of('results.score', '90') }} as result_share,
        list_append(results.figure_keys, executions.figure_key) as score_keys,
        pairs.budget,
        pairs.executed,
        [pairs.budget_figure_key, pairs.executed_figure_key] as money_keys,
        executions.ordinal
    from form_executions as executions
    inner join form_results as results on executions.form_key = results.form_key
    left join execution_pairs as pairs on executions.form_key = pairs.form_key and executions.form_row = pairs.form_row
    qualify count(*) over (partition by executions.form_key) = 1
),

checks as (
    select
        report_key,
        'target_vs_claim' as rule,
        rate_label as subject,
        '%' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        {{ percent_of('actual', 'target') }} as computed,
        {{ percent_of("case when figure_class = 'count' then actual else actual_low end", 'target') }} as computed_low,
        {{ percent_of("case when figure_class = 'count' then actual else actual_high end", 'target') }} as computed_high,
        {{ value_text('actual', 'unit') }} || ' ÷ ' || {{ value_text('target', 'unit') }} as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        [actual_key, target_key, rate_key] as figure_keys,
        ordinal
    from stated_rates
    union all
    select
        report_key,
        'target_vs_claim' as rule,
        label || '（“' || claim || '”）' as subject,
        '%' as unit,
        100 as stated,
        0 as stated_precision,
        100 as stated_low,
        null as stated_high,
        computed,
        computed as computed_low,
        computed_high,
        {{ value_text('actual', 'unit') }} || ' ÷ ' || {{ value_text('target', 'unit') }}
        || case when computed = 100 and actual <> target then '（以 100% 计 capped）' else '' end as terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        [actual_key, target_key] as figure_keys,
        last_ordinal as ordinal
    from fulfilled
    union all
    select
        report_key,
        'target_vs_claim' as rule,
        indicator_name || '（得满分）' as subject,
        '%' as unit,
        100 as stated,
        0 as stated_precision,
        100 as stated_low,
        null as stated_high,
        computed,
        computed as computed_low,
        computed as computed_high,
        actual_text || ' ÷ ' || target_text as terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        figure_keys,
        ordinal
    from full_points
    union all
    select
        report_key,
        'warning_light' as rule,
        project_words || '指标得分率' as subject,
        '%' as unit,
        result_share as stated,
        0 as stated_precision,
        result_share * 0.95 as stated_low,
        null as stated_high,
        execution_share as computed,
        execution_share as computed_low,
        execution_share as computed_high,
        {{ number_text('execution_score') }} || ' ÷ 10' as terms,
        true as is_other_reading,
        '超过 5%，按规则亮红灯；成果也可能以较少的资金取得' as other_reading_zh,
        'more than 5 %, which lights the red lamp; the results may have cost less' as other_reading_en,
        score_keys as figure_keys,
        ordinal
    from lights
    union all
    select
        report_key,
        'warning_light' as rule,
        project_words || '预算' as subject,
        '元' as unit,
        budget as stated,
        0 as stated_precision,
        budget * 0.8 as stated_low,
        null as stated_high,
        executed as computed,
        executed as computed_low,
        executed as computed_high,
        '' as terms,
        true as is_other_reading,
        '未支出部分超过 20%，按规则亮黄灯；余款可能结转使用' as other_reading_zh,
        'more than 20 % is unspent, which lights the yellow lamp; the rest may be carried forward' as other_reading_en,
        money_keys as figure_keys,
        ordinal
    from lights
    where budget > 0 and executed is not null
)

select * from checks
