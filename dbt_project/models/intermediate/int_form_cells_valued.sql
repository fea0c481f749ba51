{{ config(materialized='incremental') }}

-- Cells of forms with their numbers, in the unit that the cell or else its column head says.
with cells as (
    select * from {{ ref('stg_raw__form_cells') }}
    where block <> 'heading'
),

-- A number too large to be meant has a place in the ledger and no value here.
figures as (
    select
        * replace (
            case when abs(value) < {{ largest_value() }} then value end as value,
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
        min(text) filter (where field = 'project_name') as project_name,
        min(text) filter (where field = 'executing_unit') as executing_unit
    from cells
    where block = 'head'
    group by 1, 2
),

-- 工资性支出 of two units are two projects.
named as (
    select
        * replace (
            case
                when
                    executing_unit is not null
                    and count(*) over (partition by report_key, project_name) > 1
                    and min(executing_unit) over (partition by report_key, project_name)
                    <> max(executing_unit) over (partition by report_key, project_name)
                    then project_name || '（' || executing_unit || '）'
                else project_name
            end as project_name
        )
    from heads
),

valued as (
    select
        cells.report_key,
        cells.document_id,
        documents.department_name,
        documents.fiscal_year,
        documents.report_kind,
        case
            when documents.report_kind <> 'department' then coalesce(named.project_name, {{ fund_of_title('documents.title') }})
            else named.project_name
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
        cells.unit_factor,
        figures.figure_class,
        figures.unit,
        figures.unit_family,
        figures.printed_unit,
        figures.scale,
        figures.qualifier,
        figures.value,
        figures.precision
    from cells
    inner join documents on cells.report_key = documents.report_key
    left join named on cells.report_key = named.report_key and cells.form_number = named.form_number
    left join figures on cells.figure_key = figures.figure_key
)

select * from valued
