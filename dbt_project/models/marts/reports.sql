with documents as (
    select * from {{ ref('stg_raw__documents') }}
),

figure_counts as (
    select
        document_id,
        count(*) as figure_count
    from {{ ref('stg_raw__figures') }}
    group by document_id
),

final as (
    select
        documents.report_key,
        documents.document_id,
        documents.department_name,
        documents.region_name,
        documents.region_code,
        documents.admin_level,
        documents.fiscal_year,
        documents.report_kind,
        documents.title,
        documents.source_path,
        documents.source_url,
        documents.publisher,
        documents.page_count,
        documents.char_count,
        cast(coalesce(figure_counts.figure_count, 0) as integer) as figure_count,
        documents.loaded_at
    from documents
    left join figure_counts on documents.document_id = figure_counts.document_id
)

select * from final
order by department_name, fiscal_year, report_key
