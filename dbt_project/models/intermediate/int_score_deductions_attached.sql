{{ config(materialized='incremental') }}

-- Reasons for lost points, attached to the node that lost them where the text leaves no doubt.
with deductions as (
    select
        deductions.*,
        documents.report_key,
        figures.value as points,
        {{ score_stem(label_key('deductions.item_name')) }} as item_stem
    from {{ ref('stg_raw__deductions') }} as deductions
    inner join {{ ref('stg_raw__reports') }} as documents on deductions.report_key = documents.report_key
    left join {{ ref('stg_raw__figures') }} as figures on deductions.figure_key = figures.figure_key
    -- 满意度扣0.4分 is a loss of which no reason is told.
    where not regexp_matches(deductions.reason, '{{ points_lost() }}$')
),

losers as (
    select
        *,
        {{ score_stem('node_key') }} as node_stem
    from {{ ref('int_score_nodes_placed') }}
    where not is_total and coalesce(lost_points, 1) > 0
),

nodes as (
    select * from losers
    where not has_children
),

-- 预算执行扣1.6分 names the node, wherever in the report its score is told; the points decide between two of one name.
told as (
    select
        deductions.deduction_id,
        losers.node_id
    from deductions
    inner join losers
        on
            deductions.report_key = losers.report_key
            and coalesce(deductions.points <= losers.lost_points, true)
            and deductions.item_stem <> ''
            and (
                deductions.item_stem = losers.node_stem
                or (length(losers.node_stem) >= 3 and ends_with(deductions.item_stem, losers.node_stem))
            )
    qualify row_number() over (
        partition by deductions.deduction_id
        order by
            deductions.item_stem <> losers.node_stem,
            deductions.points is distinct from losers.lost_points,
            length(losers.node_key) desc,
            losers.node_id asc
    ) = 1
),

occurrences as (
    select
        nodes.node_id,
        nodes.node_key,
        nodes.report_key,
        statements.sentence_id,
        statements.paragraph,
        statements.char_start
    from nodes
    inner join {{ ref('int_statements_classified') }} as statements on list_contains(nodes.statement_ids, statements.statement_id)
),

-- The reason names the item: a rate by its kind, an indicator by its first words.
candidates as (
    select
        deductions.deduction_id,
        deductions.sentence_id,
        occurrences.node_id,
        occurrences.sentence_id = deductions.sentence_id as is_same_sentence,
        occurrences.char_start as node_position,
        regexp_matches(
            deductions.reason,
            coalesce(
                nullif(regexp_extract(occurrences.node_key, '(?:支出率|执行率|完成率|支付率|满意度|覆盖率|产出|效益|质量|时效|成本)'), ''),
                regexp_escape(occurrences.node_key)
            )
        ) as is_named
    from deductions
    inner join occurrences
        on
            deductions.report_key = occurrences.report_key
            and deductions.paragraph = occurrences.paragraph
            and deductions.char_start > occurrences.char_start
    where deductions.deduction_id not in (select told.deduction_id from told)
),

-- Nodes of the reason's own sentence come first; those of the paragraph only where the sentence has none.
scoped as (
    select * from candidates
    qualify is_same_sentence or not bool_or(is_same_sentence) over (partition by deduction_id)
),

named as (
    select
        deduction_id,
        node_id
    from scoped
    where is_named
    qualify row_number() over (partition by deduction_id order by node_position desc, node_id asc) = 1
),

-- Without a name: a reason that can be of one node only.
sole as (
    select
        scoped.deduction_id,
        min(scoped.node_id) as node_id
    from scoped
    where scoped.deduction_id not in (select named.deduction_id from named)
    group by scoped.deduction_id
    having count(distinct scoped.node_id) = 1
),

certain as (
    select * from named
    union all
    select * from sole
),

-- The one reason that is left over in a sentence belongs to the one node that is left over.
remaining as (
    select
        scoped.sentence_id,
        scoped.deduction_id,
        scoped.node_id
    from scoped
    where
        scoped.deduction_id not in (select certain.deduction_id from certain)
        and scoped.node_id not in (select certain.node_id from certain)
),

left_over as (
    select
        min(deduction_id) as deduction_id,
        min(node_id) as node_id
    from remaining
    group by sentence_id
    having count(distinct deduction_id) = 1 and count(distinct node_id) = 1
),

attached as (
    select * from told
    union all
    select * from certain
    union all
    select * from left_over
)

select
    attached.deduction_id,
    attached.node_id,
    deductions.reason,
    deductions.points
from attached
inner join deductions on attached.deduction_id = deductions.deduction_id
