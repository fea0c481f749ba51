with documents as (
    select * from {{ ref('stg_raw__reports') }}
),

figure_counts as (
    select
        report_key,
        count(*) as figure_count
    from {{ ref('stg_raw__figures') }}
    group by report_key
),

departments as (
    select * from {{ ref('int_departments_named') }}
),

editions as (
    select * from {{ ref('int_report_editions') }}
),

final as (
    select
        documents.report_key,
        documents.document_id,
        departments.department_key,
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
        documents.format,
        documents.sheet,
        documents.notes,
        documents.loaded_at,
        documents.published_on,
        editions.edition,
        editions.edition_count,
        editions.is_current,
        editions.replaced_by
    from documents
    inner join departments on documents.report_key = departments.report_key
    inner join editions on documents.report_key = editions.report_key
    left join figure_counts on documents.report_key = figure_counts.report_key
)

select * from final
order by department_name, fiscal_year, report_key
