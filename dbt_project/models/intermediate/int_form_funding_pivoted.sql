-- The money rows of forms, one row an item and stage.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'funding'
),

labels as (
    select * from {{ ref('int_labels_matched') }}
),

row_names as (
    select
        form_key,
        form_row,
        min(regexp_replace(text, '^其中[:：]?', '')) as item_name
    from cells
    where field = 'item_name'
    group by 1, 2
),

amounts as (
    select
        cells.figure_key || '#' || cells.field as amount_id,
        cells.report_key,
        cells.department_name,
        cells.fiscal_year,
        case when cells.project_name is null then 'department' else 'project' end as scope,
        cells.project_name,
        row_names.item_name,
        coalesce(labels.bare_label, {{ label_key('row_names.item_name') }}) as item_key,
        labels.funding_item,
        -- Rows of a form's money that no dictionary knows are sources of the total above them.
        coalesce(labels.cut, 'source') as cut,
        labels.exhaustive_group,
        cells.field as stage,
        cast(cells.value * cells.factor as decimal(38, 10)) as amount,
        cast((cells.value - cells.precision * 0.5) * cells.factor as decimal(38, 10)) as amount_low,
        cast((cells.value + cells.precision * 0.5) * cells.factor as decimal(38, 10)) as amount_high,
        cast(cells.precision * cells.factor as decimal(38, 10)) as precision,
        cells.figure_key,
        cells.char_start as ordinal,
        cells.form_key,
        cells.form_row
    from cells
    inner join row_names on cells.form_key = row_names.form_key and cells.form_row = row_names.form_row
    left join labels
        on {{ label_key('row_names.item_name') }} = labels.label_key and labels.is_of_fund = (cells.project_name is not null)
    where cells.field in ('initial', 'budget', 'executed') and cells.value is not null
)

select * from amounts
