{{ config(materialized='incremental') }}

-- Every statement goes one way: which mart it is for is decided here and nowhere else.
with recognised as (
    select * from {{ ref('int_statements_recognised') }}
),

contexts as (
    select * from {{ ref('int_budget_contexts') }}
),

-- What the sentence tells of an amount stands before what its own words tell.
related as (
    select
        recognised.* replace (
            case
                when contexts.answered_item is not null then contexts.answered_item
                when contexts.is_part then null
                else recognised.funding_item
            end as funding_item,
            coalesce(
                contexts.answered_cut,
                case
                    when contexts.is_part then 'use'
                    when contexts.is_whole then coalesce(recognised.cut, contexts.whole_cut)
                    else recognised.cut
                end
            ) as cut,
            -- 事业发展支出 is a name; the 支出 in it tells no stage.
            coalesce(
                recognised.stage,
                -- 财政拨款中，年初批复a，年中追加b
                case when contexts.is_part and regexp_full_match(recognised.label_key, '年初(?:批复|安排|下达|核定)(?:数|额)?') then 'initial' end,
                case
                    when contexts.is_whole and coalesce(recognised.cut, 'total') not in ('nature', 'programme', 'account')
                        then recognised.stage_in_words
                end,
                contexts.whole_stage
            ) as stage,
            coalesce(
                contexts.answered_label,
                case when contexts.is_department_part then {{ label_key('contexts.part_name') }} end,
                recognised.bare_label,
                recognised.item_key
            ) as bare_label,
            coalesce(contexts.answered_name, contexts.part_name, recognised.item_name) as item_name,
            coalesce(contexts.parent_statement_id, recognised.parent_statement_id) as parent_statement_id,
            -- 力争覆盖率达到80%以上 is still to be reached.
            case
                when recognised.role = 'actual' and regexp_matches(recognised.label_key, '^(?:力争|预计|争取(?:达到|实现|完成|突破))') then 'target'
                else recognised.role
            end as role,
            case when contexts.is_department_part then null else recognised.project_name end as project_name,
            case when contexts.is_department_part then null else recognised.fund_name end as fund_name,
            case
                when contexts.is_department_part and contexts.part_name is not null then {{ label_key('contexts.part_name') }}
                else recognised.item_key
            end as item_key,
            -- 年末结转 and not 结转 where it is told as a result.
            case
                when recognised.is_balance and recognised.label_key = recognised.item_key then recognised.item_name
                else regexp_replace(recognised.label, '^(?:力争|预计|争取(?:达到|实现|完成|突破))', '')
            end as label
        ),
        coalesce(contexts.is_part or contexts.answered_item is not null, false) as is_budget_part,
        coalesce(contexts.is_whole, false) as is_budget_whole,
        lag(recognised.figure_class) over (
            partition by recognised.sentence_id order by recognised.ordinal, recognised.statement_id
        ) as class_before
    from recognised
    left join contexts on recognised.statement_id = contexts.statement_id
),

classified as (
    select
        *,
        case
            when label_key is null or value is null then 'unlabelled'
            when role = 'negated' then 'negated'
            -- Verbs, comparisons and empty nouns name nothing: 达到每人每月, 低于, 划分, 未完成原因, 以下方面.
            when figure_class not in ('score', 'money') and {{ is_empty_label('label_key') }} then 'unlabelled'
            when figure_class = 'money' and funding_item is null and {{ is_empty_label('label_key') }} then 'unlabelled'
            -- What a form sets as a goal stands in its own row, beside what was reached.
            when role = 'target' and cell is not null then 'form_target'
            when role = 'maximum' then 'score_maximum'
            -- 市容环境卫生考评平均得分91.35分 is what others gave.
            when
                figure_class = 'score'
                and role = 'actual'
                and value > 40
                and regexp_matches(label_key, '(?:考评|考核|测评|检查|评比|评议|调查|抽查|评查)(?:平均|综合)?(?:得分|评分|成绩|分数)$')
                and not regexp_matches(label_key, '绩效|自评|整体|项目|预算')
                then 'metric'
            -- 游客满意度88.4分 is a result of a survey: nothing gives an indicator that many points of the 100.
            when
                figure_class = 'score'
                and role = 'actual'
                and value > 40
                and regexp_matches(label_key, '(?:满意度|满意率|安全感|幸福感)(?:得分|评分|测评|指数)?$')
                then 'metric'
            when figure_class = 'score' and role = 'actual' then 'score'
            when figure_class = 'score' then 'score_rule'
            -- What was cut from the budget or saved of it is neither an amount of it nor a result.
            when
                figure_class = 'money'
                and role <> 'change'
                and coalesce(funding_item, '') <> 'reduction'
                and regexp_matches(
                    label_key,
                    '(?:^|年中|执行中|预算|调整)(?:调减|压减|核减|调整减少)(?:预算|指标|资金|经费|支出|专项|项目|一般|$)'
                    || '|比.{0,4}预算.{0,2}(?:节约|节省|减少)'
                )
                then 'adjustment'
            when
                figure_class = 'money'
                and role in ('actual', 'target')
                and (
                    is_budget_part
                    or is_budget_whole
                    or item_scope = 'any'
                    or (item_scope = 'department' and fund_name is null)
                    or (item_scope = 'project' and fund_name is not null)
                ) then 'funding'
            -- 年初目标600例，实际完成517例，完成率86.17%: after counts it is the rate of a result.
            when
                figure_class = 'percent'
                and role = 'actual'
                and rate_kind = 'execution_rate'
                and regexp_matches(item_key, '^完成率$')
                and class_before = 'count'
                then 'metric'
            when figure_class = 'percent' and role = 'actual' and rate_kind = 'execution_rate' then 'execution_rate'
            else 'metric'
        end as statement_kind,
        value_year = fiscal_year as is_own_year
    from related
)

select * exclude (class_before) from classified
