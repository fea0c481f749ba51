{{ config(materialized='incremental') }}

-- What the outline says a score is part of: 其中, the heading above it, the section above that. Sums are the referee, and each step
-- takes only what the one before it left undecided.
with recursive nodes as (
    select * from {{ ref('int_score_nodes_stated') }}
),

statements as (
    select * from {{ ref('int_score_statements') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

sentences as (
    select * from {{ ref('stg_raw__sentences') }}
),

-- A statement of the points of a node is a mention of the node as good as its score.
mentions as (
    select
        statements.*,
        nodes.node_id as known_node_id,
        sentences.paragraph
    from statements
    left join nodes on statements.node_id = nodes.node_id
    left join sentences on statements.sentence_id = sentences.sentence_id
),

-- 过程指标扣分原因：一是…，预算执行率指标满分10分，得9.46分: the beginning of the sentence says what all in it is part of.
announced as (
    select
        sentences.sentence_id,
        arg_min(nodes.node_id, nodes.ordinal) as node_id
    from sentences
    inner join nodes
        on
            sentences.report_key = nodes.report_key
            and {{ score_stem(
                "regexp_extract(sentences.text, '^([^，。：；]{2,12}?)(?:主要|共)?[扣失丢]分(?:的?原因|情况|项)?(?:如下|[是为：])', 1)"
            ) }} = {{ score_stem('nodes.node_key') }}
    where regexp_matches(sentences.text, '^[^，。：；]{2,12}[扣失丢]分')
    group by sentences.sentence_id
),

-- 目标决策包括两个二级指标。目标设定8分，得7.2分；…: the paragraph begins by saying what all in it is part of.
introduced as (
    select
        sentences.report_key,
        sentences.paragraph,
        arg_min(nodes.node_id, nodes.ordinal) as node_id
    from sentences
    inner join nodes
        on
            sentences.report_key = nodes.report_key
            and {{ score_stem(
                "regexp_extract(sentences.text, '^([^，。：；]{2,12}?)(?:共|又|下)?(?:包括|包含|设有?|分为|含)[^，。：；]{0,10}指标', 1)"
            ) }} = {{ score_stem('nodes.node_key') }}
    where regexp_matches(sentences.text, '^[^，。：；]{2,14}(?:包括|包含|设有?|分为|含)[^，。：；]{0,10}指标[。：]')
    group by sentences.report_key, sentences.paragraph
),

literal as (
    select
        mentions.statement_id,
        mentions.node_id,
        mentions.sentence_id,
        mentions.ordinal,
        mentions.is_maximum,
        coalesce(wholes.known_node_id, announced.node_id, introduced.node_id) as parent_id
    from mentions
    left join mentions as wholes on mentions.parent_statement_id = wholes.statement_id and mentions.node_id <> wholes.node_id
    left join announced on mentions.sentence_id = announced.sentence_id and mentions.node_id <> announced.node_id
    left join introduced
        on
            mentions.report_key = introduced.report_key
            and mentions.paragraph = introduced.paragraph
            and mentions.node_id <> introduced.node_id
),

-- 其中 holds for the items after the first one too, up to the end of the sentence.
chained as (
    select
        *,
        last_value(parent_id ignore nulls) over (
            partition by sentence_id order by ordinal, statement_id rows between unbounded preceding and current row
        ) as chained_parent_id
    from literal
),

-- A heading that prints points or names a node is the head of its section; else the first score told in it may be.
section_heads as (
    select
        sections.section_id,
        sections.report_key,
        sections.parent_section_id,
        coalesce(arg_min(named.node_id, named.ordinal), arg_min(mentions.known_node_id, mentions.ordinal)) as head_id,
        bool_or(named.node_id is not null) or any_value(regexp_matches(sections.title, '\d分')) as is_strong
    from sections
    left join mentions on sections.section_id = mentions.section_id and mentions.known_node_id is not null
    left join nodes as named
        on
            sections.report_key = named.report_key
            and not named.is_total
            and regexp_replace({{ label_key('sections.title') }}, '(?:完成情况|得分情况|分析|情况|评价|说明|得分|方面|指标)+$', '')
            = regexp_replace(named.node_key, '(?:完成情况|指标|情况|方面)+$', '')
    group by sections.section_id, sections.report_key, sections.parent_section_id
),

outlines as (
    select
        section_id,
        section_id as outer_id,
        0 as distance
    from section_heads
    union all
    select
        outlines.section_id,
        section_heads.parent_section_id as outer_id,
        outlines.distance + 1 as distance
    from outlines
    inner join section_heads on outlines.outer_id = section_heads.section_id
    where section_heads.parent_section_id is not null and outlines.distance < 8
),

firsts as (
    select
        nodes.*,
        mentions.section_id,
        mentions.sentence_id as first_sentence_id,
        mentions.paragraph,
        chained.parent_id as literal_parent_id,
        chained.chained_parent_id
    from nodes
    left join mentions on nodes.statement_id = mentions.statement_id
    left join chained on nodes.statement_id = chained.statement_id
    where not nodes.is_total
),

outer_heads as (
    select
        firsts.node_id,
        section_heads.head_id,
        section_heads.is_strong,
        outlines.distance
    from firsts
    inner join outlines on firsts.section_id = outlines.section_id
    -- The report is said too, or else every head is held against every node of every report.
    inner join section_heads on outlines.outer_id = section_heads.section_id and firsts.report_key = section_heads.report_key
    where section_heads.head_id is not null and section_heads.head_id <> firsts.node_id
),

-- 一级指标得分情况为：预算执行10分，得9.4分；…: scores of one sentence, and their points, that add up to the last digit to the total, or to
-- what their paragraph tells before them.
runs as (
    select
        report_key,
        first_sentence_id,
        any_value(paragraph) as paragraph,
        min(ordinal) as ordinal,
        sum(score) as parts,
        case when count(printed_max_score) = count(*) then sum(printed_max_score) end as parts_max
    from firsts
    where chained_parent_id is null and literal_parent_id is null
    group by report_key, first_sentence_id
    having count(*) >= 2
),

run_wholes as (
    select
        *,
        null as paragraph
    from nodes
    where is_total
    union all by name
    select * from firsts
),

run_parents as (
    select
        runs.first_sentence_id,
        min(wholes.node_id) as parent_id
    from runs
    inner join run_wholes as wholes
        on
            runs.report_key = wholes.report_key
            and runs.parts = wholes.score
            and (
                (wholes.is_total and coalesce(coalesce(wholes.printed_max_score, 100) = runs.parts_max, true))
                or (runs.paragraph = wholes.paragraph and runs.ordinal > wholes.ordinal and runs.parts_max = wholes.printed_max_score)
            )
    group by runs.first_sentence_id
    having count(*) = 1
),

-- Ways to read the outline, the surest first.
candidates as (
    select
        node_id,
        chained_parent_id as parent_id,
        1 as way,
        true as is_strong
    from firsts
    where chained_parent_id is not null
    union all
    select
        node_id,
        literal_parent_id as parent_id,
        2 as way,
        true as is_strong
    from firsts
    where literal_parent_id is not null
    union all
    select
        firsts.node_id,
        run_parents.parent_id,
        3 as way,
        true as is_strong
    from firsts
    inner join run_parents on firsts.first_sentence_id = run_parents.first_sentence_id
    where firsts.chained_parent_id is null and firsts.literal_parent_id is null
    union all
    select
        node_id,
        head_id as parent_id,
        4 as way,
        is_strong
    from outer_heads
    where distance = 0
    union all
    select
        node_id,
        head_id as parent_id,
        5 as way,
        is_strong
    from outer_heads
    where distance > 0
    qualify row_number() over (partition by node_id order by distance, head_id) = 1
),

possible as (
    select
        candidates.node_id,
        candidates.parent_id,
        candidates.way,
        candidates.is_strong and not parents.is_total as is_strong,
        nodes.score,
        nodes.score_low,
        nodes.score_high,
        nodes.printed_max_score,
        parents.score as parent_score,
        parents.score_low as parent_low,
        parents.score_high as parent_high,
        coalesce(parents.printed_max_score, case when parents.is_total then 100 end) as parent_max
    from candidates
    inner join nodes on candidates.node_id = nodes.node_id
    inner join nodes as parents on candidates.parent_id = parents.node_id and nodes.report_key = parents.report_key
    where
        nodes.node_id <> parents.node_id
        and (parents.is_total or parents.ordinal < nodes.ordinal)
        and nodes.score <= parents.score
),

{% for way in [1, 2, 3, 4, 5] %}
    left_{{ way }} as (
        select * from possible
        where
            way = {{ way }}
            {% for earlier in range(1, way) %}
                and node_id not in (select decided_{{ earlier }}.node_id from decided_{{ earlier }})
            {% endfor %}
    ),

    sums_{{ way }} as (
        select
            parent_id,
            sum(score) as parts,
            sum(score_low) as parts_low,
            sum(score_high) as parts_high,
            case when count(printed_max_score) = count(*) then sum(printed_max_score) end as parts_max
        from left_{{ way }}
        group by parent_id
    ),

    decided_{{ way }} as (
        select
            left_{{ way }}.node_id,
            left_{{ way }}.parent_id
        from left_{{ way }}
        inner join sums_{{ way }} on left_{{ way }}.parent_id = sums_{{ way }}.parent_id
        where
            left_{{ way }}.parent_score = sums_{{ way }}.parts
            or (
                sums_{{ way }}.parts < left_{{ way }}.parent_high
                and (
                    coalesce(left_{{ way }}.parent_max = sums_{{ way }}.parts_max, false)
                    or (
                        left_{{ way }}.is_strong
                        and coalesce(sums_{{ way }}.parts_max <= left_{{ way }}.parent_max, true)
                    )
                    -- 其中 says it outright, of a total too.
                    or left_{{ way }}.way = 2
                )
            )
    ),

{% endfor %}
decided as (
    {% for way in [1, 2, 3, 4, 5] %}
        select
            node_id,
            parent_id,
            {{ way }} as way
        from decided_{{ way }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from decided
