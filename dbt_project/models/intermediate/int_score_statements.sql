{{ config(materialized='incremental') }}

-- Every score and every number of points that can be had, with the node of the score tree that it speaks of.
with statements as (
    select * from {{ ref('int_statements_classified') }}
    where
        statement_kind in ('score', 'score_maximum')
        and is_own_year
        and project_name is null
),

stems as (
    select
        *,
        case
            -- 部门决策 and 部门绩效 are names of nodes; the 部门 before anything else says whose they are.
            when regexp_full_match(label_key, '部门(?:决策|管理|绩效)(?:指标|部分)?(?:得分|得|满分|分值|分)?')
                then regexp_replace(label_key, '(?:指标|部分)?(?:得分|得|满分|分值|分)?$', '')
            else
                regexp_replace(
                    regexp_replace(
                        -- 投入指标12分（满分13分）: the score stands before its maximum.
                        regexp_replace(label_key, '[\d.]+分$', ''),
                        '^(?:(?:19|20)\d\d年度?|本?(?:部门|单位|年度)|我[局院委厅馆所校队站会处]|(?:部门)?整体(?:支出)?绩效(?:目标)?|(?:部门)?整体支出|自评|其中)+',
                        ''
                    ),
                    '(?:方面)?(?:的)?(?:自评|自评价|评价|实际)?(?:得分|评分|分数|分值|满分|分|得|为)+$',
                    ''
                )
        end as stem,
        regexp_full_match(label_key, '(?:自评|自评价|评价|实际|实|本次)*(?:得分|评分|得|为|分)?') as is_bare
    from statements
),

named as (
    select
        *,
        regexp_matches(label_key, '总(?:得|评)?分|综合(?:评分|得分|评价得?分)|总体(?:得|评)分|最终得分')
        or regexp_matches(label_key, '(?:整体支出|绩效)(?:绩效)?(?:目标)?自评(?:得|评)?分$')
        or regexp_matches(label_key, '(?:部门|单位|整体|整体支出)绩效(?:自评|评价)?(?:得|评)分$')
        -- 以上四部分合计95.7分
        or (
            regexp_full_match(label_key, '(?:以上|上述)?[一二三四五六七八九十两\d]+个?(?:部分|大类|方面|大项|项)(?:指标)?(?:得分|得|为)?')
            and regexp_matches(sentence, '合计|总计|共计|累计')
        )
        or regexp_full_match(label_key, '(?:(?:以上|上述).{0,6}(?:部分|项|类|方面|指标)|合计|总计|共计)+(?:得分|得|为)?')
        or regexp_full_match(
            label_key,
            '(?:(?:19|20)\d\d年度?|本?(?:部门|单位|年度)|[^，。、]{0,12}[局院委厅馆所校队站会处]|(?:部门)?整体(?:支出)?|自评|自评价|评价|绩效|本次)*'
            || '(?:得分|评分|本次自评|自评结果)'
        )
        or regexp_full_match(
            label_key, '[^，。、]{0,12}(?:[联社府镇乡办园场团台部行]|中心|街道|公司)(?:部门)?(?:整体支出)?(?:绩效)?(?:自评|自我评价)(?:总|综合)?(?:得分|评分)'
        )
        -- 部门整体绩效自评得93.86分, 我局自评93.6分: so many points can only be those of the whole.
        or (
            value > 60
            and regexp_full_match(
                label_key,
                '(?:[^，。、]{0,12}(?:[局院委厅馆所校队站会处联社府镇乡办园场团台部行]|中心|街道|公司))?'
                || '(?:(?:19|20)\d\d年度?|本?(?:部门|单位|年度)|整体|支出|预算|绩效|本次|最终|综合|总体)*(?:自评价?|自我评价|评价)(?:结果|结论)?(?:得|为|是)?'
            )
        )
        -- 自评满分100分: all points of the whole.
        or (
            statement_kind = 'score_maximum'
            and value = 100
            and regexp_full_match(label_key, '(?:本次|本?(?:部门|单位|年度)|整体|支出|绩效|自评价?|评价|评分|指标|体系|标准|总|满分|分值|得?分)*')
        )
        -- 农村饮水工程项目2018年度自评得分: of the one project that the report is of.
        or (report_kind <> 'department' and not is_bare and {{ is_score_of_project('label_key') }}) as is_named_total
    from stems
),

neighbours as (
    select
        *,
        lead(is_bare and statement_kind = 'score') over in_sentence as is_next_bare,
        lead(value) over in_sentence as next_value
    from named
    window in_sentence as (partition by sentence_id order by ordinal, statement_id)
),

-- 规划15分，自评14分: the points that can be had, then the score without a name.
readings as (
    select
        *,
        statement_kind = 'score_maximum'
        or (not is_bare and coalesce(is_next_bare and next_value <= value, false)) as is_maximum
    from neighbours
),

before as (
    select
        *,
        lag(is_maximum) over in_section as is_before_maximum,
        lag(stem) over in_section as stem_before,
        lag(item_name) over in_section as item_before,
        lag(value) over in_section as value_before,
        lag(is_named_total) over in_section as is_total_before,
        lag(sentence_id) over in_section as sentence_before
    from readings
    window in_section as (partition by section_id order by ordinal, statement_id)
),

-- A score without a name has that of the points before it: 产出（20分）。自评得19分。
inherited as (
    select
        *,
        coalesce(
            is_bare
            and not is_maximum
            and is_before_maximum
            and value <= value_before
            and (not is_named_total or sentence_id = sentence_before),
            false
        ) as is_inherited
    from before
),

keyed as (
    select
        * replace (case when is_inherited then item_before else item_name end as item_name),
        case when is_inherited then coalesce(is_total_before, false) else is_named_total end as is_total,
        case when is_inherited then stem_before else stem end as own_stem
    from inherited
),

candidates as (
    select
        *,
        case when is_total then 'total' else own_stem end as node_key
    from keyed
),

maxima as (
    select * from candidates
    where is_maximum and node_key <> ''
),

-- 资金分配时限2分、中期评估2分均得满分: the points that can be had were given.
full_marks as (
    select statement_id
    from candidates
    where
        not is_maximum
        and len(list_filter(
            regexp_split_to_array(sentence, '[；，。]'),
            lambda clause: contains(clause, item_name) and regexp_matches(clause, '分(?:均|都|全部|各项?)?(?:得|为|获)?满分$')
        )) > 0
),

-- The same words may name two nodes; each has the points told nearest to it.
measured as (
    select
        candidates.*,
        coalesce(maxima.value, case when full_marks.statement_id is not null then candidates.value end) as printed_max_score,
        coalesce(maxima.figure_key, case when full_marks.statement_id is not null then candidates.figure_key end) as max_figure_key
    from candidates
    left join maxima on candidates.report_key = maxima.report_key and candidates.node_key = maxima.node_key
    left join full_marks on candidates.statement_id = full_marks.statement_id
    qualify row_number() over (
        partition by candidates.statement_id
        order by
            maxima.statement_id <> candidates.statement_id and candidates.is_maximum,
            coalesce(maxima.value >= candidates.value, false) desc,
            abs(maxima.ordinal - candidates.ordinal),
            maxima.statement_id
    ) = 1
),

-- 规划15分，其中…: a number equal to the points of a node that has another, lower score is those points again.
scored as (
    select
        * replace (
            is_maximum
            or coalesce(
                value = printed_max_score and min(value) over (partition by report_key, node_key, printed_max_score) < value, false
            )
                as is_maximum
        )
    from measured
),

first_scores as (
    select
        report_key,
        node_key,
        printed_max_score,
        arg_min(value, (ordinal, statement_id)) as first_value,
        arg_min(value_low, (ordinal, statement_id)) as first_low,
        arg_min(value_high, (ordinal, statement_id)) as first_high
    from scored
    where not is_maximum
    group by report_key, node_key, printed_max_score
),

-- Restated with another value a node stays one node, as first told; far from it, or as a bare 自评得分, it is something else.
placed as (
    select
        scored.*,
        case
            when scored.is_maximum or first_scores.first_value is null then first_scores.first_value
            when
                {{ intervals_meet('scored.value_low', 'scored.value_high', 'first_scores.first_low', 'first_scores.first_high') }}
                then first_scores.first_value
            when scored.is_total and scored.is_bare then null
            when
                scored.is_total
                or scored.value between first_scores.first_value * 0.8 and first_scores.first_value * 1.2 then first_scores.first_value
            else scored.value
        end as node_value
    from scored
    left join first_scores
        on
            scored.report_key = first_scores.report_key
            and scored.node_key = first_scores.node_key
            and scored.printed_max_score is not distinct from first_scores.printed_max_score
)

select
    statement_id,
    report_key,
    department_name,
    fiscal_year,
    report_kind,
    fund_name,
    case
        when node_key <> ''
            then
                report_key || ':' || node_key || ':' || {{ number_text('node_value') }}
                || coalesce('/' || {{ number_text('printed_max_score') }}, '')
    end as node_id,
    node_key,
    is_total,
    is_maximum,
    regexp_replace(item_name, '得$', '') as item_name,
    value,
    value_low,
    value_high,
    precision,
    figure_key,
    parent_statement_id,
    sentence_id,
    section_id,
    ordinal,
    printed_max_score,
    max_figure_key
from placed
