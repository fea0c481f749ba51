{{ config(materialized='incremental') }}

with statements as (
    select * from {{ ref('stg_raw__statements') }}
),

-- A number too large to be meant has a place in the ledger and no value here.
figures as (
    select * replace (case when {{ may_be_meant('value', 'figure_class') }} then value end as value)
    from {{ ref('stg_raw__figures') }}
),

documents as (
    select
        *,
        coalesce(nullif(regexp_extract(region_name, '([^省市区县州盟旗]+[省市区县州盟旗])$', 1), ''), '无') as own_region
    from {{ ref('stg_raw__reports') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

sentences as (
    select * from {{ ref('stg_raw__sentences') }}
),

named as (
    select
        statements.report_key,
        min(statements.project_name) as project_name,
        count(distinct statements.project_name) as project_count,
        -- Of a project that is first spoken of after other money, the report is not.
        coalesce(
            min(statements.ordinal) filter (where statements.project_name is not null)
            <= min(statements.ordinal) filter (where figures.figure_class = 'money'),
            true
        ) as is_named_first
    from statements
    inner join figures on statements.figure_key = figures.figure_key
    group by statements.report_key
),

covers as (
    select
        report_key,
        nullif(regexp_extract(text, '项目名称[:：]\s*(.+?)\s*$', 1), '') as project_name,
        char_start
    from sentences
    where contains(text, '项目名称')
),

-- A report of one project names it on a line of the cover, in its title, or nowhere but in what it says.
funds as (
    select
        documents.report_key,
        coalesce(
            case when count(distinct covers.project_name) = 1 then min(covers.project_name) end,
            nullif({{ fund_of_title('documents.title', 'documents.department_name') }}, ''),
            arg_min(covers.project_name, covers.char_start),
            case when min(named.project_count) = 1 and bool_and(named.is_named_first) then min(named.project_name) end,
            -- 项目支出绩效自评表 names no fund.
            case when not regexp_matches(documents.title, '自评(?:价)?(?:申报)?(?:表|材料)') then documents.title end
        ) as fund_name
    from documents
    left join covers on documents.report_key = covers.report_key
    left join named on documents.report_key = named.report_key
    where documents.report_kind <> 'department'
    group by documents.report_key, documents.title, documents.department_name
),

-- One project is told with more words here and fewer there; in a report of one project or fund, of that too.
project_names as (
    select distinct
        statements.report_key,
        statements.project_name,
        {{ label_key('statements.project_name') }} as project_key,
        funds.fund_name,
        {{ label_key('funds.fund_name') }} as fund_key,
        named.project_count = 1 as is_only_one
    from statements
    left join funds on statements.report_key = funds.report_key
    left join named on statements.report_key = named.report_key
    where statements.project_name is not null
),

own_projects as (
    select
        longer.report_key,
        longer.project_name,
        coalesce(bool_or(
            {{ is_same_project('longer.project_key', 'longer.fund_key', of_levels=true) }}
            or {{ is_same_project('longer.fund_key', 'longer.project_key', of_levels=true) }}
            -- 营养改善计划 in the report on 学生营养改善计划补助资金, which names no other.
            or (longer.is_only_one and length(longer.project_key) >= 5 and contains(longer.fund_key, longer.project_key))
        ), false) as is_of_fund,
        arg_min(shorter.project_name, (length(shorter.project_key), shorter.project_name)) as known_name
    from project_names as longer
    inner join project_names as shorter
        on
            longer.report_key = shorter.report_key
            and (
                longer.project_name = shorter.project_name
                or {{ is_same_project('longer.project_key', 'shorter.project_key') }}
            )
    group by longer.report_key, longer.project_name
),

-- 年初结转结余, 本年支出合计: words of time and sum around the name of an amount tell the budget apart, though they name nothing alone.
framing as (
    select
        statements.statement_id,
        {{ label_key('sentences.text') }} as sentence_key,
        -- The sentence is in half-width digits; what is printed may not be.
        case
            when regexp_matches(coalesce(statements.item_name, statements.label), '结|余|未') then '(年初|年末|年底|期末|本年|当年|全年)?'
            else '(年初|本年|当年|全年)?'
        end || regexp_escape({{ label_key('coalesce(statements.item_name, statements.label)') }})
        || '(合计|总计|共计)?(?:共|为|是|约|近|超)*'
        || regexp_escape({{ label_key("translate(figures.printed, '０１２３４５６７８９，．', '0123456789,.')") }}) as pattern
    from statements
    inner join figures on statements.figure_key = figures.figure_key
    inner join sentences on statements.sentence_id = sentences.sentence_id
    where figures.figure_class = 'money' and regexp_matches(sentences.text, '年初|年末|年底|期末|本年|当年|全年|合计|总计|共计')
),

framed as (
    select
        statements.* replace (
            regexp_extract(framing.sentence_key, framing.pattern, 1) || coalesce(statements.item_name, statements.label)
            || regexp_extract(framing.sentence_key, framing.pattern, 2) as item_name
        ),
        case
            when statements.label = coalesce(statements.item_name, statements.label)
                then
                    regexp_extract(framing.sentence_key, framing.pattern, 1) || statements.label
                    || regexp_extract(framing.sentence_key, framing.pattern, 2)
        end as framed_label
    from statements
    inner join framing on statements.statement_id = framing.statement_id
),

whole_statements as (
    select
        statements.* replace (
            -- 根据《…的通知》下达资金 is named by what follows the document.
            regexp_replace(
                coalesce(framed.item_name, statements.item_name, statements.label), '^[^《》]*《[^《》]*》(?:等?文件)?(?:[（(][^）)]*[）)])?(..)', '\1'
            ) as item_name
        ),
        coalesce(framed.framed_label, statements.label) as framed_label
    from statements
    left join framed on statements.statement_id = framed.statement_id
),

described as (
    select
        statements.statement_id,
        statements.document_id,
        documents.report_key,
        documents.department_name,
        documents.fiscal_year,
        documents.report_kind,
        statements.figure_key,
        statements.sentence_id,
        statements.section_id,
        sections.section_path,
        statements.paragraph,
        statements.ordinal,
        figures.char_start,
        figures.cell,
        statements.role,
        statements.label,
        statements.item_name,
        statements.subject,
        case when not own_projects.is_of_fund then own_projects.known_name end as project_name,
        -- In a report of one project or fund every amount is that fund's.
        coalesce(case when not own_projects.is_of_fund then own_projects.known_name end, funds.fund_name) as fund_name,
        statements.parent_statement_id,
        statements.rank_scope,
        statements.as_of_month,
        statements.period_year,
        figures.figure_class,
        figures.value,
        figures.unit,
        figures.unit_family,
        figures.precision,
        figures.qualifier,
        coalesce(statements.period_year, documents.fiscal_year) as value_year,
        {{ figure_low('figures.value', 'figures.precision', 'figures.qualifier', 'figures.figure_class') }} as value_low,
        {{ figure_high('figures.value', 'figures.precision', 'figures.qualifier', 'figures.figure_class') }} as value_high,
        {{ without_fund(label_key('statements.framed_label'), label_key('coalesce(statements.project_name, funds.fund_name)')) }}
            as label_key,
        {{ without_fund(label_key('statements.item_name'), label_key('coalesce(statements.project_name, funds.fund_name)')) }}
            as item_key,
        -- 番禺区促进创业 in the report of 番禺区 is 促进创业.
        {{ metric_stem(
            'case when starts_with(' ~ label_key('statements.label') ~ ', documents.own_region) then substr('
            ~ label_key('statements.label') ~ ', length(documents.own_region) + 1) else ' ~ label_key('statements.label') ~ ' end'
        ) }} as label_stem,
        sentences.text as sentence
    from whole_statements as statements
    inner join figures on statements.figure_key = figures.figure_key
    inner join documents on statements.report_key = documents.report_key
    left join funds on statements.report_key = funds.report_key
    left join own_projects
        on statements.report_key = own_projects.report_key and statements.project_name = own_projects.project_name
    left join sections on statements.section_id = sections.section_id
    left join sentences on statements.sentence_id = sentences.sentence_id
),

-- 支出18387万元，年末结转1514万元。其中：基本支出12056万元: no money is part of less.
placed as (
    select
        described.* replace (
            case
                when described.figure_class = 'money' and wholes.value_high < described.value_low then null
                else described.parent_statement_id
            end as parent_statement_id
        )
    from described
    left join described as wholes on described.parent_statement_id = wholes.statement_id
)

select * from placed
