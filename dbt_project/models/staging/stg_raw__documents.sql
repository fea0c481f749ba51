with source as (
    select * from {{ source('raw', 'documents') }}
),

renamed as (
    select
        document_id as report_key,
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
        title,
        department_name,
        region_code,
        region_name,
        admin_level,
        fiscal_year,
        report_kind,
        loaded_at
    from source
)

select * from renamed
