{{ config(materialized='incremental') }}

-- A stated count beside the number of things listed with it.
with enumerations as (
    select * from {{ ref('stg_raw__enumerations') }}
),

figures as (
    select * from {{ ref('stg_raw__figures') }}
),

documents as (
    select * from {{ ref('stg_raw__reports') }}
),

counted as (
    select
        documents.report_key,
        coalesce(enumerations.subject, figures.printed) as subject,
        figures.unit,
        figures.value as stated,
        figures.precision as stated_precision,
        cast(len(enumerations.items) as decimal(38, 10)) as listed,
        enumerations.alternative_count,
        enumerations.is_open,
        array_to_string(enumerations.items, '、') as terms,
        figures.figure_key,
        enumerations.char_start as ordinal
    from enumerations
    inner join figures on enumerations.figure_key = figures.figure_key
    inner join documents on enumerations.report_key = documents.report_key
    where figures.value is not null
),

-- A list that ends in 等 may leave things out, but cannot have too many.
checks as (
    select
        report_key,
        'list_count' as rule,
        subject,
        unit,
        stated,
        stated_precision,
        stated as stated_low,
        stated as stated_high,
        listed as computed,
        listed as computed_low,
        listed as computed_high,
        terms,
        coalesce(alternative_count = stated, false) as is_other_reading,
        '“和”“与”连接的名称可读作 ' || alternative_count || ' 项' as other_reading_zh,
        'names joined by 和 or 与 can be read as ' || alternative_count || ' items' as other_reading_en,
        [figure_key] as figure_keys,
        ordinal
    from counted
    where not (is_open and listed < stated)
)

select * from checks
