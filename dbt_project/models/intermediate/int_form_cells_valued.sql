{{ config(materialized='incremental') }}

-- Cells of forms with their numbers, in the unit that the cell or else its column head says.
with cells as (
    select * from {{ ref('stg_raw__form_cells') }}
    where block not in ('heading', 'progress')
),

-- A number too large to be meant has a place in the ledger and no value here.
figures as (
    select
        * replace (
            case when {{ may_be_meant('value', 'figure_class') }} then value end as value,
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

-- 项目名称 | 预算数 | 执行数: each row of such a list is of a project of its own.
listed as (
    select
        report_key,
        row_number as form_row,
        min(text) as project_name
    from cells
    where field = 'listed_project'
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
            when listed.project_name is not null then listed.project_name
            when documents.report_kind <> 'department'
                then coalesce(named.project_name, {{ fund_of_title('documents.title', 'documents.department_name') }})
            else named.project_name
        end as project_name,
        listed.project_name is not null as is_listed,
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
    left join listed on cells.report_key = listed.report_key and cells.row_number = listed.form_row
    left join figures on cells.figure_key = figures.figure_key
)

select * from valued
