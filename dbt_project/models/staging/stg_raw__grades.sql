with source as (
    select * from {{ source('raw', 'grades') }}
),

renamed as (
    select
        grade_id,
        report_key,
        document_id,
        section_id,
        sentence_id,
        paragraph,
        project_name,
        figure_key,
        grade,
        char_start,
        char_end
    from source
)

select * from renamed
