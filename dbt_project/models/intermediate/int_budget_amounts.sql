{{ config(materialized='incremental') }}

-- Amounts of money that are the budget's by their own words, or by those before them: which total was spent, and of which item.
with statements as (
    select * from {{ ref('int_statements_recognised') }}
    where figure_class = 'money' and role in ('actual', 'target') and label_key is not null and value is not null
),

rates as (
    select * from {{ ref('int_statements_recognised') }}
    where figure_class = 'percent' and role = 'actual' and rate_kind = 'execution_rate'
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

labels as (
    select
        *,
        fund_name is not null as is_of_fund,
        coalesce(fund_name, '') as fund_key,
        coalesce(
            (not is_balance or parent_statement_id is not null)
            and (
                item_scope = 'any'
                or (item_scope = 'project' and fund_name is not null)
                or (item_scope = 'department' and fund_name is null)
            )
            -- 产业类八个，安排a；基础设施类五个，安排b: bare words told of one thing after the other name no total.
            and not (
                funding_item = 'plain_amount'
                and label_key <> item_key
                and count(distinct label_key) over (partition by sentence_id, fund_name, item_key) > 1
            ),
            false
        ) as is_known,
        -- 支出, 执行, 实际支付 alone: an answer to the budget told before it.
        coalesce(
            funding_item in ('plain_amount', 'annual_amount')
            and stage in ('executed', 'paid')
            and regexp_full_match(
                bare_label, '(?:实际|累计|已|共|全年|年度|当年)*(?:支出|执行|使用|支付|兑付|开支|完成|列支)+(?:数|额|金额|资金)?'
            ),
            false
        ) as is_bare_spending,
        -- 部门整体支出, 2023年全年实际支出: the year's or the whole's, whatever stands around it.
        regexp_full_match(
            label_key,
            '(?:(?:19|20)\d\d年度?|本?(?:部门|单位)(?:整体)?|全年|本年度?|年度|累计|实际|共|总|完成)+(?:支出|列支)(?:数|额|金额|总额|资金|合计|共计|总计)?'
        ) as is_year_spending,
        count(*) filter (where funding_item in ('plain_amount', 'annual_amount')) over (
            partition by sentence_id, project_name
        ) as project_amount_count,
        nullif(regexp_extract(label_key, '^([^，。]{0,8}(?:预算|支出|收入|资金|经费))(?:中|里|又分为|分为|包括|(?:主要)?用于)..', 1), '') as outer_key
    from statements
),

-- 基本支出预算 a，执行 b: the expenditure is that item's, unless two budgets were told in a row.
neighbours as (
    select
        *,
        lag(statement_id) over in_sentence as statement_before,
        lag(funding_item) over in_sentence as item_before,
        lag(cut) over in_sentence as cut_before,
        lag(stage) over in_sentence as stage_before,
        lag(bare_label) over in_sentence as label_before,
        lag(item_name) over in_sentence as name_before,
        lag(value) over in_sentence as value_before,
        lag(is_known) over in_sentence as is_known_before,
        lag(cut, 2) over in_sentence as cut_two_before,
        lag(stage, 2) over in_sentence as stage_two_before
    from labels
    window in_sentence as (partition by sentence_id, fund_key order by ordinal, statement_id)
),

item_answers as (
    select
        statement_id,
        item_before as answered_item,
        cut_before as answered_cut,
        regexp_replace(label_before, '(?:年初|全年|年度|调整后)?预算(?:数|额|金额)?$', '') as answered_label,
        regexp_replace(name_before, '(?:年初|全年|年度|调整后)?预算(?:数|额|金额)?$', '') as answered_name
    from neighbours
    where
        is_bare_spending
        and is_known_before
        and cut_before <> 'total'
        -- 安排专项资金, 上年结转资金: money of the budget, though its words tell no stage.
        and coalesce(stage_before, case when cut_before = 'programme' or item_before = 'carried_forward' then 'budget' end)
        in ('budget', 'initial', 'allocated')
        and value <= value_before * 1.2
        and not coalesce(cut_two_before <> 'total' and stage_two_before in ('budget', 'initial'), false)
),

-- 调整后预算861万元，实际支出800万元: beside a total of the budget, or with a rate of execution, it is the total spent.
total_answers as (
    select distinct spent.statement_id
    from neighbours as spent
    inner join labels as totals
        on
            spent.report_key = totals.report_key
            and spent.paragraph = totals.paragraph
            and spent.ordinal > totals.ordinal
            and spent.fiscal_year = totals.value_year
    where
        spent.is_bare_spending
        and not spent.is_of_fund
        and totals.is_known
        and not totals.is_of_fund
        and totals.cut = 'total'
        and totals.stage in ('initial', 'budget')
        and spent.value <= totals.value * 1.2
        and spent.statement_id not in (select item_answers.statement_id from item_answers)
    union
    select spent.statement_id
    from neighbours as spent
    inner join rates on spent.sentence_id = rates.sentence_id and spent.ordinal + 1 = rates.ordinal and rates.project_name is null
    where
        spent.is_bare_spending
        and not spent.is_of_fund
        -- The first amount of its sentence, or more than any budget told before it there: of the whole, not of an item.
        and (
            spent.statement_before is null
            or not exists (
                select 1 from labels as earlier
                where
                    earlier.sentence_id = spent.sentence_id
                    and earlier.ordinal < spent.ordinal
                    and not (
                        earlier.is_known
                        and coalesce(earlier.stage in ('budget', 'initial'), false)
                        and earlier.value < spent.value
                    )
            )
        )
        and spent.statement_id not in (select item_answers.statement_id from item_answers)
),

-- Told under a heading about money and near the budget of the whole in size, or with the word 部门, it is the total spent too.
year_answers as (
    select distinct spent.statement_id
    from labels as spent
    left join sections on spent.section_id = sections.section_id
    left join labels as totals
        on
            spent.report_key = totals.report_key
            and spent.fiscal_year = totals.value_year
            and totals.is_known
            and not totals.is_of_fund
            and totals.cut = 'total'
            and totals.stage in ('initial', 'budget')
            and spent.value between totals.value * 0.3 and totals.value * 1.2
    where
        spent.is_year_spending
        and not spent.is_of_fund
        and (
            regexp_matches(spent.label_key, '部门|单位')
            or (
                totals.statement_id is not null
                and regexp_matches(sections.title, '收支|支出|执行|预算|资金|经费|财务')
                and not regexp_matches(sections.title, '项目|专项|重点|三公')
            )
        )
        and spent.statement_id not in (select item_answers.statement_id from item_answers)
),

-- A dictionary knows 基本支出; 其中 tells that the bare 支出 which it is part of is the total.
wholes as (
    select distinct children.parent_statement_id as statement_id
    from labels as children
    where children.is_known and not children.is_balance and children.parent_statement_id is not null
    union
    select total_answers.statement_id from total_answers
    union
    select year_answers.statement_id from year_answers
    union
    -- 全年收入合计: the income of the whole department, under a label that is cut to 收入.
    select incomes.statement_id
    from labels as incomes
    where
        not incomes.is_of_fund
        and regexp_full_match(incomes.label_key, '(?:全年|本年|年度|部门)*收入')
        and regexp_matches(incomes.sentence, '(?:全年|本年|年度|部门|单位|\d年)(?:总)?收入(?:合计|总计|总额|共计)')
),

final as (
    select
        labels.statement_id,
        labels.report_key,
        labels.sentence_id,
        labels.ordinal,
        labels.label_key,
        labels.item_key,
        labels.item_name,
        labels.bare_label,
        labels.project_name,
        labels.parent_statement_id,
        labels.funding_item,
        labels.cut,
        labels.stage_in_words,
        labels.value,
        labels.value_low,
        labels.value_high,
        labels.is_of_fund,
        labels.fund_key,
        labels.project_amount_count,
        labels.outer_key,
        labels.is_balance,
        labels.is_known as is_in_dictionary,
        labels.is_known or wholes.statement_id is not null or item_answers.statement_id is not null as is_known,
        wholes.statement_id is not null as is_whole,
        item_answers.answered_item,
        item_answers.answered_cut,
        item_answers.answered_label,
        item_answers.answered_name
    from labels
    left join wholes on labels.statement_id = wholes.statement_id
    left join item_answers on labels.statement_id = item_answers.statement_id
)

select * from final
