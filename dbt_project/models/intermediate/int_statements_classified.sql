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
        case
            when by_label.funding_item is not null then by_label.stage
            when by_item.funding_item is not null then by_item.stage
        end as stage,
        case when by_label.funding_item is not null then by_label.bare_label else by_item.bare_label end as bare_label,
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

classified as (
    select
        *,
        case
            when label_key is null then 'unlabelled'
            when role = 'negated' then 'negated'
            when role = 'maximum' then 'score_maximum'
            when figure_class = 'score' and role = 'actual' then 'score'
            when figure_class = 'score' then 'score_rule'
            when
                figure_class = 'money'
                and role in ('actual', 'target')
                and funding_item is not null
                and (item_scope = 'any' or project_name is not null) then 'funding'
            when figure_class = 'percent' and role = 'actual' and rate_kind = 'execution_rate' then 'execution_rate'
            else 'metric'
        end as statement_kind,
        value_year = fiscal_year as is_own_year
    from recognised
)

select * from classified
