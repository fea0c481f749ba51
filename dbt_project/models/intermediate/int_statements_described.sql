with statements as (
    select * from {{ ref('stg_raw__statements') }}
),

-- A number too large to be meant has a place in the ledger and no value here.
figures as (
    select * replace (case when abs(value) < {{ largest_value() }} then value end as value)
    from {{ ref('stg_raw__figures') }}
),

documents as (
    select
        *,
        coalesce(nullif(regexp_extract(region_name, '([^省市区县州盟旗]+[省市区县州盟旗])$', 1), ''), '无') as own_region
    from {{ ref('stg_raw__documents') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

sentences as (
    select * from {{ ref('stg_raw__sentences') }}
),

-- A report of one project names it in its title, or on a line of the cover.
funds as (
    select
        documents.document_id,
        coalesce(
            nullif({{ fund_of_title('documents.title') }}, ''),
            arg_min(nullif(regexp_extract(sentences.text, '项目名称[:：]\s*(.+?)\s*$', 1), ''), sentences.char_start),
            documents.title
        ) as fund_name
    from documents
    left join sentences on documents.document_id = sentences.document_id and contains(sentences.text, '项目名称')
    where documents.report_kind <> 'department'
    group by documents.document_id, documents.title
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
        coalesce(statements.item_name, statements.label) as item_name,
        statements.subject,
        statements.project_name,
        -- In a report of one project or fund every amount is that fund's.
        coalesce(statements.project_name, funds.fund_name) as fund_name,
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
        {{ label_key('statements.label') }} as label_key,
        {{ label_key('coalesce(statements.item_name, statements.label)') }} as item_key,
        -- 番禺区促进创业 in the report of 番禺区 is 促进创业.
        {{ metric_stem(
            'case when starts_with(' ~ label_key('statements.label') ~ ', documents.own_region) then substr('
            ~ label_key('statements.label') ~ ', length(documents.own_region) + 1) else ' ~ label_key('statements.label') ~ ' end'
        ) }} as label_stem,
        sentences.text as sentence
    from statements
    inner join figures on statements.figure_key = figures.figure_key
    inner join documents on statements.document_id = documents.document_id
    left join funds on statements.document_id = funds.document_id
    left join sections on statements.section_id = sections.section_id
    left join sentences on statements.sentence_id = sentences.sentence_id
)

select * from described
