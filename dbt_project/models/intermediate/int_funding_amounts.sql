{{ config(materialized='incremental') }}

-- Amounts of the budget, from sentences and from the rows of forms, with the stage that each one stands for.
with statements as (
    select * from {{ ref('int_statements_classified') }}
    where statement_kind = 'funding' and is_own_year
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

form_amounts as (
    select * from {{ ref('int_form_funding_pivoted') }}
),

-- An amount without a word of stage takes that of the whole it is part of, else of the amount printed before it, else of the
-- same amount told elsewhere, else what the sentence is about.
staged as (
    select
        statements.*,
        coalesce(
            statements.stage,
            -- What is left over is no money budgeted or spent, whatever stands before it.
            case
                when statements.is_balance and (statements.parent_statement_id is null or parents.is_balance) then 'balance'
            end,
            -- “三公”经费支出21.4万元 tells its stage, whatever budget of something else stands before it.
            case
                when statements.cut = 'use' and statements.parent_statement_id is null and regexp_matches(statements.item_name, '费支出$')
                    then 'executed'
            end,
            -- 中央下达资金: the item is known by words that tell its stage too.
            case
                when statements.parent_statement_id is null and regexp_matches(statements.item_name, '下达|到位') then statements.stage_in_words
            end,
            case when {{ is_sent_down('statements.sentence', 'statements.item_name') }} then 'allocated' end,
            parents.stage,
            grandparents.stage,
            -- What is added does not tell the stage of what follows: 年初预算a，追加b，上年结转c.
            last_value(
                case when coalesce(statements.funding_item, '') not in ('adjustment', 'reduction') then statements.stage end ignore nulls
            ) over (
                partition by statements.sentence_id
                order by statements.ordinal, statements.statement_id
                rows between unbounded preceding and current row
            )
        ) as told_stage,
        last_value(nullif(statements.stage, 'reduced') ignore nulls) over (
            partition by statements.report_key, statements.fund_name, statements.paragraph
            order by statements.ordinal, statements.statement_id
            rows between unbounded preceding and current row
        ) as paragraph_stage
    from statements
    left join statements as parents on statements.parent_statement_id = parents.statement_id
    left join statements as grandparents on parents.parent_statement_id = grandparents.statement_id
),

-- 支出构成为：人员经费、公用经费、项目经费: parts that make up a total told before them are at its stage.
stageless as (
    select
        report_key,
        fund_name,
        sentence_id,
        cut,
        min(paragraph) as paragraph,
        min(ordinal) as ordinal,
        sum(value_low) as parts_low,
        sum(value_high) as parts_high
    from staged
    where stage is null and not coalesce(is_balance, false) and parent_statement_id is null and cut <> 'total'
    group by report_key, fund_name, sentence_id, cut
    having count(*) > 1
),

governing as (
    select
        stageless.sentence_id,
        stageless.fund_name,
        stageless.cut,
        totals.told_stage as stage
    from stageless
    inner join staged as totals
        on
            stageless.report_key = totals.report_key
            and stageless.fund_name is not distinct from totals.fund_name
            and stageless.ordinal > totals.ordinal
            and totals.cut = 'total'
            and totals.told_stage is not null
            and {{ intervals_meet('stageless.parts_low', 'stageless.parts_high', 'totals.value_low', 'totals.value_high') }}
    qualify row_number() over (
        partition by stageless.sentence_id, stageless.fund_name, stageless.cut
        order by totals.paragraph <> stageless.paragraph asc, totals.ordinal desc, totals.statement_id asc
    ) = 1
),

told_elsewhere as (
    select
        report_key,
        bare_label,
        value,
        min(told_stage) as stage
    from staged
    where told_stage is not null
    group by report_key, bare_label, value
),

resolved as (
    select
        staged.*,
        coalesce(
            staged.told_stage,
            case when staged.parent_statement_id is null then governing.stage end,
            told_elsewhere.stage,
            parents_elsewhere.stage,
            case
                -- What was carried forward is there when the year begins, whatever is told beside it.
                when staged.funding_item = 'carried_forward'
                    then case when staged.stage_in_words = 'initial' then 'initial' else 'budget' end
                -- 全年项目支出17138万元: of a whole year that is over.
                when regexp_matches({{ label_key('staged.item_name') }}, '^(?:全年|累计|实际).*(?:支出|费用)$') then 'executed'
                -- 项目支出a，用于甲项目，预算b，支出c: what is told of its uses does not tell its own stage.
                when regexp_matches({{ without_kinds_of_budget('split_part(staged.sentence, staged.item_name, 1)') }}, '预算') then 'budget'
                when regexp_matches(staged.sentence, '决算|执行|列支|(?:总|实际|全年)支出|支出(?:合计|总|共|构成|结构|中)') then 'executed'
                when regexp_matches({{ without_kinds_of_budget('staged.sentence') }}, '预算') then 'budget'
                when regexp_matches(staged.sentence, '到位|下达') then 'allocated'
                when staged.paragraph_stage is not null then staged.paragraph_stage
                when sections.kind <> 'title' and regexp_matches({{ without_kinds_of_budget('sections.title') }}, '预算') then 'budget'
                when sections.kind <> 'title' and regexp_matches(sections.title, '支出|决算|执行') then 'executed'
                when sections.kind <> 'title' and regexp_matches(sections.title, '到位|下达|分解') then 'allocated'
                else 'budget'
            end
        ) as known_stage
    from staged
    left join governing
        on
            staged.sentence_id = governing.sentence_id
            and staged.fund_name is not distinct from governing.fund_name
            and staged.cut = governing.cut
    left join told_elsewhere
        on
            staged.report_key = told_elsewhere.report_key
            and staged.bare_label = told_elsewhere.bare_label
            and staged.value = told_elsewhere.value
    left join sections on staged.section_id = sections.section_id
    left join staged as parents on staged.parent_statement_id = parents.statement_id
    left join told_elsewhere as parents_elsewhere
        on
            parents.report_key = parents_elsewhere.report_key
            and parents.bare_label = parents_elsewhere.bare_label
            and parents.value = parents_elsewhere.value
),

-- The whole's stage, however it came to be known, is the part's; what a part's own words call spent is spent of what was paid.
inherited as (
    select
        resolved.* replace (
            case
                when resolved.stage is not null or {{ is_sent_down('resolved.sentence', 'resolved.item_name') }} then resolved.known_stage
                when parents.known_stage = 'paid' and resolved.stage_in_words = 'executed' then 'executed'
                when parents.known_stage is not null then parents.known_stage
                else resolved.known_stage
            end as known_stage
        )
    from resolved
    left join resolved as parents on resolved.parent_statement_id = parents.statement_id
),

narrative as (
    select
        statement_id as amount_id,
        report_key,
        department_name,
        fiscal_year,
        case when fund_name is null then 'department' else 'project' end as scope,
        fund_name as project_name,
        regexp_replace(item_name, '^(?:其中[:：]?|含|包括)', '') as item_name,
        bare_label as item_key,
        funding_item,
        cut,
        exhaustive_group,
        known_stage as stage,
        parent_statement_id as literal_parent_id,
        value as amount,
        value_low as amount_low,
        value_high as amount_high,
        coalesce(precision, 0) as precision,
        figure_key,
        sentence_id,
        paragraph,
        section_id,
        ordinal,
        'narrative' as source,
        cast(null as varchar) as form_key,
        cast(null as integer) as form_row
    from inherited
),

unioned as (
    select * from narrative
    union all
    select
        amount_id,
        report_key,
        department_name,
        fiscal_year,
        scope,
        project_name,
        item_name,
        item_key,
        funding_item,
        cut,
        exhaustive_group,
        stage,
        whole_amount_id as literal_parent_id,
        amount,
        amount_low,
        amount_high,
        precision,
        figure_key,
        cast(null as varchar) as sentence_id,
        cast(null as integer) as paragraph,
        cast(null as varchar) as section_id,
        ordinal,
        'form' as source,
        form_key,
        form_row
    from form_amounts
),

-- Restated in a project's text under another word (年度预算金额, 年度预算) a total is still the project's one total.
keyed as (
    select
        * replace (case when scope = 'project' and cut = 'total' then 'total' else item_key end as item_key),
        coalesce(project_name, '') as project_key
    from unioned
)

select * from keyed
