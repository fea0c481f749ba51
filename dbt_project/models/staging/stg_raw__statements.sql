with source as (
    select * from {{ source('raw', 'statements') }}
),

renamed as (
    select
        statement_id,
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
        project_name,
        parent_statement_id,
        rank_scope,
        as_of_month,
        period_year
    from source
)

select * from renamed
