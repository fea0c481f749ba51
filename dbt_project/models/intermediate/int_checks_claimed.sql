{{ config(materialized='incremental') }}

-- Claims of sentences beside what the figures show: targets said to be reached, stated rates of completion.
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
        contains(parts.clause, {{ as_in_sentence('actual_figures.printed') }})
        and contains(parts.clause, {{ as_in_sentence('target_figures.printed') }})
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
)

select * from checks
