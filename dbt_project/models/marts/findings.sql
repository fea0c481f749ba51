with documents as (
    select * from {{ ref('stg_raw__documents') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

deductions as (
    select
        deductions.*,
        sections.section_path
    from {{ ref('stg_raw__deductions') }} as deductions
    left join sections on deductions.section_id = sections.section_id
),

-- A heading says what its section is about; a heading of both problems and measures (问题及建议) leaves it to the items.
-- A numbered sentence is no heading, whatever words it has.
topics as (
    select
        *,
        regexp_matches(
            title, '(?:问题|不足|困难)(?:$|[及和与、（(]|分析|原因)|存在的?(?:主要)?(?:问题|不足|困难)|薄弱环节|(?:偏离|偏差|未完成).{0,10}原因'
        ) as is_problem,
        regexp_matches(title, '改进|整改|建议(?:$|[及和与、（(])|下一步|打算|对策|今后') as is_measure
    from sections
    where kind = 'heading' and length(title) <= 30 and not regexp_matches(title, '[，。；]')
),

-- An item belongs to the nearest heading above it that has a topic: its parent, or the parent of that.
items as (
    select
        sections.section_id,
        sections.document_id,
        sections.kind as section_kind,
        sections.section_path,
        sections.char_start,
        sections.text,
        sections.title,
        coalesce(own.title, parents.title, grandparents.title) as heading,
        case
            when own.is_problem or own.is_measure then own.section_id
            when parents.is_problem or parents.is_measure then parents.section_id
            when grandparents.is_problem or grandparents.is_measure then grandparents.section_id
        end as topic_id
    from sections
    left join topics as own on sections.section_id = own.section_id
    left join topics as parents on sections.parent_section_id = parents.section_id
    left join topics as grandparents on parents.parent_section_id = grandparents.section_id
    where sections.kind in ('heading', 'run_in')
),

in_topic as (
    select
        items.*,
        case
            when topics.is_problem and topics.is_measure
                then case
                    when regexp_matches(coalesce(items.title, items.text), '^.{0,12}(?:加强|强化|完善|建立|提高|推进|进一步|规范|健全|优化)')
                        then 'measure'
                    else 'problem'
                end
            when topics.is_problem then 'problem'
            else 'measure'
        end as kind,
        exists(
            select 1 from items as inner_items
            where inner_items.topic_id = items.topic_id and inner_items.section_kind = 'run_in')
            as has_run_in,
        exists(
            select 1 from items as inner_items
            where
                inner_items.topic_id = items.topic_id
                and inner_items.section_kind = 'heading'
                and inner_items.section_id <> items.topic_id
        ) as has_numbered
    from items
    inner join topics on items.topic_id = topics.section_id
),

-- 一是…二是… are the items; without them the numbered subsections; without those each paragraph of the section.
stated as (
    select
        document_id,
        kind,
        section_path,
        char_start,
        case
            when section_kind = 'run_in' then [text]
            when section_id <> topic_id then [case when starts_with(text, title) then text else concat_ws('：', title, text) end]
            else string_split(text, chr(10))
        end as paragraphs,
        case when section_id = topic_id then title end as topic_title
    from in_topic
    where
        section_kind = 'run_in'
        or (not has_run_in and section_id <> topic_id)
        or (not has_run_in and not has_numbered)
),

split as (
    select
        *,
        unnest(paragraphs) as paragraph,
        generate_subscripts(paragraphs, 1) as place
    from stated
),

worded as (
    select
        document_id,
        kind,
        section_path,
        char_start,
        place,
        trim(
            regexp_replace(regexp_replace(replace(paragraph, chr(10), ''), '^[一二三四五六七八九十]是', ''), '[；;。\s]+$', '')
        ) as text
    from split
    where paragraph is not null and paragraph is distinct from topic_title
),

-- 无 and 暂无 are no findings.
collected as (
    select
        document_id,
        kind,
        text,
        section_path,
        char_start,
        place
    from worded
    where text <> '' and not regexp_matches(text, '^(?:无|暂无|没有|不存在|未发现|/|—|-)(?:存在)?(?:明显|重大|突出)?(?:的)?(?:问题|偏差|建议|情况)?$')
    union all
    select
        document_id,
        'deduction' as kind,
        reason as text,
        section_path,
        char_start,
        1 as place
    from deductions
),

numbered as (
    select
        collected.*,
        documents.report_key,
        documents.department_name,
        documents.fiscal_year,
        cast(row_number() over (
            partition by collected.document_id, collected.kind order by collected.char_start, collected.place
        ) as integer) as ordinal
    from collected
    inner join documents on collected.document_id = documents.document_id
),

final as (
    select
        report_key,
        department_name,
        fiscal_year,
        kind,
        ordinal,
        text,
        section_path,
        char_start
    from numbered
)

select * from final
order by report_key, kind, ordinal
