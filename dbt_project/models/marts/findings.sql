{{ config(materialized='incremental') }}

with documents as (
    select * from {{ ref('stg_raw__reports') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

all_deductions as (
    select * from {{ ref('stg_raw__deductions') }}
),

-- A reason read once with the words around it and once without them is one reason.
deductions as (
    select
        all_deductions.*,
        sections.section_path
    from all_deductions
    left join sections on all_deductions.section_id = sections.section_id
    where
        not exists (
            select 1 from all_deductions as inner_deductions
            where
                inner_deductions.report_key = all_deductions.report_key
                and inner_deductions.deduction_id <> all_deductions.deduction_id
                and inner_deductions.char_start >= all_deductions.char_start
                and inner_deductions.char_end <= all_deductions.char_end
                and inner_deductions.char_end - inner_deductions.char_start < all_deductions.char_end - all_deductions.char_start
        )
),

-- 5.1 stands under 5, however that is printed: as a numbered heading or as a bare line that ends the section before.
lines as (
    select
        report_key,
        char_start,
        unnest(string_split(text, chr(10))) as line
    from sections
),

numbered_headings as (
    select
        section_id as heading_id,
        report_key,
        char_start,
        regexp_extract(marker, '^\d+') as number,
        title
    from sections
    where kind = 'heading' and regexp_full_match(marker, '\d{1,2}[.．、]?')
    union all
    select
        report_key || ':' || char_start || ':' || line as heading_id,
        report_key,
        char_start,
        regexp_extract(line, '^\d+') as number,
        regexp_replace(line, '^\d+\s*', '') as title
    from lines
    where regexp_full_match(line, '\d{1,2}\s*[^\d\s.．、，。；:：|（(%][^\d，。；：:|]{2,18}')
),

headings as (
    select
        section_id as heading_id,
        report_key,
        title
    from sections
    where kind = 'heading'
    union
    select
        heading_id,
        report_key,
        title
    from numbered_headings
),

-- A heading says what its section is about; a heading of both problems and measures (问题及建议) leaves it to the items.
-- A numbered sentence is no heading, whatever words it has; 其他需要说明的问题 is about anything.
topics as (
    select
        *,
        ({{ names_problems('title') }})
        or ({{ explains_shortfalls('title') }} and not bool_or({{ names_problems('title') }}) over (partition by report_key)) as is_problem,
        {{ names_measures('title') }} as is_measure
    from headings
    where length(title) <= 30 and not regexp_matches(title, '[，。；]|说明的?(?:问题|情况|事项)')
),

decimal_parents as (
    select
        sections.section_id,
        numbered_headings.heading_id
    from sections
    inner join numbered_headings
        on
            sections.report_key = numbered_headings.report_key
            and regexp_extract(sections.marker, '^(\d{1,2})[.．]\d', 1) = numbered_headings.number
            and sections.char_start >= numbered_headings.char_start
            and sections.section_id <> numbered_headings.heading_id
    where regexp_matches(sections.marker, '^\d{1,2}[.．]\d')
    qualify row_number() over (
        partition by sections.section_id order by numbered_headings.char_start desc, numbered_headings.heading_id asc
    ) = 1
),

-- An item belongs to the nearest heading above it that has a topic: its parent, or the parent of that.
items as (
    select
        sections.section_id,
        sections.report_key,
        sections.kind as section_kind,
        sections.section_path,
        sections.char_start,
        -- Tables and attachments that follow the last item, and the heading of the next section, are none of it.
        regexp_replace(
            regexp_replace(sections.text, '\n\s*(?:[|｜]|附(?:件|表|[：:]))(?s:.*)$', ''),
            '\n\d{1,2}\s*[^\d\s.．、，。；:：|（(%][^\d，。；：:|]{2,18}$',
            ''
        ) as text,
        sections.title,
        -- 存在的主要问题：一是…。改进办法：一是…: what the words right before an item's run announce.
        regexp_extract(
            split_part(parent_sections.text, left(sections.text, 12), 1),
            '(?s:.*)((?:问题|不足|困难|原因|措施|办法|建议|打算|对策)[^。；：:\n]{0,6}[：:]|(?:下一步|下一阶段|今后)[^。；\n]{0,6}[，,：:])', 1
        ) as announced,
        case
            when own.is_problem or own.is_measure then own.heading_id
            when parents.is_problem or parents.is_measure then parents.heading_id
            when grandparents.is_problem or grandparents.is_measure then grandparents.heading_id
            when outer_topics.is_problem or outer_topics.is_measure then outer_topics.heading_id
        end as topic_id
    from sections
    left join sections as parent_sections on sections.parent_section_id = parent_sections.section_id
    left join topics as own on sections.section_id = own.heading_id
    left join topics as parents on sections.parent_section_id = parents.heading_id
    left join topics as grandparents on parent_sections.parent_section_id = grandparents.heading_id
    left join decimal_parents on sections.section_id = decimal_parents.section_id
    left join topics as outer_topics on decimal_parents.heading_id = outer_topics.heading_id
    where
        sections.kind in ('heading', 'run_in')
        -- 扣分原因：一是… is a reason for lost points under whatever heading.
        and not exists (
            select 1 from deductions
            where
                sections.kind = 'run_in'
                and deductions.report_key = sections.report_key
                and deductions.char_start between sections.char_start and sections.char_start + 8
                and deductions.char_end between sections.char_end - 2 and sections.char_end + 2
        )
),

in_topic as (
    select
        items.*,
        case
            when topics.is_problem and topics.is_measure
                then case
                    when items.section_kind = 'run_in' and items.announced <> ''
                        then case when regexp_matches(items.announced, '^(?:问题|不足|困难|原因)') then 'problem' else 'measure' end
                    when regexp_matches(coalesce(items.title, items.text), '^.{0,12}(?:加强|强化|完善|建立|提高|推进|进一步|规范|健全|优化)')
                        then 'measure'
                    else 'problem'
                end
            when topics.is_problem then 'problem'
            else 'measure'
        end as kind,
        topics.is_problem and topics.is_measure as topic_is_mixed,
        exists(
            select 1 from items as inner_items
            where inner_items.topic_id = items.topic_id and inner_items.section_kind = 'run_in'
        ) as has_run_in,
        exists(
            select 1 from items as inner_items
            where
                inner_items.topic_id = items.topic_id
                and inner_items.section_kind = 'heading'
                and inner_items.section_id <> items.topic_id
        ) as has_numbered
    from items
    inner join topics on items.topic_id = topics.heading_id
),

-- 一是…二是… are the items; without them the numbered subsections; without those each paragraph of the section.
stated as (
    select
        report_key,
        kind,
        section_path,
        char_start,
        case
            when section_kind = 'run_in' then [text]
            when section_id <> topic_id
                then [
                    case
                        when starts_with(regexp_replace(text, '\s', '', 'g'), regexp_replace(title, '\s', '', 'g')) then text
                        else concat_ws('：', title, text)
                    end
                ]
            else string_split(text, chr(10))
        end as paragraphs,
        case when section_id = topic_id then title end as topic_title
    from in_topic
    where
        section_kind = 'run_in'
        or (not has_run_in and section_id <> topic_id)
        or (not has_run_in and not has_numbered)
),

-- The heading itself is no finding; items of a paragraph that are only parted by ； or by numbers are items all the same.
paragraphs as (
    select
        *,
        generate_subscripts(paragraphs, 1) as place,
        trim(
            case
                when topic_title is null then unnest(paragraphs)
                when starts_with(unnest(paragraphs), topic_title)
                    then regexp_replace(substr(unnest(paragraphs), length(topic_title) + 1), '^[。：:．.\s]+', '')
                else unnest(paragraphs)
            end
        ) as paragraph
    from stated
),

parted as (
    select
        * exclude (paragraphs),
        case
            -- The first item of 1.…；2.… may have been read as the heading of the rest.
            when topic_title is null
                then regexp_split_to_array(paragraph, '[；;]\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])')
            else list_transform(
                regexp_split_to_array(paragraph, '[；;]\s*'),
                lambda piece: regexp_replace(piece, '^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*([^\d])', '\1')
            )
        end as pieces
    from paragraphs
    where paragraph <> ''
),

split as (
    select
        * exclude (pieces),
        unnest(pieces) as piece,
        generate_subscripts(pieces, 1) as piece_place
    from (
        -- Short pieces are no items of their own.
        select
            parted.* replace (
                case when list_min(list_transform(pieces, lambda piece: length(piece))) >= 5 then pieces else [paragraph] end as pieces
            )
        from parted
    ) as whole_pieces
),

worded as (
    select
        report_key,
        kind,
        section_path,
        char_start,
        place,
        piece_place,
        trim(regexp_replace(regexp_replace(replace(piece, chr(10), ''), '^[一二三四五六七八九十]是', ''), '[；;。\s]+$', '')) as text
    from split
    where piece is not null
    union all
    -- 下一步，将…: the measure that ends a section of problems and measures whose items are the problems.
    select
        report_key,
        'measure' as kind,
        section_path,
        char_start,
        1000 as place,
        1 as piece_place,
        regexp_replace(regexp_extract(text, '[。；\n](?:下一步|下一阶段|下阶段|今后)[，,](.+)$', 1), '[；;。\s]+$', '') as text
    from in_topic
    where
        section_id = topic_id and has_run_in and topic_is_mixed
        and not regexp_matches(text, '[。；\n](?:下一步|下一阶段|下阶段|今后)[，,](?:一是|（1）|1[.、])')
),

-- 发现的问题：一是…；二是…。下一步改进措施：…。: told within a paragraph on something else, such as a project.
paragraph_texts as (
    select
        report_key,
        section_id,
        paragraph,
        min(char_start) as char_start,
        string_agg(text, '' order by char_start) as text
    from {{ ref('stg_raw__sentences') }}
    where section_id not in (select in_topic.section_id from in_topic)
    group by report_key, section_id, paragraph
    -- What the cells of a table say is read with its heads.
    having not regexp_matches(string_agg(text, ''), '[|\t]')
),

announced as (
    select
        *,
        'problem' as kind,
        regexp_extract(
            text,
            '(?:发现|存在)的?(?:主要)?(?:问题|不足)(?:及原因|与不足|和不足)?[：:](.*?)'
            || '(?:(?:下一步|下步)?(?:拟采取的?)?(?:改进|整改)的?(?:措施|建议)(?:及建议)?[：:].*)?$',
            1
        ) as announced_text
    from paragraph_texts
    union all
    select
        *,
        'measure' as kind,
        regexp_extract(text, '(?:改进|整改)的?(?:措施|建议)(?:及建议)?[：:](.*)$', 1) as announced_text
    from paragraph_texts
),

announced_items as (
    select
        announced.*,
        sections.section_path,
        unnest(regexp_split_to_array(announced.announced_text, '[；;。]\s*')) as item,
        generate_subscripts(regexp_split_to_array(announced.announced_text, '[；;。]\s*'), 1) as place
    from announced
    left join sections on announced.section_id = sections.section_id
    where announced.announced_text <> ''
),

told as (
    select * from worded
    union all
    select
        report_key,
        kind,
        section_path,
        char_start,
        place,
        1 as piece_place,
        trim(regexp_replace(item, '^[一二三四五六七八九十]是|^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑩])', '')) as text
    from announced_items
),

-- 无 and 暂无 are no findings. What the cells of a form say stands beside what its text says.
collected as (
    select
        report_key,
        kind,
        text,
        section_path,
        cast(null as varchar) as project_name,
        cast(null as varchar) as cell,
        char_start,
        place,
        piece_place
    from told
    where text <> '' and not {{ is_no_finding('text') }}
    union all
    select
        report_key,
        'deduction' as kind,
        reason as text,
        section_path,
        cast(null as varchar) as project_name,
        cast(null as varchar) as cell,
        char_start,
        1 as place,
        1 as piece_place
    from deductions
    union all
    select
        report_key,
        kind,
        text,
        cast(null as varchar) as section_path,
        project_name,
        cell,
        char_start,
        half as place,
        piece_place
    from {{ ref('int_form_findings') }}
),

numbered as (
    select
        collected.*,
        documents.department_name,
        documents.fiscal_year,
        cast(row_number() over (
            partition by collected.report_key, collected.kind order by collected.char_start, collected.place, collected.piece_place
        ) as integer) as ordinal
    from collected
    inner join documents on collected.report_key = documents.report_key
)

select * exclude (place, piece_place) from numbered
order by report_key, kind, ordinal
