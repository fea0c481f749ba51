-- Cells of forms with their numbers, in the unit that the cell or else its column head says.
with cells as (
    select * from {{ ref('stg_raw__form_cells') }}
),

-- A number too large to be meant has a place in the ledger and no value here; a factor may still come to it.
figures as (
    select
        * replace (
            case when abs(value) < {{ largest_value() }} * 0.0001 then value end as value,
            coalesce(precision, 0) as precision
        )
    from {{ ref('stg_raw__figures') }}
),

documents as (
    select * from {{ ref('stg_raw__reports') }}
),

heads as (
    select
        report_key,
        form_number,
        min(text) filter (where field = 'project_name') as project_name
    from cells
    where block = 'head'
    group by 1, 2
),

valued as (
    select
        cells.report_key,
        cells.document_id,
        documents.department_name,
        documents.fiscal_year,
        documents.report_kind,
        case
            when documents.report_kind <> 'department' then coalesce(heads.project_name, {{ fund_of_title('documents.title') }})
            else heads.project_name
        end as project_name,
        cells.report_key || ':form' || cells.form_number as form_key,
        cells.form_number,
        cells.row_number as form_row,
        cells.block,
        cells.field,
        nullif(cells.text, '') as text,
        cells.cell,
        cells.figure_key,
        cells.char_start,
        figures.figure_class,
        figures.unit,
        figures.unit_family,
        figures.qualifier,
        case when figures.unit_family = 'money' then 1 else coalesce(cells.unit_factor, 1) end as factor,
        figures.value,
        figures.precision
    from cells
    inner join documents on cells.report_key = documents.report_key
    left join heads on cells.report_key = heads.report_key and cells.form_number = heads.form_number
    left join figures on cells.figure_key = figures.figure_key
)

select * from valued
