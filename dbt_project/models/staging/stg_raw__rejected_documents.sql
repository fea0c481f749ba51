with source as (
    select * from {{ source('raw', 'rejected_documents') }}
),

renamed as (
    select
        source_path,
        sha256,
        reason_code,
        reason,
        first_seen_at,
        last_seen_at
    from source
)

select * from renamed
