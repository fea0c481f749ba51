{{ config(materialized='incremental') }}

-- Wholes beside the sum of their parts: the budget's trees in sentences, counts told with 其中, and the tree of scores.
with funding as (
    select * from {{ ref('int_funding_tree') }}
    where node_id = amount_id
),

funding_items as (
    select * from {{ ref('funding_items') }}
),

metrics as (
    select * from {{ ref('int_metrics_stated') }}
    where role = 'actual' and not is_rank
),

score_nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
),

group_sizes as (
    select
        exhaustive_group,
        count(*) as member_count
    from funding_items
    where exhaustive_group is not null
    group by exhaustive_group
),

-- One whole may be cut in several ways; the parts of different cuts are never added together.
funding_groups as (
    select
        funding.report_key,
        parents.amount_id as parent_id,
        funding.cut,
        any_value(parents.item_name) as subject,
        any_value(parents.amount) as stated,
        any_value(parents.precision) as stated_precision,
        any_value(parents.amount_low) as stated_low,
        any_value(parents.amount_high) as stated_high,
        sum(funding.amount) as parts,
        sum(funding.amount_low) as parts_low,
        sum(funding.amount_high) as parts_high,
        count(*) as part_count,
        coalesce(
            min(funding.exhaustive_group) = max(funding.exhaustive_group)
            and count(distinct funding.funding_item) = any_value(group_sizes.member_count),
            false
        ) as is_binding,
        string_agg({{ value_text('funding.amount', "'元'") }}, ' + ' order by funding.ordinal) as terms,
        any_value(parents.figure_key) as figure_key,
        list(funding.figure_key order by funding.figure_key) as part_keys,
        min(parents.ordinal) as ordinal
    from funding
    inner join funding as parents on funding.parent_id = parents.amount_id
    left join group_sizes on funding.exhaustive_group = group_sizes.exhaustive_group
    -- Rows of forms have sums of their own.
    where coalesce(funding.source, '') <> 'form'
    group by funding.report_key, parents.amount_id, funding.cut
),

-- All parts named with one 其中, whatever their cut: 基本支出、项目支出、年末结转.
all_parts as (
    select
        funding.report_key,
        parents.amount_id as parent_id,
        any_value(parents.item_name) as subject,
        any_value(parents.amount) as stated,
        any_value(parents.precision) as stated_precision,
        any_value(parents.amount_low) as stated_low,
        any_value(parents.amount_high) as stated_high,
        sum(funding.amount) as parts,
        sum(funding.amount_low) as parts_low,
        sum(funding.amount_high) as parts_high,
        string_agg({{ value_text('funding.amount', "'元'") }}, ' + ' order by funding.ordinal) as terms,
        any_value(parents.figure_key) as figure_key,
        list(funding.figure_key order by funding.figure_key) as part_keys,
        min(parents.ordinal) as ordinal
    from funding
    inner join funding as parents on funding.parent_id = parents.amount_id
    where coalesce(funding.source, '') <> 'form'
    group by funding.report_key, parents.amount_id
    having count(distinct funding.cut) > 1
),

mixed_checks as (
    select * from all_parts
    where {{ intervals_meet('stated_low', 'stated_high', 'parts_low', 'parts_high') }}
),

funding_checks as (
    select
        *,
        {{ intervals_meet('stated_low', 'stated_high', 'parts_low', 'parts_high') }} as is_met
    from funding_groups
    where part_count >= 2
),

met_checks as (
    select * from funding_checks
    where is_met
),

-- The parts of the parts make up the whole as well.
leaf_checks as (
    select
        wholes.report_key,
        wholes.parent_id,
        wholes.cut,
        any_value(wholes.subject) || '（末级）' as subject,
        any_value(wholes.stated) as stated,
        any_value(wholes.stated_precision) as stated_precision,
        any_value(wholes.stated_low) as stated_low,
        any_value(wholes.stated_high) as stated_high,
        sum(coalesce(inner_checks.parts, parts.amount)) as parts,
        sum(coalesce(inner_checks.parts_low, parts.amount_low)) as parts_low,
        sum(coalesce(inner_checks.parts_high, parts.amount_high)) as parts_high,
        string_agg(coalesce(inner_checks.terms, {{ value_text('parts.amount', "'元'") }}), ' + ' order by parts.ordinal) as terms,
        any_value(wholes.figure_key) as figure_key,
        flatten(list(coalesce(inner_checks.part_keys, [parts.figure_key]) order by parts.ordinal)) as part_keys,
        min(wholes.ordinal) as ordinal,
        count(inner_checks.parent_id) as opened_count
    from funding_checks as wholes
    inner join funding as parts on wholes.parent_id = parts.parent_id and wholes.cut = parts.cut
    left join funding_checks as inner_checks on parts.amount_id = inner_checks.parent_id and inner_checks.is_met
    where wholes.is_met
    group by wholes.report_key, wholes.parent_id, wholes.cut
    having count(inner_checks.parent_id) > 0 and count(*) = count(distinct parts.amount_id)
),

metric_groups as (
    select
        metrics.report_key,
        any_value(parents.label) as subject,
        any_value(parents.unit) as unit,
        any_value(parents.value) as stated,
        any_value(parents.precision) as stated_precision,
        any_value(parents.value_low) as stated_low,
        any_value(parents.value_high) as stated_high,
        sum(metrics.value) as parts,
        case when count(metrics.value_low) = count(*) then sum(metrics.value_low) end as parts_low,
        case when count(metrics.value_high) = count(*) then sum(metrics.value_high) end as parts_high,
        count(*) as part_count,
        string_agg({{ value_text('metrics.value', 'metrics.unit') }}, ' + ' order by metrics.ordinal) as terms,
        any_value(parents.figure_key) as figure_key,
        list(metrics.figure_key order by metrics.figure_key) as part_keys,
        min(parents.ordinal) as ordinal
    from metrics
    inner join metrics as parents
        on
            metrics.parent_statement_id = parents.statement_id
            and metrics.unit = parents.unit
            and metrics.value_year = parents.value_year
            and metrics.unit <> '%'
    group by metrics.report_key, parents.statement_id
),

metric_checks as (
    select
        *,
        {{ intervals_meet('stated_low', 'stated_high', 'parts_low', 'parts_high') }} as is_met
    from metric_groups
    where part_count >= 2
),

score_groups as (
    select
        score_nodes.report_key,
        any_value(parents.item_name) as subject,
        any_value(parents.score) as stated,
        any_value(parents.precision) as stated_precision,
        any_value(parents.score_low) as stated_low,
        any_value(parents.score_high) as stated_high,
        sum(score_nodes.score) as parts,
        count(*) as part_count,
        coalesce(
            count(score_nodes.max_score) = count(*) and sum(score_nodes.max_score) >= any_value(parents.max_score),
            false
        ) as is_binding,
        string_agg({{ value_text('score_nodes.score', "'分'") }}, ' + ' order by score_nodes.ordinal) as terms,
        any_value(parents.figure_key) as figure_key,
        list(score_nodes.figure_key order by score_nodes.figure_key) as part_keys,
        min(parents.ordinal) as ordinal
    from score_nodes
    inner join score_nodes as parents on score_nodes.parent_id = parents.node_id
    group by score_nodes.report_key, parents.node_id
),

-- With some parts only the sum may fall short of the whole, and that is no error. Parts that must add up are those that the
-- dictionary calls exhaustive, and those that come so near (1 %) that nothing can be missing.
checks as (
    select
        report_key,
        'sum_of_parts' as rule,
        subject,
        '元' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        parts as computed,
        parts_low as computed_low,
        parts_high as computed_high,
        terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_prepend(figure_key, part_keys) as figure_keys,
        ordinal
    from funding_checks
    where
        is_met
        or (
            (is_binding or abs(parts - stated) < stated * 0.01)
            and parent_id not in (select mixed_checks.parent_id from mixed_checks)
        )
    union all
    select
        report_key,
        'sum_of_parts' as rule,
        subject,
        '元' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        parts as computed,
        parts_low as computed_low,
        parts_high as computed_high,
        terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_prepend(figure_key, part_keys) as figure_keys,
        ordinal
    from mixed_checks
    where parent_id not in (select met_checks.parent_id from met_checks)
    union all
    select
        report_key,
        'sum_of_parts' as rule,
        subject,
        '元' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        parts as computed,
        parts_low as computed_low,
        parts_high as computed_high,
        terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_prepend(figure_key, part_keys) as figure_keys,
        ordinal
    from leaf_checks
    union all
    select
        report_key,
        'sum_of_parts' as rule,
        subject,
        unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        parts as computed,
        parts_low as computed_low,
        parts_high as computed_high,
        terms,
        -- Parts that exceed the whole by far are groups that overlap (people who got several services).
        parts > stated * 1.2 as is_other_reading,
        '各部分可能有重叠' as other_reading_zh,
        'the parts may overlap' as other_reading_en,
        list_prepend(figure_key, part_keys) as figure_keys,
        ordinal
    from metric_checks
    where is_met or abs(parts - stated) < stated * 0.01 or parts > stated
    union all
    select
        report_key,
        'score_sum' as rule,
        subject,
        '分' as unit,
        stated,
        stated_precision,
        stated_low,
        stated_high,
        parts as computed,
        parts as computed_low,
        parts as computed_high,
        terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_prepend(figure_key, part_keys) as figure_keys,
        ordinal
    from score_groups
    where part_count >= 2 and (is_binding or parts >= stated_low)
)

select * from checks
