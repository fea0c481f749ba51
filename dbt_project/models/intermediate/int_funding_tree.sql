{{ config(materialized='incremental') }}

-- Which amount is part of which: the words say it, the dictionary keeps cuts apart, arithmetic is the referee.
with amounts as (
    select * from {{ ref('int_funding_amounts') }}
),

-- 其中 read literally.
literal as (
    select
        children.amount_id,
        children.report_key,
        children.cut,
        children.stage,
        children.amount_low,
        children.amount_high,
        parents.amount_id as parent_id,
        parents.amount_low as parent_low,
        parents.amount_high as parent_high,
        parents.literal_parent_id as grandparent_id
    from amounts as children
    inner join amounts as parents
        on
            children.literal_parent_id = parents.amount_id
            and children.scope = parents.scope
            and children.project_key = parents.project_key
            -- What was spent is part of what was paid out.
            and (children.stage = parents.stage or (children.stage = 'executed' and parents.stage = 'paid'))
),

literal_groups as (
    select
        parent_id,
        coalesce(cut, '') as cut_key,
        sum(amount_low) as parts_low,
        sum(amount_high) as parts_high,
        min(parent_low) as parent_low,
        min(parent_high) as parent_high,
        min(grandparent_id) as grandparent_id
    from literal
    group by parent_id, cut_key
),

-- Parts that exceed their whole belong elsewhere: to the whole above it where they make that up, else undecided.
refereed as (
    select
        literal_groups.parent_id,
        literal_groups.cut_key,
        case
            when coalesce(literal_groups.parts_low < literal_groups.parent_high, true) then literal_groups.parent_id
            when
                {{ intervals_meet(
                    'literal_groups.parts_low', 'literal_groups.parts_high', 'grandparents.amount_low', 'grandparents.amount_high'
                ) }}
                then grandparents.amount_id
        end as decided_parent_id
    from literal_groups
    left join amounts as grandparents on literal_groups.grandparent_id = grandparents.amount_id
),

-- Parts named without 其中: the total before them in the same paragraph (or of the same form), or else any total of the report
-- that they make up.
orphans as (
    select
        amounts.*,
        coalesce(amounts.form_key, amounts.report_key || ':p' || amounts.paragraph) as place
    from amounts
    where
        amounts.cut <> 'total'
        and amounts.amount_id not in (select literal.amount_id from literal)
),

orphan_places as (
    select * from orphans
    union all
    select * replace ('anywhere' as place) from orphans
),

orphan_groups as (
    select
        report_key,
        place,
        project_key,
        stage,
        cut,
        min(source) as source,
        count(*) as part_count,
        sum(amount_low) as parts_low,
        sum(amount_high) as parts_high,
        max(ordinal) as last_ordinal
    from orphan_places
    group by report_key, place, project_key, stage, cut
),

orphan_parents as (
    select
        orphan_groups.report_key,
        orphan_groups.place,
        orphan_groups.project_key,
        orphan_groups.stage,
        orphan_groups.cut,
        totals.amount_id as parent_id
    from orphan_groups
    inner join amounts as totals
        on
            totals.cut = 'total'
            and orphan_groups.report_key = totals.report_key
            and orphan_groups.project_key = totals.project_key
            and orphan_groups.stage = totals.stage
            and (
                (orphan_groups.source = 'form' and orphan_groups.place = totals.form_key)
                or (
                    (orphan_groups.part_count > 1 or orphan_groups.place = totals.report_key || ':p' || totals.paragraph)
                    and {{ intervals_meet(
                        'orphan_groups.parts_low', 'orphan_groups.parts_high', 'totals.amount_low', 'totals.amount_high'
                    ) }}
                )
            )
    qualify row_number() over (
        partition by orphan_groups.report_key, orphan_groups.place, orphan_groups.project_key, orphan_groups.stage, orphan_groups.cut
        order by totals.ordinal > orphan_groups.last_ordinal, abs(totals.ordinal - orphan_groups.last_ordinal), totals.amount_id
    ) = 1
),

adopted as (
    select
        orphans.amount_id,
        coalesce(near_parents.parent_id, far_parents.parent_id) as parent_id
    from orphans
    left join orphan_parents as near_parents
        on
            orphans.report_key = near_parents.report_key
            and orphans.place = near_parents.place
            and orphans.project_key = near_parents.project_key
            and orphans.stage = near_parents.stage
            and orphans.cut = near_parents.cut
    left join orphan_parents as far_parents
        on
            orphans.report_key = far_parents.report_key
            and far_parents.place = 'anywhere'
            and orphans.project_key = far_parents.project_key
            and orphans.stage = far_parents.stage
            and orphans.cut = far_parents.cut
),

placed as (
    select
        amounts.*,
        coalesce(refereed.decided_parent_id, adopted.parent_id) as parent_id
    from amounts
    left join literal on amounts.amount_id = literal.amount_id
    left join refereed on literal.parent_id = refereed.parent_id and coalesce(literal.cut, '') = refereed.cut_key
    left join adopted on amounts.amount_id = adopted.amount_id
),

-- The same item stated again: the most precise statement stands for the others that agree with it.
grouped as (
    select
        placed.*,
        parents.item_name as parent_item_name,
        parents.amount as parent_amount,
        first_value(placed.amount_id) over restated as base_id,
        first_value(placed.amount_low) over restated as base_low,
        first_value(placed.amount_high) over restated as base_high
    from placed
    left join placed as parents on placed.parent_id = parents.amount_id
    window restated as (
        partition by placed.report_key, placed.scope, placed.project_key, placed.item_key, placed.stage
        order by placed.source <> 'form', placed.precision, placed.parent_id is null, placed.ordinal, placed.amount_id
    )
),

folded as (
    select
        *,
        case
            when {{ intervals_meet('amount_low', 'amount_high', 'base_low', 'base_high') }} then base_id
            else amount_id
        end as node_id
    from grouped
),

-- Parts of a restated whole are parts of the statement that stands for it.
final as (
    select folded.* replace (coalesce(parents.node_id, folded.parent_id) as parent_id)
    from folded
    left join folded as parents on folded.parent_id = parents.amount_id
)

select * from final
