{{ config(materialized='incremental') }}

-- The same fact in two places: metrics and ranks, amounts of the budget, scores, and the two names of one total.
with metrics as (
    select * from {{ ref('int_metrics_stated') }}
),

funding as (
    select * from {{ ref('int_funding_tree') }}
),

score_nodes as (
    select * from {{ ref('int_score_nodes_stated') }}
),

score_statements as (
    select * from {{ ref('int_score_statements') }}
    where not is_maximum
),

metric_pairs as (
    select
        later.report_key,
        case when later.is_rank then later.label || '（排名）' else later.label end as subject,
        case when later.is_rank then '名' else later.unit end as unit,
        later.value as stated,
        later.precision as stated_precision,
        later.value_low as stated_low,
        later.value_high as stated_high,
        base.value as computed,
        base.value_low as computed_low,
        base.value_high as computed_high,
        base.label as other_name,
        later.figure_key,
        base.figure_key as base_figure_key,
        later.ordinal
    from metrics as later
    inner join metrics as base on later.base_id = base.statement_id
    where
        later.figure_key <> base.figure_key
        -- Far apart in value, or close by in the text, they are two facts under one name; so are two facts under a name that says
        -- little (占, 实际).
        and (
            later.is_restatement
            or (
                base.value between later.value * 0.8 and later.value * 1.2
                and later.paragraph <> base.paragraph
                and length(later.metric_key) >= 4
            )
        )
),

-- What a report says of an earlier year, beside what the report of that year said.
year_pairs as (
    select
        later.report_key,
        later.value_year || '年' || later.label as subject,
        later.unit,
        later.value as stated,
        later.precision as stated_precision,
        later.value_low as stated_low,
        later.value_high as stated_high,
        base.value as computed,
        base.value_low as computed_low,
        base.value_high as computed_high,
        base.fiscal_year || '年度报告：' || base.label as other_name,
        later.figure_key,
        base.figure_key as base_figure_key,
        later.ordinal
    from metrics as later
    inner join metrics as base
        on
            later.department_name = base.department_name
            and later.value_year = base.fiscal_year
            and later.value_year = base.value_year
            and later.fiscal_year > base.fiscal_year
            and later.unit = base.unit
            and coalesce(later.metric_code, later.metric_key) = coalesce(base.metric_code, base.metric_key)
    where
        later.role = 'actual'
        and base.role = 'actual'
        and not later.is_rank
        and not base.is_rank
        and not later.is_restatement
        and later.project_name is null
        and base.project_name is null
        -- Far apart they are two facts under one name.
        and base.value between later.value * 0.8 and later.value * 1.2
    qualify row_number() over (
        partition by later.statement_id order by base.precision, base.report_key, base.ordinal, base.statement_id
    ) = 1
),

funding_pairs as (
    select
        later.report_key,
        coalesce(later.project_name || '：', '') || later.item_name as subject,
        later.amount as stated,
        later.precision as stated_precision,
        later.amount_low as stated_low,
        later.amount_high as stated_high,
        base.amount as computed,
        base.amount_low as computed_low,
        base.amount_high as computed_high,
        base.item_name as other_name,
        later.figure_key,
        base.figure_key as base_figure_key,
        later.ordinal,
        later.parent_id is not null and base.parent_id is not null and later.parent_item_name <> base.parent_item_name as is_elsewhere
    from funding as later
    inner join funding as base on later.base_id = base.amount_id
    where
        later.amount_id <> later.base_id
        and base.amount between later.amount * 0.8 and later.amount * 1.2
        -- Two names that the dictionary takes for one item may agree; where they differ, 调整后预算 is not what 预算安排 was.
        and (
            {{ label_key('later.item_name') }} = {{ label_key('base.item_name') }}
            or {{ intervals_meet('later.amount_low', 'later.amount_high', 'base.amount_low', 'base.amount_high') }}
        )
),

-- 全年预算数 and 总预算收入 are two names of one total.
totals as (
    select
        *,
        first_value(amount_id) over (
            partition by report_key, scope, project_key, stage
            order by precision, ordinal, amount_id
        ) as first_id
    from funding
    where cut = 'total' and scope = 'department' and node_id = amount_id
),

total_pairs as (
    select
        later.report_key,
        later.item_name as subject,
        later.amount as stated,
        later.precision as stated_precision,
        later.amount_low as stated_low,
        later.amount_high as stated_high,
        base.amount as computed,
        base.amount_low as computed_low,
        base.amount_high as computed_high,
        base.item_name as other_name,
        later.figure_key,
        base.figure_key as base_figure_key,
        later.ordinal
    from totals as later
    inner join funding as base on later.first_id = base.amount_id
    where
        later.amount_id <> base.amount_id
        and {{ intervals_meet('later.amount_low', 'later.amount_high', 'base.amount_low', 'base.amount_high') }}
),

-- An item of the department's budget that has the name of a project told elsewhere.
project_pairs as (
    select
        projects.report_key,
        projects.project_name || '：' || projects.item_name as subject,
        projects.amount as stated,
        projects.precision as stated_precision,
        projects.amount_low as stated_low,
        projects.amount_high as stated_high,
        items.amount as computed,
        items.amount_low as computed_low,
        items.amount_high as computed_high,
        items.item_name as other_name,
        projects.figure_key,
        items.figure_key as base_figure_key,
        projects.ordinal
    from funding as projects
    inner join funding as items
        on
            projects.report_key = items.report_key
            and projects.stage = items.stage
            and {{ label_key('projects.project_name') }} = items.item_key
    where
        projects.scope = 'project'
        and items.scope = 'department'
        and projects.cut = 'total'
        and projects.node_id = projects.amount_id
        and items.node_id = items.amount_id
        and items.amount between projects.amount * 0.8 and projects.amount * 1.2
),

score_pairs as (
    select
        nodes.report_key,
        later.item_name as subject,
        later.value as stated,
        later.precision as stated_precision,
        later.value_low as stated_low,
        later.value_high as stated_high,
        nodes.score as computed,
        nodes.score_low as computed_low,
        nodes.score_high as computed_high,
        nodes.item_name as other_name,
        list_sort([later.figure_key, nodes.figure_key]) as figure_keys,
        later.ordinal
    from score_nodes as nodes
    inner join score_statements as later on nodes.node_id = later.node_id and nodes.statement_id <> later.statement_id
),

checks as (
    select
        report_key,
        'restatement' as rule,
        subject,
        unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        other_name as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_sort([figure_key, base_figure_key]) as figure_keys,
        ordinal
    from metric_pairs
    union all
    select
        report_key,
        'restatement' as rule,
        subject,
        unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        other_name as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_sort([figure_key, base_figure_key]) as figure_keys,
        ordinal
    from year_pairs
    union all
    select
        report_key,
        'restatement' as rule,
        subject,
        '元' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        other_name as terms,
        is_elsewhere as is_other_reading,
        '两处属于不同的上级项目' as other_reading_zh,
        'the two stand under different items' as other_reading_en,
        list_sort([figure_key, base_figure_key]) as figure_keys,
        ordinal
    from funding_pairs
    union all
    select
        report_key,
        'restatement' as rule,
        subject,
        '元' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        other_name as terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        list_sort([figure_key, base_figure_key]) as figure_keys,
        ordinal
    from total_pairs
    union all
    select
        report_key,
        'restatement' as rule,
        subject,
        '元' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        other_name as terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        list_sort([figure_key, base_figure_key]) as figure_keys,
        ordinal
    from project_pairs
    union all
    select
        report_key,
        'restatement' as rule,
        subject,
        '分' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        computed,
        computed_low,
        computed_high,
        other_name as terms,
        false as is_other_reading,
        null as other_reading_zh,
        null as other_reading_en,
        figure_keys,
        ordinal
    from score_pairs
)

select * from checks
