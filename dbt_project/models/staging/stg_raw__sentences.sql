with source as (
    select * from {{ source('raw', 'sentences') }}
),

renamed as (
    select
        sentence_id,
        report_key,
        document_id,
        section_id,
        paragraph,
        text,
        char_start,
        char_end
    from source
)

select * from renamed
