{{ config(materialized='incremental') }}

with pairs as (
    select * from {{ ref('int_execution_pairs') }}
    where not is_other_project
),

rates as (
    select * from {{ ref('int_execution_rates_judged') }}
    where not is_far
),

-- The rate told nearest to the pair is the pair's own.
pair_rates as (
    select
        executed_id,
        arg_min(stated, (distance, ordinal)) as stated_rate,
        arg_min(status, (distance, ordinal)) as status,
        list(distinct figure_key order by figure_key) as rate_keys
    from rates
    group by executed_id
),

-- The same two amounts told twice under two names (执行数, 总支出) are one pair.
merged as (
    select
        pairs.report_key,
        pairs.department_name,
        pairs.fiscal_year,
        pairs.scope,
        pairs.project_key,
        case when pairs.scope = 'item' then pairs.item_name else '' end as part_name,
        pairs.budget,
        pairs.executed,
        any_value(pairs.project_name) as project_name,
        arg_min(pairs.executed_id, (pairs.ordinal, pairs.executed_id)) as execution_key,
        arg_min(pairs.item_name, (pairs.ordinal, pairs.executed_id)) as item_name,
        min(pairs.rate) as computed_rate,
        arg_min(pair_rates.stated_rate, (pairs.ordinal, pairs.executed_id)) as stated_rate,
        arg_min(pair_rates.status, (pairs.ordinal, pairs.executed_id)) as status,
        flatten(list(
            [pairs.budget_figure_key, pairs.executed_figure_key] || coalesce(pair_rates.rate_keys, cast([] as varchar[]))
        )) as figure_keys
    from pairs
    left join pair_rates on pairs.executed_id = pair_rates.executed_id
    group by
        pairs.report_key, pairs.department_name, pairs.fiscal_year, pairs.scope, pairs.project_key, part_name, pairs.budget, pairs.executed
),

final as (
    select
        execution_key,
        report_key,
        department_name,
        fiscal_year,
        scope,
        item_name,
        project_name,
        cast(budget as decimal(20, 2)) as budget_yuan,
        cast(executed as decimal(20, 2)) as executed_yuan,
        cast(stated_rate as decimal(20, 6)) as stated_rate,
        cast(computed_rate as decimal(20, 6)) as computed_rate,
        status,
        list_sort(list_distinct(figure_keys)) as figure_keys
    from merged
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by report_key, execution_key
