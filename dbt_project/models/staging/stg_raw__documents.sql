with source as (
    select * from {{ source('raw', 'documents') }}
),

renamed as (
    select
        document_id,
        sha256,
        source_path,
        source_url,
        publisher,
        format,
        encoding,
        byte_count,
        char_count,
        line_count,
        page_count,
        notes,
        loaded_at
    from source
)

select * from renamed
