{{ config(materialized='incremental') }}

-- The score tree: the scheme of the region says what is part of what; without one the words do, with arithmetic as the referee.
with recursive nodes as (
    select * from {{ ref('int_score_nodes_stated') }}
),

schemes as (
    select * from {{ ref('score_schemes') }}
),

weighed as (
    select * from {{ ref('int_score_parents_weighed') }}
),

scheme_matches as (
    select
        nodes.report_key,
        nodes.node_id,
        nodes.score,
        nodes.printed_max_score,
        schemes.*
    from nodes
    inner join schemes on not nodes.is_total and regexp_matches(nodes.node_key, schemes.pattern)
),

scheme_tops as (
    select
        scheme,
        count(*) as top_count,
        sum(max_score) as top_max_score
    from schemes
    where depth = 1
    group by scheme
),

-- A scheme is the report's where all its top items are named, they carry all 100 points, no printed number of points is another and
-- no score exceeds its points.
chosen_schemes as (
    select
        scheme_matches.report_key,
        scheme_matches.scheme
    from scheme_matches
    inner join scheme_tops on scheme_matches.scheme = scheme_tops.scheme
    group by scheme_matches.report_key, scheme_matches.scheme
    having
        count(distinct scheme_matches.indicator_code) filter (where scheme_matches.depth = 1) = min(scheme_tops.top_count)
        and min(scheme_tops.top_max_score) = 100
        and not bool_or(scheme_matches.score > scheme_matches.max_score)
        and not coalesce(
            bool_or(scheme_matches.printed_max_score <> scheme_matches.max_score) filter (where scheme_matches.depth = 1), false
        )
    qualify row_number() over (
        partition by scheme_matches.report_key
        order by count(distinct scheme_matches.indicator_code) desc, scheme_matches.scheme asc
    ) = 1
),

coded as (
    select scheme_matches.*
    from scheme_matches
    inner join chosen_schemes
        on scheme_matches.report_key = chosen_schemes.report_key and scheme_matches.scheme = chosen_schemes.scheme
    qualify row_number() over (
        partition by scheme_matches.node_id order by scheme_matches.depth desc, scheme_matches.indicator_code asc
    ) = 1
),

ancestors as (
    select
        scheme,
        indicator_code,
        parent_indicator_code as ancestor_code,
        1 as distance
    from schemes
    union all
    select
        ancestors.scheme,
        ancestors.indicator_code,
        schemes.parent_indicator_code as ancestor_code,
        ancestors.distance + 1 as distance
    from ancestors
    inner join schemes on ancestors.scheme = schemes.scheme and ancestors.ancestor_code = schemes.indicator_code
),

totals as (
    select
        report_key,
        arg_min(node_id, ordinal) as total_id,
        arg_min(score, ordinal) as total_score,
        arg_min(score_low, ordinal) as total_low,
        arg_min(score_high, ordinal) as total_high
    from nodes
    where is_total
    group by report_key
),

scheme_parents as (
    select
        coded.node_id,
        coalesce(parents.node_id, case when ancestors.ancestor_code = 'total' then totals.total_id end) as parent_id
    from coded
    inner join ancestors on coded.scheme = ancestors.scheme and coded.indicator_code = ancestors.indicator_code
    left join coded as parents
        on
            coded.report_key = parents.report_key
            and ancestors.ancestor_code = parents.indicator_code
            and coded.node_id <> parents.node_id
    left join totals on coded.report_key = totals.report_key
    where parents.node_id is not null or ancestors.ancestor_code = 'total'
    qualify row_number() over (partition by coded.node_id order by ancestors.distance, parents.node_id) = 1
),

-- What is under the total already, by the scheme or by the outline.
placed_sums as (
    select
        report_key,
        sum(score) as parts
    from (
        select
            report_key,
            score
        from coded
        where parent_indicator_code = 'total'
        union all
        select
            nodes.report_key,
            nodes.score
        from nodes
        inner join weighed on nodes.node_id = weighed.node_id
        inner join totals on weighed.parent_id = totals.total_id
        where nodes.node_id not in (select coded.node_id from coded)
    ) as placed_scores
    group by report_key
),

-- What is left makes up the total together with what the scheme puts there, or stays without a parent.
loose as (
    select
        nodes.report_key,
        nodes.node_id,
        nodes.score,
        sum(nodes.score) over (partition by nodes.report_key)
        + coalesce(placed_sums.parts, 0) as parts
    from nodes
    left join placed_sums on nodes.report_key = placed_sums.report_key
    left join weighed on nodes.node_id = weighed.node_id
    where
        not nodes.is_total
        and weighed.node_id is null
        and not exists (
            select 1 from coded
            where coded.node_id = nodes.node_id
        )
),

parented as (
    select
        nodes.*,
        coded.scheme,
        coded.indicator_code,
        coded.rule,
        -- Points that every place sets for itself are known only where they are printed.
        case when coded.is_fixed then coded.max_score end as scheme_max_score,
        totals.total_id,
        case
            when nodes.is_total then null
            when coded.node_id is not null then scheme_parents.parent_id
            when weighed.parent_id is not null then weighed.parent_id
            when
                loose.parts >= totals.total_low
                and loose.parts < totals.total_high then totals.total_id
        end as parent_id
    from nodes
    left join coded on nodes.node_id = coded.node_id
    left join scheme_parents on nodes.node_id = scheme_parents.node_id
    left join weighed on nodes.node_id = weighed.node_id
    left join loose on nodes.node_id = loose.node_id
    left join totals on nodes.report_key = totals.report_key
),

depths as (
    select
        node_id,
        0 as depth
    from parented
    where node_id = total_id
    union all
    select
        parented.node_id,
        depths.depth + 1 as depth
    from parented
    inner join depths on parented.parent_id = depths.node_id
    where depths.depth < 8
),

placed as (
    select
        parented.*,
        depths.depth,
        parents.item_name as parent_item_name,
        coalesce(
            parented.printed_max_score,
            parented.scheme_max_score,
            -- A total over a known scheme is out of 100.
            case when parented.node_id = parented.total_id and schemed.scheme is not null then 100 end
        ) as max_score,
        coalesce(parented.scheme, schemed.scheme) as report_scheme,
        exists(
            select 1 from parented as children
            where children.parent_id = parented.node_id
        ) as has_children
    from parented
    left join depths on parented.node_id = depths.node_id
    left join parented as parents on parented.parent_id = parents.node_id
    left join chosen_schemes as schemed on parented.report_key = schemed.report_key
)

select
    *,
    case when max_score >= score then max_score - score end as lost_points
from placed
