-- What the words around an amount tell of it where its own do not: which whole it is part of, and whose expenditure it is.
with statements as (
    select * from {{ ref('int_statements_recognised') }}
    where figure_class = 'money' and role in ('actual', 'target') and label_key is not null and value is not null
),

rates as (
    select * from {{ ref('int_statements_recognised') }}
    where figure_class = 'percent' and role = 'actual' and rate_kind = 'execution_rate'
),

labels as (
    select
        *,
        fund_name is not null as is_of_fund,
        coalesce(fund_name, '') as fund_key,
        coalesce(item_scope = 'any' or (item_scope = 'project' and fund_name is not null), false) as is_known,
        -- 支出, 执行, 实际支付 alone: an answer to the budget told before it.
        coalesce(
            funding_item in ('plain_amount', 'annual_amount')
            and stage in ('executed', 'paid')
            and regexp_full_match(
                bare_label, '(?:实际|累计|已|共|全年|年度|当年)*(?:支出|执行|使用|支付|完成|列支)+(?:数|额|金额|资金)?'
            ),
            false
        ) as is_bare_spending,
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
        and stage_before in ('budget', 'initial', 'allocated')
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

-- A dictionary knows 基本支出; 其中 tells that the bare 支出 which it is part of is the total.
wholes as (
    select distinct children.parent_statement_id as statement_id
    from labels as children
    where children.is_known and children.parent_statement_id is not null
    union
    select total_answers.statement_id from total_answers
    union
    -- 全年收入合计: the income of the whole department, under a label that is cut to 收入.
    select incomes.statement_id
    from labels as incomes
    where
        not incomes.is_of_fund
        and regexp_full_match(incomes.label_key, '(?:全年|本年|年度|部门)*收入')
        and regexp_matches(incomes.sentence, '(?:全年|本年|年度|部门|单位|\d年)(?:总)?收入(?:合计|总计|总额|共计)')
),

known as (
    select labels.*
    from labels
    left join wholes on labels.statement_id = wholes.statement_id
    left join item_answers on labels.statement_id = item_answers.statement_id
    where labels.is_known or wholes.statement_id is not null or item_answers.statement_id is not null
),

unknown as (
    select * from labels
    where statement_id not in (select known.statement_id from known)
),

-- 项目支出，其中案件审判: named under an amount of the budget it is one too, whatever its name, and though it names a project.
literal_parts as (
    select
        labels.statement_id,
        parents.statement_id as parent_statement_id
    from labels
    inner join known as parents on labels.parent_statement_id = parents.statement_id
    where
        (
            labels.fund_key = parents.fund_key
            and labels.statement_id in (select unknown.statement_id from unknown)
        )
        or (
            parents.fund_key = ''
            and labels.project_name is not null
            and (
                labels.statement_id in (select unknown.statement_id from unknown)
                -- With budget and expenditure of its own it is told as a project.
                or (labels.funding_item = 'plain_amount' and labels.project_amount_count = 1)
            )
        )
),

-- 基本支出中人员经费 a，公用经费 b: the whole is named within the label, and what follows in the sentence adds up to it.
inner_runs as (
    select
        openers.statement_id as opener_id,
        members.statement_id,
        members.value,
        wholes_named.statement_id as whole_id,
        wholes_named.value_low,
        wholes_named.value_high
    from labels as openers
    inner join labels as members
        on openers.sentence_id = members.sentence_id and openers.fund_key = members.fund_key and openers.ordinal <= members.ordinal
    inner join known as wholes_named
        on
            openers.report_key = wholes_named.report_key
            and openers.fund_key = wholes_named.fund_key
            and openers.ordinal > wholes_named.ordinal
            and openers.outer_key in (wholes_named.bare_label, wholes_named.label_key)
    where members.parent_statement_id is null
    qualify dense_rank() over (partition by openers.statement_id order by wholes_named.ordinal desc, wholes_named.statement_id asc) = 1
),

inner_parts as (
    select
        statement_id,
        min(whole_id) as parent_statement_id
    from inner_runs
    where
        opener_id in (
            select sums.opener_id
            from inner_runs as sums
            group by sums.opener_id
            having sum(sums.value) >= min(sums.value_low) and sum(sums.value) <= min(sums.value_high)
        )
    group by statement_id
),

-- Amounts of no known name that together make up, to the last digit, an amount of the budget told before them are its uses.
loose_runs as (
    select
        unknown.sentence_id,
        min(unknown.report_key) as report_key,
        min(unknown.fund_key) as fund_key,
        min(unknown.ordinal) as first_ordinal,
        sum(unknown.value) as parts
    from unknown
    where
        unknown.statement_id not in (select literal_parts.statement_id from literal_parts)
        and unknown.statement_id not in (select inner_parts.statement_id from inner_parts)
        and unknown.parent_statement_id is null
    group by unknown.sentence_id, unknown.fund_key
    having count(*) >= 2
),

loose_wholes as (
    select
        loose_runs.sentence_id,
        loose_runs.fund_key,
        known.statement_id as parent_statement_id
    from loose_runs
    inner join known
        on
            loose_runs.report_key = known.report_key
            and loose_runs.fund_key = known.fund_key
            and loose_runs.first_ordinal > known.ordinal
            and loose_runs.parts = known.value
    qualify row_number() over (
        partition by loose_runs.sentence_id, loose_runs.fund_key order by known.ordinal desc, known.statement_id asc
    ) = 1
),

loose_parts as (
    select
        unknown.statement_id,
        loose_wholes.parent_statement_id
    from unknown
    inner join loose_wholes on unknown.sentence_id = loose_wholes.sentence_id and unknown.fund_key = loose_wholes.fund_key
    where
        unknown.statement_id not in (select literal_parts.statement_id from literal_parts)
        and unknown.statement_id not in (select inner_parts.statement_id from inner_parts)
        and unknown.parent_statement_id is null
),

parts as (
    select * from literal_parts
    union all
    select * from inner_parts
    union all
    select * from loose_parts
),

contexts as (
    select
        labels.statement_id,
        -- A part that the dictionary knows keeps its name and cut.
        parts.statement_id is not null and (not labels.is_known or departments.statement_id is not null) as is_part,
        departments.statement_id is not null as is_department_part,
        wholes.statement_id is not null as is_whole,
        parts.parent_statement_id,
        item_answers.answered_item,
        item_answers.answered_cut,
        item_answers.answered_label,
        item_answers.answered_name,
        case
            when departments.statement_id is not null and labels.funding_item = 'plain_amount' then labels.project_name
            when labels.outer_key is not null
                then regexp_replace(labels.item_name, '^[^，。]{0,10}(?:预算|支出|收入|资金|经费)(?:中|里|又分为|分为|包括|(?:主要)?用于)', '')
        end as part_name
    from labels
    left join parts on labels.statement_id = parts.statement_id
    left join labels as departments
        on
            parts.parent_statement_id = departments.statement_id
            and departments.fund_key = ''
            and labels.project_name is not null
    left join wholes on labels.statement_id = wholes.statement_id
    left join item_answers on labels.statement_id = item_answers.statement_id
)

select * from contexts
where is_part or is_whole or parent_statement_id is not null or answered_item is not null or part_name is not null
