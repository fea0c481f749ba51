{{ config(materialized='incremental') }}

-- What the cells of forms say of problems, measures and reasons, one row an item of a cell.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where
        text is not null
        and (
            (block in ('remark', 'management') and field in ('problem', 'measures', 'reason', 'conclusion'))
            or (block in ('indicator', 'funding') and field in ('variance_reason', 'measures'))
        )
),

headings as (
    select
        report_key,
        form_number,
        regexp_replace(cell, '(?:R\d+|\d+$)', '') as column_of_cell,
        bool_or(regexp_matches(text, '^(?:备注|说明|自评说明)$')) as is_note
    from {{ ref('stg_raw__form_cells') }}
    where block = 'heading'
    group by 1, 2, 3
),

indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

points_of_money as (
    select
        form_key,
        form_row,
        min(value) filter (where field = 'max_score') as max_score,
        min(value) filter (where field = 'score') as score
    from {{ ref('int_form_cells_valued') }}
    where block = 'funding' and field in ('max_score', 'score')
    group by 1, 2
),

points_of_form as (
    select
        form_key,
        bool_or(score < max_score) as has_lost_points
    from indicators
    group by 1
),

losses_told as (
    select
        deductions.report_key,
        figures.value as points,
        count(*) as losses
    from {{ ref('stg_raw__deductions') }} as deductions
    inner join {{ ref('stg_raw__figures') }} as figures on deductions.figure_key = figures.figure_key
    -- 满意度扣0.4分 tells no reason.
    where not regexp_full_match(deductions.reason, '[^，。；]*{{ points_lost() }}')
    group by 1, 2
),

-- A reason that stands beside several rows is one reason, and one for lost points if any of them lost some.
stated as (
    select
        cells.report_key,
        cells.project_name,
        cells.block,
        cells.field,
        cells.cell,
        cells.char_start,
        cells.text,
        coalesce(bool_or(coalesce(indicators.score < indicators.max_score, points_of_money.score < points_of_money.max_score)), false)
            as has_lost_points,
        coalesce(bool_and(coalesce(indicators.score >= indicators.max_score, points_of_money.score >= points_of_money.max_score)), false)
            as has_all_points,
        max(coalesce(indicators.max_score - indicators.score, points_of_money.max_score - points_of_money.score)) as lost_points,
        coalesce(bool_or(points_of_form.has_lost_points), false) as form_has_lost_points,
        coalesce(bool_or(headings.is_note), false) as is_note
    from cells
    left join indicators
        on cells.form_key = indicators.form_key and cells.form_row = indicators.form_row and cells.block = 'indicator'
    left join points_of_money
        on cells.form_key = points_of_money.form_key and cells.form_row = points_of_money.form_row and cells.block = 'funding'
    left join points_of_form on cells.form_key = points_of_form.form_key
    left join headings
        on
            cells.report_key = headings.report_key
            and cells.form_number = headings.form_number
            and regexp_replace(cells.cell, '(?:R\d+|\d+$)', '') = headings.column_of_cell
    group by 1, 2, 3, 4, 5, 6, 7
),

-- Where the text tells every loss of the form again with its reason, its words are the findings.
losses_stated as (
    select
        report_key,
        lost_points,
        count(*) as losses
    from stated
    where field = 'variance_reason' and has_lost_points
    group by 1, 2
),

told_twice as (
    select losses_stated.report_key
    from losses_stated
    left join losses_told
        on
            losses_stated.report_key = losses_told.report_key
            and losses_stated.lost_points = losses_told.points
            and losses_stated.losses <= losses_told.losses
    group by 1
    having bool_and(losses_told.points is not null) and count(*) > 1
),

-- Beside full points stands why more was done than planned, or that it was done; under 备注 anything may stand.
kinds as (
    select
        *,
        case
            when field = 'conclusion' then 'conclusion'
            when field = 'measures' then 'measure'
            when field = 'problem' then 'problem'
            when has_lost_points or (field = 'reason' and form_has_lost_points) then 'deduction'
            else 'problem'
        end as kind
    from stated
    where
        (field <> 'variance_reason' or has_lost_points or not (has_all_points or is_note))
        and not (field = 'variance_reason' and has_lost_points and report_key in (select told_twice.report_key from told_twice))
),

-- 原因：…；改进措施：… in one cell are two findings.
halves as (
    select
        *,
        regexp_replace(
            regexp_replace(text, '^(?:存在(?:的)?(?:主要)?问题|(?:主要)?问题|(?:主要)?(?:偏差|未完成|扣分)?原因(?:分析)?)[：:]\s*', ''),
            '[；;，,。\s]*(?:下一步)?(?:改进|整改)(?:措施|建议|情况)[：:].*$', '', 's'
        ) as first_half,
        regexp_extract(text, '(?:^|[；;，,。\s])(?:下一步)?(?:改进|整改)(?:措施|建议|情况)[：:]\s*(.+)$', 1, 's') as second_half
    from kinds
),

parts as (
    select
        * exclude (text, first_half, second_half),
        1 as half,
        case when kind = 'measure' and first_half = '' then second_half else first_half end as text
    from halves
    union all
    select
        * exclude (text, first_half, second_half, kind),
        'measure' as kind,
        2 as half,
        second_half as text
    from halves
    where kind <> 'measure' and kind <> 'conclusion' and second_half <> ''
),

-- 1.…2.…, （1）…（2）… and 一是…二是… are items.
items as (
    select
        * exclude (text),
        unnest(pieces) as piece,
        generate_subscripts(pieces, 1) as piece_place
    from (
        select
            *,
            string_split(
                regexp_replace(
                    text,
                    '(^|[；;。\s])\s*(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)]|[①-⑩]|[一二三四五六七八九十]是)\s*([^\d\s])', '\1' || chr(10) || '\2', 'g'
                ),
                chr(10)
            ) as pieces
        from parts
    ) as split_parts
),

worded as (
    select
        report_key,
        project_name,
        -- A head of both (存在问题和改进措施) leaves it to the words.
        case
            when
                field = 'problem' and kind = 'problem'
                and regexp_matches(trim(piece), '^(?:将|已|下一步|今后)?.{0,6}(?:加强|强化|完善|建立|提高|推进|进一步|规范|健全|优化)')
                then 'measure'
            else kind
        end as kind,
        regexp_replace(trim(piece), '[；;。\s]+$', '') as text,
        cell,
        char_start,
        half,
        cast(piece_place as integer) as piece_place
    from items
)

select * from worded
where
    text <> ''
    and not {{ is_no_finding('text') }}
    and not (kind in ('problem', 'deduction') and regexp_matches(text, '^(?:已|均已?|全部|按时|按期|按计划|如期|超额)*(?:完成|达标|达到|实现)[^，。；未]{0,8}$'))
