-- Stated execution rates beside the pair of amounts that they are the rate of.
with pairs as (
    select * from {{ ref('int_execution_pairs') }}
),

statements as (
    select * from {{ ref('int_statements_classified') }}
    where statement_kind = 'execution_rate' and is_own_year
),

form_rates as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'funding' and field = 'execution_rate' and value is not null
),

rates as (
    select
        statement_id as rate_id,
        report_key,
        coalesce(fund_name, '') as project_key,
        label as subject,
        value as stated,
        precision,
        value_low as stated_low,
        value_high as stated_high,
        figure_key,
        sentence_id,
        paragraph,
        ordinal,
        cast(null as varchar) as form_key,
        cast(null as integer) as form_row
    from statements
    union all
    select
        figure_key || '#rate' as rate_id,
        report_key,
        coalesce(project_name, '') as project_key,
        '执行率' as subject,
        value as stated,
        precision,
        value - precision * 0.5 as stated_low,
        value + precision * 0.5 as stated_high,
        figure_key,
        null as sentence_id,
        null as paragraph,
        char_start as ordinal,
        form_key,
        form_row
    from form_rates
),

matched as (
    select
        rates.rate_id,
        rates.report_key,
        rates.project_key,
        rates.subject,
        rates.stated,
        rates.precision,
        rates.stated_low,
        rates.stated_high,
        rates.figure_key,
        rates.ordinal,
        pairs.executed_id,
        pairs.scope,
        pairs.item_name,
        pairs.budget,
        pairs.budget_figure_key,
        pairs.executed,
        pairs.executed_figure_key,
        pairs.rate,
        pairs.rate_low,
        pairs.rate_high,
        pairs.is_other_project,
        case
            when rates.form_row is not null then 0
            when rates.sentence_id = pairs.sentence_id then 1
            when rates.paragraph = pairs.paragraph then 2
            else 3
        end as distance
    from rates
    inner join pairs
        on
            rates.report_key = pairs.report_key
            and rates.project_key = pairs.project_key
            and (
                (rates.form_key = pairs.form_key and rates.form_row = pairs.form_row)
                or (
                    rates.form_key is null
                    and pairs.form_key is null
                    and (rates.paragraph = pairs.paragraph or pairs.scope <> 'item')
                )
            )
    qualify row_number() over (
        partition by rates.rate_id
        order by distance, pairs.ordinal > rates.ordinal, abs(pairs.ordinal - rates.ordinal), pairs.executed_id
    ) = 1
),

judged as (
    select
        *,
        {{ judge_status('stated', 'precision', 'stated_low', 'stated_high', 'rate', 'rate_low', 'rate_high') }} as status
    from matched
),

-- A rate told far from its amounts, or amounts of a project under another name, are taken for a pair only where they agree.
plausible as (
    select
        *,
        distance > 2 or is_other_project as is_far
    from judged
    where not (distance > 2 or is_other_project) or status in ('exact', 'rounded', 'truncated')
)

select * from plausible
