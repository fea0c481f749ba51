with source as (
    select * from {{ source('raw', 'deductions') }}
),

renamed as (
    select
        deduction_id,
        report_key,
        document_id,
        section_id,
        sentence_id,
        paragraph,
        ordinal,
        reason,
        char_start,
        char_end
    from source
)

select * from renamed
