{{ config(materialized='incremental') }}

-- What there is to say of a figure before it is known which marts use it.
with figures as (
    select * from {{ ref('stg_raw__figures') }}
),

documents as (
    select * from {{ ref('stg_raw__reports') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

sentences as (
    select * from {{ ref('stg_raw__sentences') }}
),

statements as (
    select * from {{ ref('int_statements_classified') }}
),

described as (
    select
        figure_key,
        string_agg(label, '；' order by ordinal, statement_id) as metric_label,
        arg_min(statement_kind, (ordinal, statement_id)) as statement_kind,
        arg_min(is_own_year, (ordinal, statement_id)) as is_own_year
    from statements
    group by figure_key
),

joined as (
    select
        figures.*,
        documents.department_name,
        documents.fiscal_year,
        documents.source_path,
        sections.section_path,
        sentences.text as sentence,
        described.metric_label,
        described.statement_kind,
        described.is_own_year
    from figures
    inner join documents on figures.report_key = documents.report_key
    left join sections on figures.section_id = sections.section_id
    left join sentences on figures.sentence_id = sentences.sentence_id
    left join described on figures.figure_key = described.figure_key
),

final as (
    select
        figure_key,
        report_key,
        department_name,
        fiscal_year,
        source_path,
        page,
        line,
        cell,
        char_start,
        char_end,
        printed,
        cast(value as decimal(38, 6)) as value,
        cast(stated_value as decimal(38, 6)) as stated_value,
        is_corrected,
        unit,
        cast(precision as decimal(38, 8)) as precision,
        qualifier,
        figure_class,
        section_path,
        sentence,
        case
            when reason is not null then reason
            when not {{ may_be_meant('value', 'figure_class') }} then 'too_large'
            when statement_kind in ('negated', 'adjustment', 'form_target') then statement_kind
            when statement_kind in ('score_maximum', 'score_rule') then 'score_points'
            when not is_own_year then 'other_year'
            when statement_kind = 'score' then 'outside_score_tree'
            -- 90分以上为优，80分以上不足90分为良
            when
                figure_class = 'score'
                and regexp_matches(sentence, '(?:以上|不足|以下|及以上|含|[-—~～])[^，。；]{0,14}(?:为|是|：|评为)[“"]?(?:优|良|中|差)')
                then 'grade_band'
            when cell is not null then 'form_cell'
            when figure_class in ('year', 'date', 'numbering', 'name_part', 'doc_number') then figure_class
            else 'no_label'
        end as reason_if_unused,
        metric_label
    from joined
)

select * from final
