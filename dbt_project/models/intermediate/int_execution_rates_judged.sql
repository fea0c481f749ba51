{{ config(materialized='incremental') }}

-- Stated execution rates beside the pair of amounts that they are the rate of.
with pairs as (
    select * from {{ ref('int_execution_pairs') }}
),

statements as (
    select * from {{ ref('int_statements_classified') }}
    where statement_kind = 'execution_rate' and is_own_year
),

form_rates as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'funding' and field = 'execution_rate' and value is not null
),

rates as (
    select
        statement_id as rate_id,
        report_key,
        coalesce(fund_name, '') as project_key,
        label as subject,
        value as stated,
        precision,
        value_low as stated_low,
        value_high as stated_high,
        figure_key,
        sentence_id,
        paragraph,
        ordinal,
        coalesce(as_of_month <> value_year || '-12', false) as is_part_of_year,
        cast(null as varchar) as form_key,
        cast(null as integer) as form_row
    from statements
    union all
    select
        figure_key || '#rate' as rate_id,
        report_key,
        coalesce(project_name, '') as project_key,
        '执行率' as subject,
        value as stated,
        precision,
        value - precision * 0.5 as stated_low,
        value + precision * 0.5 as stated_high,
        figure_key,
        null as sentence_id,
        null as paragraph,
        char_start as ordinal,
        false as is_part_of_year,
        form_key,
        form_row
    from form_rates
),

amounts as (
    select * from {{ ref('int_funding_tree') }}
    where node_id = amount_id
),

-- Money made available is another base that a rate may have; so is money made available or budgeted with what was carried forward.
allocated as (
    select
        amount_id,
        report_key,
        project_key,
        ordinal,
        amount,
        amount_low,
        amount_high
    from amounts
    where stage = 'allocated' and cut = 'total'
    union all
    select
        totals.amount_id || '+' || carried.amount_id as amount_id,
        totals.report_key,
        totals.project_key,
        totals.ordinal,
        totals.amount + carried.amount as amount,
        totals.amount_low + carried.amount_low as amount_low,
        totals.amount_high + carried.amount_high as amount_high
    from amounts as totals
    inner join amounts as carried
        on
            totals.report_key = carried.report_key
            and totals.project_key = carried.project_key
            and carried.funding_item = 'carried_forward'
            and carried.parent_id is null
    where totals.cut = 'total' and totals.stage in ('initial', 'budget', 'allocated')
),

candidates as (
    select
        rates.rate_id,
        rates.report_key,
        rates.project_key,
        rates.subject,
        rates.stated,
        rates.precision,
        rates.stated_low,
        rates.stated_high,
        rates.figure_key,
        rates.ordinal,
        pairs.executed_id,
        pairs.scope,
        pairs.item_name,
        pairs.budget,
        pairs.budget_figure_key,
        pairs.executed,
        pairs.executed_figure_key,
        pairs.rate,
        pairs.rate_low,
        pairs.rate_high,
        pairs.is_other_project,
        pairs.ordinal as pair_ordinal,
        case
            when rates.form_row is not null then 0
            when rates.sentence_id = pairs.sentence_id then 1
            when rates.paragraph = pairs.paragraph then 2
            else 3
        end as distance,
        regexp_matches(rates.subject, '整体|部门|单位|总体') as is_of_whole,
        -- 项目支出执行率 names what it is the rate of; 预算执行率 does not.
        nullif(
            regexp_replace(
                regexp_replace(rates.subject, '(?:预算|资金|经费|支出|的)*(?:执行|支出|完成|支付|使用|拨付)?(?:率|进度|比例|比率)+$', ''),
                '^(?:(?:19|20)\d\d年度?|部门|整体|单位|总体|全年|年度|本年|当年|年初|调整后|预算|资金|财政|项目|总|已|共|实际|完成|占|的)+',
                ''
            ),
            ''
        ) as named_item
    from rates
    inner join pairs
        on
            rates.report_key = pairs.report_key
            and rates.project_key = pairs.project_key
            and (
                (rates.form_key = pairs.form_key and rates.form_row = pairs.form_row)
                or (
                    rates.form_key is null
                    and pairs.form_key is null
                    and (rates.paragraph = pairs.paragraph or pairs.scope <> 'item')
                    -- 截至9月底执行率66.8% is of what was spent by then.
                    and (not rates.is_part_of_year or rates.sentence_id = pairs.sentence_id)
                )
            )
),

judged as (
    select
        *,
        {{ judge_status('stated', 'precision', 'stated_low', 'stated_high', 'rate', 'rate_low', 'rate_high') }} as status
    from candidates
),

-- The pair of the same paragraph that the rate is true of, else the nearest one.
matched as (
    select
        *,
        status <> 'contradiction' as is_met
    from judged
    qualify row_number() over (
        partition by rate_id
        order by
            distance > 0,
            not coalesce(
                status <> 'contradiction'
                and distance <= 2
                and (scope <> 'item' or ordinal - pair_ordinal = 1 or contains(item_name, named_item)),
                false
            ),
            is_of_whole and scope <> 'department',
            distance,
            pair_ordinal > ordinal,
            abs(pair_ordinal - ordinal),
            executed_id
    ) = 1
),

-- 中央资金执行 a 万元，执行率 b%: the rate is of the amount spent that is told right before it.
told_before as (
    select
        rates.rate_id,
        arg_max(amounts.figure_key, amounts.ordinal) as figure_key
    from rates
    inner join amounts on rates.sentence_id = amounts.sentence_id and rates.ordinal > amounts.ordinal
    where amounts.stage in ('executed', 'paid')
    group by rates.rate_id
),

tied as (
    select
        matched.*,
        coalesce(told_before.figure_key <> matched.executed_figure_key, false) as is_of_another
    from matched
    left join told_before on matched.rate_id = told_before.rate_id
),

-- A rate told far from its amounts, of amounts under another name, or of one of several parts is taken for a pair only where they agree.
plausible as (
    select
        *,
        distance > 2 or is_other_project as is_far
    from tied
    where
        is_met
        or not (
            distance > 2
            or is_other_project
            or is_of_another
            or (scope = 'item' and distance > 0 and (is_of_whole or distance > 1 or ordinal - pair_ordinal <> 1))
            or (distance > 0 and named_item is not null and not contains(item_name, named_item))
        )
),

based as (
    select
        plausible.* replace (
            case
                when plausible.status = 'contradiction' and allocated.amount_id is not null then 'ambiguous'
                else plausible.status
            end as status
        ),
        allocated.amount as other_base
    from plausible
    left join allocated
        on
            plausible.report_key = allocated.report_key
            and plausible.project_key = allocated.project_key
            and plausible.scope <> 'item'
            and not plausible.is_met
            and {{ intervals_meet(
                'plausible.stated_low', 'plausible.stated_high',
                percent_of('plausible.executed', 'allocated.amount_high'), percent_of('plausible.executed', 'allocated.amount_low')
            ) }}
    qualify row_number() over (partition by plausible.rate_id order by allocated.ordinal, allocated.amount_id) = 1
)

select * from based
