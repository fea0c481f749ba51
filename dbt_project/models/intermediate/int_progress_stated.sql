{{ config(materialized='incremental') }}

-- What a table of in-year monitoring says of an item up to a day.
with cells as (
    select * from {{ ref('stg_raw__form_cells') }}
    where block = 'progress'
),

headings as (
    select
        report_key,
        form_number,
        string_agg(text, '；' order by char_start) as heading_text
    from {{ ref('stg_raw__form_cells') }}
    where block = 'heading' and field = 'progress'
    group by report_key, form_number
),

-- A number too large to be meant has a place in the ledger and no value here.
figures as (
    select * replace (case when {{ may_be_meant('value', 'figure_class') }} then value end as value)
    from {{ ref('stg_raw__figures') }}
),

reports as (
    select * from {{ ref('stg_raw__reports') }}
),

valued as (
    select
        cells.report_key,
        cells.document_id,
        cells.form_number,
        cells.row_number,
        cells.field,
        cells.text,
        cells.char_start,
        case when figures.figure_class = 'money' then figures.value end as amount,
        case when figures.figure_class in ('money', 'percent') then figures.figure_key end as figure_key,
        case when figures.figure_class = 'percent' then figures.value end as rate,
        case when figures.figure_class in ('money', 'percent') then figures.precision end as precision
    from cells
    left join figures on cells.figure_key = figures.figure_key
),

pivoted as (
    select
        report_key,
        any_value(document_id) as document_id,
        form_number,
        row_number,
        min(char_start) as ordinal,
        min(text) filter (where field = 'item_name') as item_name,
        min(amount) filter (where field = 'initial') as initial_amount,
        min(amount) filter (where field = 'budget') as budget_amount,
        min(amount) filter (where field = 'executed') as executed_amount,
        min(precision) filter (where field = 'executed') as executed_precision,
        min(rate) filter (where field = 'execution_rate') as stated_rate,
        min(text) filter (where field = 'as_of') as as_of_text,
        min(text) filter (where field = 'note') as note,
        list(figure_key order by figure_key) filter (where figure_key is not null) as figure_keys
    from valued
    group by report_key, form_number, row_number
    having min(amount) filter (where field in ('initial', 'budget', 'executed')) is not null
),

-- The day stands in the row, or in the head (截至7月底累计执行数), or in the title.
dated as (
    select
        pivoted.*,
        reports.fiscal_year,
        unnest([pivoted.as_of_text, headings.heading_text, reports.title]) as day_text,
        unnest([1, 2, 3]) as day_order
    from pivoted
    inner join reports on pivoted.report_key = reports.report_key
    left join headings on pivoted.report_key = headings.report_key and pivoted.form_number = headings.form_number
),

read_days as (
    select
        *,
        coalesce(nullif(regexp_extract(day_text, '((?:19|20)\d\d)\s*[-/.年]', 1), ''), cast(fiscal_year as varchar)) as day_year,
        coalesce(
            nullif(regexp_extract(day_text, '(\d{1,2})\s*月', 1), ''),
            nullif(regexp_extract(day_text, '(?:19|20)\d\d\s*[-/.]\s*(\d{1,2})(?:\D|$)', 1), ''),
            case
                when regexp_matches(day_text, '上半年|第?[二2]季度') then '6'
                when regexp_matches(day_text, '前三季度|第?[三3]季度') then '9'
                when regexp_matches(day_text, '第?[一1]季度') then '3'
                when regexp_matches(day_text, '第?[四4]季度|年[底末]') then '12'
            end
        ) as day_month,
        nullif(regexp_extract(day_text, '(?:月|(?:19|20)\d\d\s*[-/.]\s*\d{1,2}\s*[-/.])\s*(\d{1,2})', 1), '') as month_day
    from dated
),

-- A month or a quarter stands for its last day.
days as (
    select
        *,
        case
            when month_day is not null then try_cast(day_year || '-' || day_month || '-' || month_day as date)
            else last_day(try_cast(day_year || '-' || day_month || '-1' as date))
        end as as_of_date
    from read_days
),

first_days as (
    select * from days
    qualify row_number() over (
        partition by report_key, form_number, row_number order by as_of_date is null, day_order
    ) = 1
),

final as (
    select
        report_key || ':progress' || form_number || '.' || row_number as progress_id,
        report_key,
        document_id,
        ordinal,
        fiscal_year,
        item_name,
        regexp_matches({{ label_key('item_name') }}, '^(?:合计|总计|小计|共计)') as is_total,
        initial_amount,
        budget_amount,
        executed_amount,
        executed_precision,
        stated_rate,
        as_of_date,
        note,
        figure_keys
    from first_days
)

select * from final
