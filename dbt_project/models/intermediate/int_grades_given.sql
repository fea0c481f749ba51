{{ config(materialized='incremental') }}

-- Grades that prose gives, with the project or the whole department that they are said of and the score they are said with.
with grades as (
    select * from {{ ref('stg_raw__grades') }}
),

documents as (
    select * from {{ ref('stg_raw__reports') }}
),

sentences as (
    select * from {{ ref('stg_raw__sentences') }}
),

statements as (
    select * from {{ ref('int_statements_classified') }}
),

-- A report of one project or fund speaks of it where it names none.
funds as (
    select
        report_key,
        min(fund_name) as fund_name
    from statements
    where report_kind <> 'department' and project_name is null
    group by report_key
),

scores as (
    select * from statements
    where statement_kind = 'score'
    qualify row_number() over (partition by figure_key order by ordinal, statement_id) = 1
),

given as (
    select
        grades.grade_id,
        documents.report_key,
        coalesce(scores.fund_name, grades.project_name, funds.fund_name) as project_name,
        scores.figure_key,
        scores.value as score,
        grades.grade,
        grades.char_start
    from grades
    inner join documents on grades.report_key = documents.report_key
    left join sentences on grades.sentence_id = sentences.sentence_id
    left join scores on grades.figure_key = scores.figure_key
    left join funds on documents.report_key = funds.report_key
    where
        -- 年度考核结果为优秀 without points grades something else.
        scores.figure_key is not null
        or (
            grades.figure_key is null
            and regexp_matches(sentences.text, '自评|绩效|评价')
            and not regexp_matches(sentences.text, '考核|考评|评比')
        )
)

select * from given
