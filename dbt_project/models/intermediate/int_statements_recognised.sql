{{ config(materialized='incremental') }}

-- Statements with what the dictionaries say of their labels.
with statements as (
    select * from {{ ref('int_statements_described') }}
),

labels as (
    select * from {{ ref('int_labels_matched') }}
),

metrics as (
    select * from {{ ref('int_metrics_matched') }}
),

sections as (
    select * from {{ ref('stg_raw__sections') }}
),

-- 1.养老服务项目。预算a，支出b: the heading names the project whose money it is.
project_sections as (
    select
        section_id,
        regexp_replace(title, '(?:项目|专项)$', '') as project_name
    from sections
    where
        kind = 'heading'
        and length(title) between 5 and 30
        and regexp_matches(title, '[^\d，。；、]{3}(?:项目|专项|工程)$')
        and not regexp_matches(title, '[，。；\d]|^(?:重点|主要|其他|一般|本级|财政|部门|年度|预算|资金|绩效|专项|预算支出|财政支出|重点支出|开展的?|实施的?)*(?:项目|专项|工程)$')
),

named as (
    select
        statements.* replace (
            case
                when statements.project_name is not null or statements.report_kind <> 'department' then statements.project_name
                when by_item.funding_item in ('annual_amount', 'plain_amount') or by_item.rate_kind = 'execution_rate'
                    then project_sections.project_name
                -- 1.棚户区改造项目。…，项目自评得分90.5分: of the project of the heading.
                when statements.figure_class = 'score' and {{ is_score_of_project('statements.label_key') }}
                    then project_sections.project_name
            end as project_name,
            case
                when statements.fund_name is not null or statements.report_kind <> 'department' then statements.fund_name
                when by_item.funding_item in ('annual_amount', 'plain_amount') or by_item.rate_kind = 'execution_rate'
                    then project_sections.project_name
                when statements.figure_class = 'score' and {{ is_score_of_project('statements.label_key') }}
                    then project_sections.project_name
            end as fund_name
        )
    from statements
    left join project_sections on statements.section_id = project_sections.section_id
    left join labels as by_item on statements.item_key = by_item.label_key and by_item.is_of_fund
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
        coalesce(case when by_label.funding_item is not null then by_label.is_balance else by_item.is_balance end, false) as is_balance,
        coalesce(by_label.rate_kind, by_item.rate_kind) as rate_kind,
        sections.title as section_title,
        metrics.metric_code,
        metrics.name_zh as dictionary_name,
        metrics.area
    from named as statements
    left join labels as by_label
        on statements.label_key = by_label.label_key and by_label.is_of_fund = (statements.fund_name is not null)
    left join labels as by_item
        on statements.item_key = by_item.label_key and by_item.is_of_fund = (statements.fund_name is not null)
    left join sections on statements.section_id = sections.section_id
    left join metrics
        on
            statements.label_key = metrics.label_key
            and metrics.unit_family = case when statements.figure_class = 'rank' then '' else coalesce(statements.unit_family, '') end
),

-- 部门预算 is one programme of several (部门预算、事业发展支出), or the budget of the whole where no other is told beside it.
wholes as (
    select
        * replace (
            case when is_whole_budget then 'total' when is_of_heading then 'use' else cut end as cut,
            case when is_of_heading then 'three_public' else funding_item end as funding_item,
            case when is_of_heading then 'any' else item_scope end as item_scope,
            case when is_of_heading then '三公经费' || bare_label else bare_label end as bare_label,
            case when is_of_heading then '三公经费' || item_name else item_name end as item_name,
            case when is_whole_budget then coalesce(stage, stage_in_words) else stage end as stage
        )
    from (
        select
            *,
            coalesce(
                funding_item = 'department_budget'
                and parent_statement_id is null
                and fund_name is null
                and not bool_or(funding_item <> 'department_budget' and exhaustive_group = 'department_programme') over (
                    partition by report_key
                ),
                false
            ) as is_whole_budget,
            -- Under the heading 三公经费 a bare 预算数 is that of these expenses, but not 支出 after 公务接待费预算.
            coalesce(
                funding_item in ('annual_amount', 'plain_amount')
                and fund_name is null
                and regexp_matches(section_title, '三公')
                and not regexp_matches(section_title, '收支|预算|决算')
                and coalesce(
                    last_value(funding_item ignore nulls) over (
                        partition by sentence_id
                        order by ordinal, statement_id
                        rows between unbounded preceding and 1 preceding
                    ) in ('annual_amount', 'plain_amount', 'three_public'),
                    true
                ),
                false
            ) as is_of_heading
        from recognised
    ) as programmes
)

select * exclude (is_whole_budget, is_of_heading, section_title) from wholes
