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
        text_digest,
        try_cast(published_on as date) as published_on,
        loaded_at
    from source
)

select * from renamed
