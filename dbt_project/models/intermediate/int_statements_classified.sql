-- Every statement goes one way: which mart it is for is decided here and nowhere else.
with statements as (
    select * from {{ ref('int_statements_described') }}
),

labels as (
    select * from {{ ref('int_labels_matched') }}
),

metrics as (
    select * from {{ ref('int_metrics_matched') }}
),

recognised as (
    select
        statements.*,
        coalesce(by_label.funding_item, by_item.funding_item) as funding_item,
        case when by_label.funding_item is not null then by_label.cut else by_item.cut end as cut,
        case when by_label.funding_item is not null then by_label.item_scope else by_item.item_scope end as item_scope,
        case when by_label.funding_item is not null then by_label.exhaustive_group else by_item.exhaustive_group end as exhaustive_group,
        -- The local words tell the stage: 预算300万元，实际支付299万元.
        coalesce(by_item.stage, by_label.stage) as stage,
        case
            when by_label.funding_item is not null then by_label.bare_label
            when by_item.funding_item is not null then by_item.bare_label
        end as bare_label,
        coalesce(by_item.stage_in_words, by_label.stage_in_words) as stage_in_words,
        coalesce(by_label.rate_kind, by_item.rate_kind) as rate_kind,
        metrics.metric_code,
        metrics.name_zh as dictionary_name,
        metrics.area
    from statements
    left join labels as by_label on statements.label_key = by_label.label_key
    left join labels as by_item on statements.item_key = by_item.label_key
    left join metrics
        on
            statements.label_key = metrics.label_key
            and metrics.unit_family = case when statements.figure_class = 'rank' then '' else coalesce(statements.unit_family, '') end
),

-- A dictionary knows 基本支出; 其中 tells that 案件审判, named under 项目支出, is an amount of the budget too, and that the bare
-- 支出 which 基本支出 is part of is the total.
budget_wholes as (
    select distinct parent_statement_id as statement_id
    from recognised
    where figure_class = 'money' and item_scope = 'any' and parent_statement_id is not null
),

budget_parts as (
    select children.statement_id
    from recognised as children
    inner join recognised as parents on children.parent_statement_id = parents.statement_id
    where
        children.figure_class = 'money'
        and children.funding_item is null
        and parents.figure_class = 'money'
        and parents.item_scope = 'any'
        and parents.project_name is null
        and children.project_name is null
),

-- 调整后预算861万元，实际支出800万元: beside a total of the budget a bare expenditure is the total spent.
budget_answers as (
    select distinct spent.statement_id
    from recognised as spent
    inner join recognised as totals
        on
            spent.sentence_id = totals.sentence_id
            and spent.ordinal > totals.ordinal
            and spent.fiscal_year = totals.value_year
    where
        spent.figure_class = 'money'
        and spent.funding_item = 'plain_amount'
        and spent.stage in ('executed', 'paid')
        and spent.fund_name is null
        and totals.figure_class = 'money'
        and totals.cut = 'total'
        and totals.item_scope = 'any'
        and totals.stage in ('initial', 'budget')
        and totals.fund_name is null
),

related as (
    select
        recognised.* replace (
            case
                when budget_parts.statement_id is not null then 'use'
                when budget_wholes.statement_id is not null then coalesce(recognised.cut, 'total')
                else recognised.cut
            end as cut,
            coalesce(
                recognised.stage, case when budget_wholes.statement_id is not null then recognised.stage_in_words end
            ) as stage,
            coalesce(recognised.bare_label, recognised.item_key) as bare_label
        ),
        budget_parts.statement_id is not null as is_budget_part,
        budget_wholes.statement_id is not null or budget_answers.statement_id is not null as is_budget_whole
    from recognised
    left join budget_parts on recognised.statement_id = budget_parts.statement_id
    left join budget_wholes on recognised.statement_id = budget_wholes.statement_id
    left join budget_answers on recognised.statement_id = budget_answers.statement_id
),

classified as (
    select
        *,
        case
            when label_key is null or value is null then 'unlabelled'
            when role = 'negated' then 'negated'
            when role = 'maximum' then 'score_maximum'
            -- 游客满意度88.4分 is a result of a survey: nothing gives an indicator that many points of the 100.
            when figure_class = 'score' and role = 'actual' and value > 40 and regexp_matches(label_key, '(?:满意度|满意率|安全感|幸福感)$')
                then 'metric'
            when figure_class = 'score' and role = 'actual' then 'score'
            when figure_class = 'score' then 'score_rule'
            when
                figure_class = 'money'
                and role in ('actual', 'target')
                and (
                    is_budget_part
                    or is_budget_whole
                    or item_scope = 'any'
                    or (item_scope = 'project' and fund_name is not null)
                ) then 'funding'
            when figure_class = 'percent' and role = 'actual' and rate_kind = 'execution_rate' then 'execution_rate'
            else 'metric'
        end as statement_kind,
        value_year = fiscal_year as is_own_year
    from related
)

select * from classified
