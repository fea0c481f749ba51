with source as (
    select * from {{ source('raw', 'corrections') }}
),

renamed as (
    select
        figure_key,
        document_id,
        expected,
        correct_number,
        correct_step,
        what_is_wrong,
        reason,
        authority,
        try_cast(corrected_on as date) as corrected_on
    from source
)

select * from renamed
