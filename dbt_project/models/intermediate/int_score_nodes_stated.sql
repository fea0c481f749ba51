-- Scores of the whole department, one row a node of the score tree: the same item stated twice is one node.
with statements as (
    select * from {{ ref('int_statements_classified') }}
    where is_own_year and project_name is null and report_kind = 'department'
),

stems as (
    select
        *,
        regexp_replace(
            regexp_replace(
                -- 投入指标12分（满分13分）: the score stands before its maximum.
                regexp_replace(label_key, '[\d.]+分$', ''),
                '^(?:(?:19|20)\d\d年度?|本?(?:部门|单位|年度)|我[局院委厅]|(?:部门)?整体(?:支出)?(?:绩效)?(?:目标)?|自评|其中)+',
                ''
            ),
            '(?:方面)?(?:的)?(?:自评|自评价|评价|实际)?(?:得分|评分|分数|分值|满分|分|得|为)+$',
            ''
        ) as stem
    from statements
    where statement_kind in ('score', 'score_maximum')
),

scores as (
    select
        *,
        regexp_matches(label_key, '总(?:得|评)?分|综合(?:评分|得分|评价得?分)|总体(?:得|评)分|最终得分')
        or regexp_matches(label_key, '(?:整体支出|绩效)(?:绩效)?(?:目标)?自评(?:得|评)?分$')
        or regexp_full_match(label_key, '(?:自评|自评价|评价|绩效)?(?:得分|评分)') as is_total
    from stems
    where statement_kind = 'score'
),

maxima as (
    select
        report_key,
        stem,
        max(value) as max_score,
        min(figure_key) as max_figure_key
    from stems
    where statement_kind = 'score_maximum' and stem <> ''
    group by report_key, stem
),

keyed as (
    select
        *,
        case when is_total then 'total' else stem end as node_key
    from scores
),

nodes as (
    select
        report_key || ':' || node_key || ':' || {{ number_text('value') }} as node_id,
        report_key,
        min(department_name) as department_name,
        min(fiscal_year) as fiscal_year,
        node_key,
        bool_or(is_total) as is_total,
        value as score,
        min(value_low) as score_low,
        min(value_high) as score_high,
        min(precision) as precision,
        regexp_replace(arg_min(item_name, ordinal), '得$', '') as item_name,
        arg_min(figure_key, ordinal) as figure_key,
        arg_min(parent_statement_id, ordinal) as parent_statement_id,
        list(distinct figure_key order by figure_key) as figure_keys,
        list(statement_id order by statement_id) as statement_ids,
        min(ordinal) as ordinal
    from keyed
    group by report_key, node_key, value
),

joined as (
    select
        nodes.*,
        maxima.max_score as printed_max_score,
        maxima.max_figure_key
    from nodes
    left join maxima on nodes.report_key = maxima.report_key and nodes.node_key = maxima.stem
)

select * from joined
