{{ config(materialized='incremental') }}

-- Scores of the department told in sentences beside what their rule gives: points x execution rate.
with nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
    where rule = 'execution_rate' and max_score is not null
),

pairs as (
    select * from {{ ref('int_execution_pairs') }}
    where scope in ('department', 'project') and not is_other_project and stage_order = 1
),

funding as (
    select * from {{ ref('int_funding_tree') }}
),

body_pairs as (
    select * from pairs
    qualify row_number() over (
        partition by report_key, project_key order by distance, executed_high - executed_low, ordinal, executed_id
    ) = 1
),

-- The report itself tells the rate of the pair: then there is no doubt of the base.
told_rates as (
    select distinct executed_id
    from {{ ref('int_execution_rates_judged') }}
    where is_met
),

-- Special funds have a score of their own in some schemes; whoever leaves them out of the rate has another base.
special_funds as (
    select
        report_key,
        max(amount) as amount
    from funding
    where scope = 'department' and funding_item = 'special_fund' and stage = 'budget'
    group by report_key
),

rate_scores as (
    select
        nodes.report_key,
        nodes.item_name as subject,
        nodes.score as stated,
        nodes.precision as stated_precision,
        nodes.score_low as stated_low,
        nodes.score_high as stated_high,
        nodes.max_score,
        body_pairs.rate,
        nodes.max_score * least(body_pairs.rate, 100) * 0.01 as computed,
        nodes.max_score * least(coalesce(body_pairs.rate_low, body_pairs.rate), 100) * 0.01 as computed_low,
        nodes.max_score * least(coalesce(body_pairs.rate_high, body_pairs.rate), 100) * 0.01 as computed_high,
        told_rates.executed_id is not null as is_told,
        nodes.max_score * 0.01 * {{ percent_of(
            'body_pairs.executed - special_funds.amount', 'body_pairs.budget - special_funds.amount'
        ) }} as other_computed,
        list_sort(list_distinct([
            nodes.figure_key, body_pairs.budget_figure_key, body_pairs.executed_figure_key
        ])) as figure_keys,
        nodes.ordinal
    from nodes
    inner join body_pairs
        on nodes.report_key = body_pairs.report_key and coalesce(nodes.fund_name, '') = body_pairs.project_key
    left join special_funds on nodes.report_key = special_funds.report_key
    left join told_rates on body_pairs.executed_id = told_rates.executed_id
    -- The rate of the special funds themselves has other terms.
    where not contains(nodes.node_key, '专项')
),

checks as (
    select
        report_key,
        'score_rule' as rule,
        subject,
        '分' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        {{ number_text('max_score') }} || ' × ' || {{ number_text('rate') }} || '%' as terms,
        other_computed >= stated_low and other_computed < stated_high as is_other_reading,
        '支出率若不含专项资金，得分为 ' || {{ number_text('round(other_computed, 4)') }} || ' 分' as other_reading_zh,
        'with special funds left out of the rate the score is ' || {{ number_text('round(other_computed, 4)') }} as other_reading_en,
        figure_keys,
        ordinal
    from rate_scores
    where is_told or (computed >= stated_low and computed < stated_high)
)

select * from checks
