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
        item_name,
        figure_key,
        char_start,
        char_end
    from source
)

select * from renamed
