with reports as (
    select * from {{ source('raw', 'reports') }}
),

documents as (
    select * from {{ source('raw', 'documents') }}
),

renamed as (
    select
        reports.report_key,
        reports.document_id,
        reports.sheet,
        reports.title,
        reports.department_name,
        reports.region_code,
        reports.region_name,
        reports.admin_level,
        reports.fiscal_year,
        reports.report_kind,
        documents.sha256,
        documents.source_path,
        documents.source_url,
        documents.publisher,
        documents.format,
        documents.encoding,
        documents.byte_count,
        documents.char_count,
        documents.line_count,
        documents.page_count,
        documents.notes,
        try_cast(documents.published_on as date) as published_on,
        documents.loaded_at
    from reports
    inner join documents on reports.document_id = documents.document_id
)

select * from renamed
