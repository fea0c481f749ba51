{{ config(materialized='incremental') }}

-- Scores of the whole department, or of the one project that a report is of, one row a node of the score tree:
-- the same item stated twice is one node, as first told.
with statements as (
    select * from {{ ref('int_score_statements') }}
    where not is_maximum and node_id is not null
),

nodes as (
    select
        node_id,
        report_key,
        min(department_name) as department_name,
        min(fiscal_year) as fiscal_year,
        min(report_kind) as report_kind,
        min(fund_name) as fund_name,
        min(node_key) as node_key,
        bool_or(is_total) as is_total,
        arg_min(value, (ordinal, statement_id)) as score,
        arg_min(value_low, (ordinal, statement_id)) as score_low,
        arg_min(value_high, (ordinal, statement_id)) as score_high,
        arg_min(precision, (ordinal, statement_id)) as precision,
        arg_min(item_name, (ordinal, statement_id)) as item_name,
        arg_min(figure_key, (ordinal, statement_id)) as figure_key,
        arg_min(statement_id, (ordinal, statement_id)) as statement_id,
        list(distinct figure_key order by figure_key) as figure_keys,
        list(statement_id order by statement_id) as statement_ids,
        min(ordinal) as ordinal,
        min(printed_max_score) as printed_max_score,
        min(max_figure_key) as max_figure_key
    from statements
    group by node_id, report_key
)

select * from nodes
