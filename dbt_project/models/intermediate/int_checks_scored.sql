-- Scores beside what the scoring rule gives: points x execution rate, points x actual / target, and the total of a form.
with nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
    where rule = 'execution_rate' and max_score is not null
),

pairs as (
    select * from {{ ref('int_execution_pairs') }}
    where scope = 'department' and not is_other_project and stage_order = 1
),

funding as (
    select * from {{ ref('int_funding_tree') }}
),

form_cells as (
    select * from {{ ref('int_form_cells_valued') }}
),

indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

department_pairs as (
    select * from pairs
    qualify row_number() over (partition by report_key order by distance, executed_high - executed_low, ordinal, executed_id) = 1
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
        department_pairs.rate,
        nodes.max_score * least(department_pairs.rate, 100) * 0.01 as computed,
        nodes.max_score * least(coalesce(department_pairs.rate_low, department_pairs.rate), 100) * 0.01 as computed_low,
        nodes.max_score * least(coalesce(department_pairs.rate_high, department_pairs.rate), 100) * 0.01 as computed_high,
        told_rates.executed_id is not null as is_told,
        nodes.max_score * 0.01 * {{ percent_of(
            'department_pairs.executed - special_funds.amount', 'department_pairs.budget - special_funds.amount'
        ) }} as other_computed,
        list_sort(list_distinct([
            nodes.figure_key, department_pairs.budget_figure_key, department_pairs.executed_figure_key
        ])) as figure_keys,
        nodes.ordinal
    from nodes
    inner join department_pairs on nodes.report_key = department_pairs.report_key
    left join special_funds on nodes.report_key = special_funds.report_key
    left join told_rates on department_pairs.executed_id = told_rates.executed_id
    -- The rate of the special funds themselves has other terms.
    where not contains(nodes.node_key, '专项')
),

form_rates as (
    select
        form_key,
        form_row,
        any_value(report_key) as report_key,
        min(value) filter (where field = 'score') as score,
        min(precision) filter (where field = 'score') as precision,
        min(figure_key) filter (where field = 'score') as score_key,
        min(value) filter (where field = 'max_score') as max_score,
        min(figure_key) filter (where field = 'max_score') as max_score_key,
        min(char_start) as ordinal
    from form_cells
    where block = 'funding'
    group by form_key, form_row
),

form_pairs as (
    select * from {{ ref('int_execution_pairs') }}
    where source = 'form'
),

form_rate_scores as (
    select
        form_rates.report_key,
        form_pairs.item_name || '：执行率得分' as subject,
        form_rates.score as stated,
        form_rates.precision as stated_precision,
        form_rates.score - form_rates.precision * 0.5 as stated_low,
        form_rates.score + form_rates.precision * 0.5 as stated_high,
        form_rates.max_score,
        form_pairs.rate,
        form_rates.max_score * least(form_pairs.rate, 100) * 0.01 as computed,
        form_rates.max_score * least(coalesce(form_pairs.rate_low, form_pairs.rate), 100) * 0.01 as computed_low,
        form_rates.max_score * least(coalesce(form_pairs.rate_high, form_pairs.rate), 100) * 0.01 as computed_high,
        list_sort(list_distinct([
            form_rates.score_key, form_rates.max_score_key, form_pairs.budget_figure_key, form_pairs.executed_figure_key
        ])) as figure_keys,
        form_rates.ordinal
    from form_rates
    inner join form_pairs on form_rates.form_key = form_pairs.form_key and form_rates.form_row = form_pairs.form_row
    -- 0 / 0 is no rate, whatever score it was given.
    where form_rates.score is not null and form_rates.max_score is not null and form_pairs.rate is not null
),

indicator_shares as (
    select
        *,
        case
            when comparison = '<=' and actual_value <= target_value then 1
            when comparison <> '<=' and actual_value >= target_value then 1
            when comparison <> '<=' then {{ decimal_ratio('actual_value', 'target_value') }}
        end as fulfilment
    from indicators
    where
        score is not null
        and max_score is not null
        and target_value <> 0
        and actual_value is not null
        and coalesce(target_unit, '') = coalesce(actual_unit, '')
),

indicator_scores as (
    select
        report_key,
        indicator_name as subject,
        score as stated,
        score_precision as stated_precision,
        score - score_precision * 0.5 as stated_low,
        score + score_precision * 0.5 as stated_high,
        max_score,
        fulfilment,
        max_score * fulfilment as computed,
        actual_text,
        target_text,
        figure_keys,
        ordinal
    from indicator_shares
    where fulfilment is not null
),

form_totals as (
    select
        form_key,
        any_value(report_key) as report_key,
        any_value(project_name) as project_name,
        min(value) filter (where field in ('score', 'total')) as total,
        min(precision) filter (where field in ('score', 'total')) as precision,
        min(figure_key) filter (where field in ('score', 'total')) as figure_key,
        min(char_start) as ordinal
    from form_cells
    where block = 'total'
    group by form_key
),

form_parts as (
    select
        form_key,
        score,
        max_score,
        score_key as figure_key,
        ordinal
    from form_rates
    where score is not null
    union all
    select
        form_key,
        score,
        max_score,
        score_figure_key as figure_key,
        ordinal
    from indicators
    where score is not null
),

form_sums as (
    select
        form_key,
        sum(score) as parts,
        sum(max_score) as max_parts,
        string_agg({{ number_text('score') }}, ' + ' order by ordinal) as terms,
        list(figure_key order by figure_key) as part_keys
    from form_parts
    group by form_key
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
    union all
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
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        figure_keys,
        ordinal
    from form_rate_scores
    union all
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
        computed as computed_low,
        computed as computed_high,
        {{ number_text('max_score') }} || ' × ' || actual_text || ' ÷ ' || target_text as terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        figure_keys,
        ordinal
    from indicator_scores
    union all
    select
        form_totals.report_key,
        'score_sum' as rule,
        coalesce(form_totals.project_name || '：', '') || '总分' as subject,
        '分' as unit,
        form_totals.total as stated,
        form_totals.precision as stated_precision,
        form_totals.total - form_totals.precision * 0.5 as stated_low,
        form_totals.total + form_totals.precision * 0.5 as stated_high,
        form_sums.parts as computed,
        form_sums.parts as computed_low,
        form_sums.parts as computed_high,
        form_sums.terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        list_prepend(form_totals.figure_key, form_sums.part_keys) as figure_keys,
        form_totals.ordinal
    from form_totals
    inner join form_sums on form_totals.form_key = form_sums.form_key
    -- Rows that carry all 100 points are all rows.
    where form_sums.parts = form_totals.total or form_sums.max_parts >= 100
)

select * from checks
