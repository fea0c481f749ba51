with source as (
    select * from {{ source('raw', 'enumerations') }}
),

renamed as (
    select
        enumeration_id,
        report_key,
        document_id,
        figure_key,
        subject,
        items,
        alternative_count,
        is_open,
        char_start,
        char_end
    from source
)

select * from renamed
