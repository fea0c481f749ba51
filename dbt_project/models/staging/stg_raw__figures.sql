with source as (
    select * from {{ source('raw', 'figures') }}
),

renamed as (
    select
        figure_key,
        report_key,
        document_id,
        sentence_id,
        section_id,
        page,
        line,
        cell,
        char_start,
        char_end,
        printed,
        figure_class,
        value,
        unit,
        printed_unit,
        unit_family,
        scale,
        precision,
        qualifier,
        reason
    from source
)

select * from renamed
