{{ config(materialized='incremental') }}

-- Budget and executed amounts of one thing, brought together by nearness: form row, sentence, paragraph, section.
with amounts as (
    select * from {{ ref('int_funding_tree') }}
),

-- Money paid out stands for money spent where nothing else is said of it.
executed as (
    select * from amounts
    where
        stage in ('executed', 'paid')
        -- What an insurance fund pays out is not spent of the money that was granted to it.
        and not (cut = 'total' and contains(item_name, '基金支出'))
    qualify stage = 'executed' or not bool_or(stage = 'executed') over (partition by report_key, project_key, cut, funding_item)
),

budgets as (
    select * from amounts
    where
        stage in ('budget', 'initial')
        -- Money made available is a budget; income earned is one only where a rate says so.
        or stage = 'allocated'
),

rates as (
    select * from {{ ref('int_statements_classified') }}
    where statement_kind = 'execution_rate' and is_own_year
),

candidates as (
    select
        executed.amount_id as executed_id,
        budgets.amount_id as budget_id,
        executed.report_key,
        executed.department_name,
        executed.fiscal_year,
        case
            when executed.scope = 'department' and executed.cut <> 'total' then 'item'
            when executed.scope = 'project' and executed.cut <> 'total' then 'item'
            else executed.scope
        end as scope,
        executed.project_name,
        executed.project_key,
        case
            when executed.cut <> 'total' then executed.item_name
            when executed.scope = 'project' then executed.project_name
            else budgets.item_name
        end as item_name,
        executed.funding_item,
        executed.cut,
        executed.source,
        executed.form_key,
        executed.form_row,
        executed.sentence_id,
        executed.paragraph,
        executed.ordinal,
        budgets.amount as budget,
        budgets.amount_low as budget_low,
        budgets.amount_high as budget_high,
        budgets.figure_key as budget_figure_key,
        executed.amount as executed,
        executed.amount_low as executed_low,
        executed.amount_high as executed_high,
        executed.figure_key as executed_figure_key,
        case
            when executed.form_row = budgets.form_row and executed.form_key = budgets.form_key then 0
            when executed.sentence_id = budgets.sentence_id then 1
            when executed.paragraph = budgets.paragraph then 2
            when executed.section_id = budgets.section_id then 3
            else 4
        end as distance,
        -- The rate told after it names the budget that it is of, where there are several.
        budgets.stage <> 'allocated' and exists (
            select 1 from rates
            where
                rates.report_key = executed.report_key
                and rates.paragraph = executed.paragraph
                and coalesce(rates.fund_name, '') = executed.project_key
                and rates.ordinal > executed.ordinal
                and {{ intervals_meet(
                    'rates.value_low', 'rates.value_high',
                    percent_of('executed.amount_low', 'budgets.amount_high'), percent_of('executed.amount_high', 'budgets.amount_low')
                ) }}
        ) as is_confirmed,
        -- 中央财政资金执行a，执行率r: the rate told right after it is of the money of that item, wherever its budget was told.
        exists(
            select 1 from rates
            where
                rates.report_key = executed.report_key
                and rates.sentence_id = executed.sentence_id
                and rates.ordinal = executed.ordinal + 1
                and {{ intervals_meet(
                    'rates.value_low', 'rates.value_high',
                    percent_of('executed.amount_low', 'budgets.amount_high'), percent_of('executed.amount_high', 'budgets.amount_low')
                ) }}
        ) as is_told,
        case budgets.stage when 'budget' then 1 when 'initial' then 2 else 3 end as stage_order,
        budgets.stage = 'allocated' and contains(budgets.item_name, '收入') as is_income,
        budgets.ordinal > executed.ordinal as is_after,
        abs(budgets.ordinal - executed.ordinal) as ordinal_distance,
        executed.project_key <> budgets.project_key as is_other_project
    from executed
    inner join budgets
        on
            executed.report_key = budgets.report_key
            and executed.scope = budgets.scope
            and executed.source = budgets.source
            and (executed.cut = budgets.cut)
            and (
                executed.cut = 'total'
                or executed.funding_item = budgets.funding_item
                -- 技术改造补助5600万元 … 技术改造补助支出5418.6万元: of no known name, and of one.
                or (
                    executed.funding_item is null
                    and budgets.funding_item is null
                    and {{ spent_of('executed.item_key') }} = {{ spent_of('budgets.item_key') }}
                )
            )
            and (
                executed.project_key = budgets.project_key
                -- A project under another name in the same paragraph: a reading to try, not a fact.
                or (executed.scope = 'project' and executed.paragraph = budgets.paragraph)
            )
),

-- 政府性基金206万元 … 政府性基金支出206万元: of a source for which one budget and one expenditure are told in all of the report.
counted as (
    select
        *,
        coalesce(
            cut in ('source', 'level')
            and funding_item is not null
            and executed <= budget
            and min(budget) over of_item = max(budget) over of_item
            and min(executed) over of_item = max(executed) over of_item,
            false
        ) as is_only_one
    from candidates
    window of_item as (partition by report_key, scope, project_key, source, funding_item)
),

nearest as (
    select * exclude (cut, is_only_one) from counted
    where
        -- Parts are compared only where budget and expenditure are told together.
        (scope <> 'item' or distance <= 2 or is_told or is_only_one)
        and (not is_income or is_told)
        -- Forms say what belongs to what.
        and (source = 'narrative' or distance = 0)
    qualify row_number() over (
        partition by executed_id
        order by
            is_other_project, distance > 0, not is_confirmed and not is_told, distance, stage_order, is_after, ordinal_distance, budget_id
    ) = 1
),

-- An expenditure told twice, in 元 and in 万元, is paired where it stands nearest to its budget; a budget told in one sentence with what was
-- spent of it is not paired with what is told far away.
paired as (
    select nearest.* from nearest
    where not exists (
        select 1 from nearest as nearer
        where
            nearer.budget_id = nearest.budget_id
            and nearer.executed_id <> nearest.executed_id
            and nearer.scope = nearest.scope
            and nearer.project_key = nearest.project_key
            and nearer.distance < nearest.distance
            and (
                (nearer.distance <= 1 and nearest.distance >= 3)
                or {{ intervals_meet('nearer.executed_low', 'nearer.executed_high', 'nearest.executed_low', 'nearest.executed_high') }}
            )
    )
),

computed as (
    select
        *,
        {{ percent_of('executed', 'budget') }} as rate,
        {{ percent_of('executed_low', 'budget_high') }} as rate_low,
        {{ percent_of('executed_high', 'budget_low') }} as rate_high
    from paired
)

select * from computed
