with rejected as (
    select * from {{ ref('stg_raw__rejected_documents') }}
),

final as (
    select
        source_path,
        sha256,
        reason_code,
        reason,
        first_seen_at,
        last_seen_at
    from rejected
)

select * from final
order by source_path
