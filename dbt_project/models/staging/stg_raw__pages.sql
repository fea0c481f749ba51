with source as (
    select * from {{ source('raw', 'pages') }}
),

renamed as (
    select
        document_id,
        page,
        sheet,
        char_start,
        char_end
    from source
)

select * from renamed
