with source as (
    select * from {{ source('raw', 'statements') }}
),

renamed as (
    select
        statement_id,
        report_key,
        document_id,
        figure_key,
        sentence_id,
        section_id,
        paragraph,
        ordinal,
        role,
        label,
        item_name,
        subject,
        -- An amount is no part of a name.
        case when not regexp_matches(project_name, '\d(?:[万亿千百十]*元|[%％])') then project_name end as project_name,
        parent_statement_id,
        rank_scope,
        as_of_month,
        period_year
    from source
)

select * from renamed
