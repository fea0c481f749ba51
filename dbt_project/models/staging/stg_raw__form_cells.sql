with source as (
    select * from {{ source('raw', 'form_cells') }}
),

renamed as (
    select
        report_key,
        document_id,
        form_number,
        row_number,
        block,
        field,
        trim(text) as text,
        unit_factor,
        cell,
        figure_key,
        char_start,
        char_end
    from source
)

select * from renamed
