with source as (
    select * from {{ source('raw', 'figures') }}
),

corrections as (
    select * from {{ source('raw', 'corrections') }}
),

renamed as (
    select
        source.figure_key,
        source.report_key,
        source.document_id,
        source.sentence_id,
        source.section_id,
        source.page,
        source.line,
        source.cell,
        source.char_start,
        source.char_end,
        source.printed,
        source.figure_class,
        -- What is known to be wrong is put right here, once; what is printed stays as it is.
        coalesce(
            cast(corrections.correct_number as decimal(18, 6)) * cast(coalesce(source.scale, 1) as decimal(18, 4)), source.value
        ) as value,
        source.value as stated_value,
        corrections.figure_key is not null as is_corrected,
        source.unit,
        source.printed_unit,
        source.unit_family,
        source.scale,
        coalesce(
            cast(corrections.correct_step as decimal(18, 6)) * cast(coalesce(source.scale, 1) as decimal(18, 4)), source.precision
        ) as precision,
        source.qualifier,
        source.reason
    from source
    left join corrections on source.figure_key = corrections.figure_key
)

select * from renamed
