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
)

select * from recognised
