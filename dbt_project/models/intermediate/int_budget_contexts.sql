{{ config(materialized='incremental') }}

-- What the words around an amount tell of it where its own do not: which whole it is part of.
with labels as (
    select * from {{ ref('int_budget_amounts') }}
),

form_amounts as (
    select * from {{ ref('int_form_funding_pivoted') }}
),

known as (
    select * from labels
    where is_known
),

unknown as (
    select * from labels
    where not is_known
),

-- 未支出的65.3万元中，甲尾款a，乙质保金b
balances_parted as (
    select parents.statement_id
    from labels as parents
    inner join labels as children on parents.statement_id = children.parent_statement_id
    where parents.is_balance
    group by parents.statement_id
    having sum(children.value) = min(parents.value) and count(*) > 1
),

-- 项目支出，其中案件审判: named under an amount of the budget it is one too, whatever its name, and though it names a project.
literal_parts as (
    select
        labels.statement_id,
        parents.statement_id as parent_statement_id
    from labels
    inner join labels as parents
        on
            labels.parent_statement_id = parents.statement_id
            -- 年末结转a，其中采购项目结转b: what is left is no amount of the budget, but has parts of its own kind.
            and (
                parents.is_known
                or (parents.is_balance and regexp_matches(labels.label_key, '结[转余]$|收回|上缴|[交缴退]回|未(?:到位|支付|拨付)'))
                or parents.statement_id in (select balances_parted.statement_id from balances_parted)
            )
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
            and openers.outer_key in (
                regexp_replace(wholes_named.bare_label, '(..)(?:数|额|金额)$', '\1'), wholes_named.bare_label, wholes_named.label_key
            )
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

sure_parts as (
    select * from literal_parts
    union all
    select * from inner_parts
    where statement_id not in (select literal_parts.statement_id from literal_parts)
),

-- Amounts of no known name that together make up, to the last digit, an amount of the budget told before them are its uses.
loose_members as (
    select
        labels.statement_id,
        labels.report_key,
        labels.sentence_id,
        labels.fund_key,
        labels.ordinal,
        labels.value,
        labels.is_known,
        coalesce(labels.stage_in_words, '') as stage_in_words
    from labels
    where
        labels.statement_id not in (select sure_parts.statement_id from sure_parts)
        and labels.parent_statement_id is null
        -- What was saved or is left makes up the budget too, and is no use of it.
        and (labels.is_known or not regexp_matches(labels.label_key, '^节[约省]|结转|结余|剩余|未(?:支出|使用|执行|支付|拨付)'))
),

loose_runs as (
    select
        sentence_id,
        fund_key,
        null as stage_in_words,
        min(report_key) as report_key,
        min(ordinal) as first_ordinal,
        sum(value) as parts
    from loose_members
    where not is_known
    group by sentence_id, fund_key
    having count(*) >= 2
    union all
    -- 甲补助预算a，支出b；乙补助预算c，支出d: the budgets make up the budget, the expenditures what was spent.
    select
        sentence_id,
        fund_key,
        stage_in_words,
        min(report_key) as report_key,
        min(ordinal) as first_ordinal,
        sum(value) as parts
    from loose_members
    where not is_known and stage_in_words <> ''
    group by sentence_id, fund_key, stage_in_words
    having count(*) >= 2
    union all
    -- 追加部分包括中央资金a、津贴调标经费b: some of a known name and some of none.
    select
        sentence_id,
        fund_key,
        null as stage_in_words,
        min(report_key) as report_key,
        min(ordinal) as first_ordinal,
        sum(value) as parts
    from loose_members
    group by sentence_id, fund_key
    having count(*) >= 2 and bool_or(is_known) and bool_or(not is_known)
),

-- Totals that a form tells stand wherever it stands, and for all funds of its report: 从支出方向看，用于甲a、用于乙b.
wholes_told as (
    select
        statement_id,
        report_key,
        fund_key,
        ordinal,
        value,
        stage_in_words,
        cast(null as varchar) as stage
    from labels
    -- What is left over has parts too: 未支出的65.3万元中，…
    where is_known or is_balance
    union all
    select
        cast(null as varchar) as statement_id,
        report_key,
        cast(null as varchar) as fund_key,
        cast(null as integer) as ordinal,
        amount as value,
        stage as stage_in_words,
        stage
    from form_amounts
    where cut = 'total'
),

loose_wholes as (
    select
        loose_runs.sentence_id,
        loose_runs.fund_key,
        loose_runs.stage_in_words,
        wholes_told.statement_id as parent_statement_id,
        coalesce(wholes_told.stage, loose_runs.stage_in_words) as stage
    from loose_runs
    inner join wholes_told
        on
            loose_runs.report_key = wholes_told.report_key
            and coalesce(loose_runs.fund_key = wholes_told.fund_key, true)
            and coalesce(loose_runs.first_ordinal > wholes_told.ordinal, true)
            and loose_runs.parts = wholes_told.value
            and coalesce(loose_runs.stage_in_words = wholes_told.stage_in_words, true)
    qualify row_number() over (
        partition by loose_runs.sentence_id, loose_runs.fund_key, loose_runs.stage_in_words
        order by
            wholes_told.ordinal desc nulls last,
            wholes_told.stage = 'executed' desc,
            wholes_told.stage asc,
            wholes_told.statement_id asc
    ) = 1
),

-- An amount may belong to a run of its stage and to one of its whole sentence: what the text told before goes before a form.
loose_parts as (
    select
        unknown.statement_id,
        loose_wholes.parent_statement_id,
        loose_wholes.stage
    from loose_members as unknown
    inner join loose_wholes
        on
            unknown.sentence_id = loose_wholes.sentence_id
            and unknown.fund_key = loose_wholes.fund_key
            and coalesce(unknown.stage_in_words = loose_wholes.stage_in_words, true)
    where not unknown.is_known
    qualify row_number() over (
        partition by unknown.statement_id
        order by
            loose_wholes.parent_statement_id is null asc,
            loose_wholes.stage_in_words is null asc,
            loose_wholes.parent_statement_id asc
    ) = 1
),

-- 下达水利资金820万元，用于甲450万元、乙370万元: what the money is for, and the money itself.
purposes as (
    select
        openers.statement_id as opener_id,
        wholes_named.statement_id as whole_id,
        wholes_named.value_high as whole_high
    from unknown as openers
    inner join labels as wholes_named
        on
            openers.sentence_id = wholes_named.sentence_id
            and openers.fund_key = wholes_named.fund_key
            and openers.ordinal > wholes_named.ordinal
            and openers.value <= wholes_named.value
            and (
                wholes_named.is_known
                or (
                    wholes_named.stage_in_words is not null
                    and regexp_matches(wholes_named.label_key, '(?:资金|经费|补助|补贴|投资|专项|预算)$')
                )
            )
    where openers.parent_statement_id is null and regexp_matches(openers.item_key, '^(?:其中|主要|全部|分别)*用于')
    qualify row_number() over (
        partition by openers.statement_id order by wholes_named.ordinal desc, wholes_named.statement_id asc
    ) = 1
),

purpose_runs as (
    select
        purposes.opener_id,
        purposes.whole_id,
        members.statement_id,
        members.ordinal,
        sum(members.value) over (
            partition by purposes.opener_id order by members.ordinal, members.statement_id
        ) <= purposes.whole_high as is_within
    from purposes
    inner join labels as openers on purposes.opener_id = openers.statement_id
    inner join unknown as members
        on
            openers.sentence_id = members.sentence_id
            and openers.fund_key = members.fund_key
            and openers.ordinal <= members.ordinal
            and members.parent_statement_id is null
            and members.statement_id not in (select loose_parts.statement_id from loose_parts)
),

purpose_parts as (
    select
        statement_id,
        min(whole_id) as parent_statement_id
    from purpose_runs
    group by statement_id
    having bool_and(is_within)
),

-- 下达衔接资金6,380万元，其中产业发展3,520万元、基础设施2,260万元: parts under money that is sent down, none of a known name.
fund_parts as (
    select
        unknown.statement_id,
        unknown.parent_statement_id
    from unknown
    inner join unknown as wholes_named
        on unknown.parent_statement_id = wholes_named.statement_id and unknown.fund_key = wholes_named.fund_key
    where
        wholes_named.parent_statement_id is null
        and wholes_named.stage_in_words is not null
        and regexp_matches(
            wholes_named.label_key,
            '(?:下达|安排|拨付|投入|争取|筹集|到位|统筹|划拨|支付|使用|支出).*(?:资金|经费|补助|补贴|投资|专项|预算)$'
        )
    qualify sum(unknown.value) over (partition by unknown.parent_statement_id) <= wholes_named.value_high
),

named_parts as (
    select * from sure_parts
    union all
    select * from purpose_parts
    where statement_id not in (select sure_parts.statement_id from sure_parts)
    union all
    select * from fund_parts
    where
        statement_id not in (select sure_parts.statement_id from sure_parts)
        and statement_id not in (select purpose_parts.statement_id from purpose_parts)
),

parts as (
    select
        statement_id,
        parent_statement_id,
        cast(null as varchar) as stage
    from named_parts
    union all
    select * from loose_parts
),

-- What money is for makes it money of the budget; it is the whole of a fund only where no greater total of the fund is told.
purpose_wholes as (
    select distinct
        purpose_wholes_named.statement_id,
        case
            when
                purpose_wholes_named.is_of_fund
                and not exists (
                    select 1 from known
                    where
                        known.report_key = purpose_wholes_named.report_key
                        and known.fund_key = purpose_wholes_named.fund_key
                        and known.cut = 'total'
                        and known.stage_in_words = purpose_wholes_named.stage_in_words
                        and known.value > purpose_wholes_named.value
                ) then 'total'
            else 'programme'
        end as whole_cut
    from named_parts
    inner join unknown as purpose_wholes_named on named_parts.parent_statement_id = purpose_wholes_named.statement_id
    where not coalesce(purpose_wholes_named.is_balance, false)
),

contexts as (
    select
        labels.statement_id,
        -- A part that the dictionary knows keeps its name and cut.
        parts.statement_id is not null and (not labels.is_in_dictionary or departments.statement_id is not null) as is_part,
        departments.statement_id is not null as is_department_part,
        labels.is_whole or purpose_wholes.statement_id is not null as is_whole,
        coalesce(purpose_wholes.whole_cut, 'total') as whole_cut,
        parts.parent_statement_id,
        parts.stage as whole_stage,
        labels.answered_item,
        labels.answered_cut,
        labels.answered_label,
        labels.answered_name,
        case
            when departments.statement_id is not null and labels.funding_item = 'plain_amount' then labels.project_name
            when labels.outer_key is not null
                then regexp_replace(labels.item_name, '^[^，。]{0,10}(?:预算|支出|收入|资金|经费)(?:中|里|又分为|分为|包括|(?:主要)?用于)', '')
            -- 产业发展类八个，安排a: the bare word is told of what was counted before it.
            when parts.statement_id is not null and regexp_full_match(labels.item_key, '(?:安排|投入|支出|拨付|下达|使用|支付)+(?:资金|经费)?')
                then labels.label_key
            when parts.statement_id is not null and regexp_matches(labels.item_key, '^(?:其中|主要|全部|分别|已?支付资金|已支付)*用于..')
                then regexp_replace(labels.item_name, '^(?:其中|主要|全部|分别|已?支付资金|已支付|[:：])*用于', '')
        end as part_name
    from labels
    left join parts on labels.statement_id = parts.statement_id
    left join labels as departments
        on
            parts.parent_statement_id = departments.statement_id
            and departments.fund_key = ''
            and labels.project_name is not null
    left join purpose_wholes on labels.statement_id = purpose_wholes.statement_id
)

select * from contexts
where is_part or is_whole or parent_statement_id is not null or answered_item is not null or part_name is not null
