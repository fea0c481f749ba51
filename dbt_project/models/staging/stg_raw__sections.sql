with source as (
    select * from {{ source('raw', 'sections') }}
),

renamed as (
    select
        section_id,
        report_key,
        document_id,
        parent_section_id,
        ordinal,
        depth,
        kind,
        marker,
        number,
        title,
        section_path,
        text,
        char_start,
        char_end
    from source
)

select * from renamed
