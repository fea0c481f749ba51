{{ config(materialized='incremental') }}

-- Measured statements that are neither the budget's amounts nor scores; the later or coarser saying of the same fact is marked.
-- An execution rate whose amounts the report does not tell (政府采购预算执行率94.7%) is measured like any other.
with judged_rates as (
    select rate_id from {{ ref('int_execution_rates_judged') }}
),

statements as (
    select * from {{ ref('int_statements_classified') }}
    where
        statement_kind = 'metric'
        or (statement_kind = 'execution_rate' and statement_id not in (select judged_rates.rate_id from judged_rates))
),

keyed as (
    select
        *,
        figure_class = 'rank' as is_rank,
        case
            when figure_class = 'rank'
                then regexp_replace(label_stem, '(?:任务)?(?:完成率|完成情况)$|(?:人数|人次|数量)(?:任务完成率)?$', '')
            else label_stem
        end as metric_key,
        coalesce(project_name, '') as project_key,
        coalesce(rank_scope, '') as scope_key,
        coalesce(unit, '') as unit_key,
        coalesce(nullif(as_of_month, value_year || '-12'), '') as month_key,
        -- Under another name a fact is the same one only where code and a number that does not occur by chance agree.
        case
            when metric_code is not null and figure_class in ('count', 'money') and value >= 10
                then metric_code || ':' || {{ number_text('value') }}
            else statement_id
        end as value_key
    from statements
),

compared as (
    select
        *,
        first_value(statement_id) over same_name as name_base_id,
        first_value(value_low) over same_name as name_base_low,
        first_value(value_high) over same_name as name_base_high,
        first_value(statement_id) over same_value as value_base_id
    from keyed
    window
        same_name as (
            partition by report_key, project_key, role, value_year, unit_key, month_key, is_rank, scope_key, metric_key
            order by precision nulls last, ordinal, statement_id
        ),
        same_value as (
            partition by report_key, project_key, role, value_year, unit_key, month_key, is_rank, scope_key, value_key
            order by precision nulls last, ordinal, statement_id
        )
),

based as (
    select
        *,
        case
            when name_base_id <> statement_id then name_base_id
            when value_base_id <> statement_id then value_base_id
        end as base_id,
        name_base_id <> statement_id as is_same_name,
        case
            when name_base_id <> statement_id
                then {{ intervals_meet('value_low', 'value_high', 'name_base_low', 'name_base_high') }}
            else value_base_id <> statement_id
        end as is_restatement
    from compared
)

select * from based
