{{ config(materialized='incremental') }}

-- The money rows of forms, one row an item and stage.
with cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'funding'
),

labels as (
    select * from {{ ref('int_labels_matched') }}
),

row_names as (
    select
        form_key,
        form_row,
        min(regexp_replace({{ item_of_row('text') }}, '[:：]$', '')) filter (
            where field = 'item_name'
        ) as item_name,
        coalesce(bool_or(starts_with(text, '其中')) filter (where field = 'item_name'), false) as is_among,
        count(value) filter (where field in ('max_score', 'score')) > 0 as is_scored,
        false as is_listed
    from cells
    group by form_key, form_row
    having count(*) filter (where field = 'item_name') > 0
    union all
    select distinct
        form_key,
        form_row,
        '项目' as item_name,
        false as is_among,
        false as is_scored,
        true as is_listed
    from cells
    where is_listed
),

-- The row of the whole says so, or is the one that is scored.
rows_of_forms as (
    select
        form_key,
        form_row,
        item_name,
        is_listed,
        is_listed or form_row = coalesce(
            min(form_row) filter (where regexp_matches(item_name, '总额|总金额|合计|总计|资金总数|^总数')) over (partition by form_key),
            min(form_row) filter (where is_scored) over (partition by form_key)
        ) as is_total
    from row_names
),

tabled as (
    select
        cells.figure_key || '#' || cells.field as amount_id,
        cells.report_key,
        cells.department_name,
        cells.fiscal_year,
        cells.project_name,
        rows_of_forms.item_name,
        coalesce(rows_of_forms.is_total, false) as is_total,
        rows_of_forms.is_listed,
        cells.field as stage,
        cells.value,
        cells.precision,
        cells.figure_key,
        cells.char_start,
        cells.form_key,
        cells.form_row
    from cells
    inner join rows_of_forms on cells.form_key = rows_of_forms.form_key and cells.form_row = rows_of_forms.form_row
    where cells.field in ('initial', 'budget', 'allocated', 'executed') and cells.value is not null
),

-- 其中：一般公共预算：1873.66万元: amounts named in their own cells, which no column dates.
inscribed as (
    select
        cells.figure_key || '#named' as amount_id,
        cells.report_key,
        cells.department_name,
        cells.fiscal_year,
        cells.project_name,
        regexp_extract(cells.text, '^(.*?)[:：]\s*[\d.,]+', 1) as item_name,
        cells.value,
        cells.precision,
        cells.figure_key,
        cells.char_start,
        cells.form_key,
        cells.form_row
    from cells
    where cells.field = 'named_amount' and cells.value is not null
),

inscribed_groups as (
    select
        inscribed.form_key,
        labels.cut,
        sum(inscribed.value) as parts,
        sum(inscribed.precision) as precision
    from inscribed
    left join labels
        on {{ label_key('inscribed.item_name') }} = labels.label_key and labels.is_of_fund = (inscribed.project_name is not null)
    group by inscribed.form_key, labels.cut
),

-- They are at the stage of the total that they add up to, else at that of the budget, by which such blocks are named.
inscribed_stages as (
    select
        inscribed_groups.form_key,
        inscribed_groups.cut,
        coalesce(
            arg_min(
                tabled.stage, case tabled.stage when 'budget' then 1 when 'executed' then 2 when 'initial' then 3 else 4 end
            ) filter (where abs(tabled.value - inscribed_groups.parts) <= inscribed_groups.precision * 0.5),
            'budget'
        ) as stage
    from inscribed_groups
    left join tabled on inscribed_groups.form_key = tabled.form_key and tabled.is_total and not tabled.is_listed
    group by inscribed_groups.form_key, inscribed_groups.cut
),

amounts as (
    select
        *,
        false as is_inscribed
    from tabled
    union all by name
    select
        *,
        false as is_total,
        false as is_listed,
        cast(null as varchar) as stage,
        true as is_inscribed
    from inscribed
),

matched as (
    select
        amounts.amount_id,
        amounts.report_key,
        amounts.department_name,
        amounts.fiscal_year,
        case when amounts.project_name is null then 'department' else 'project' end as scope,
        amounts.project_name,
        amounts.item_name,
        coalesce(labels.bare_label, {{ label_key('amounts.item_name') }}) as item_key,
        case when amounts.is_total then 'total' else labels.funding_item end as funding_item,
        -- Rows of a form's money that no dictionary knows are sources of the total above them, places are where it went.
        case
            when amounts.is_total then 'total'
            when labels.cut is null and regexp_matches(amounts.item_name, '(?:[省市县区旗州盟镇乡]|街道|本级)$') then 'use'
            else coalesce(labels.cut, 'source')
        end as cut,
        case when not amounts.is_total then labels.exhaustive_group end as exhaustive_group,
        coalesce(amounts.stage, inscribed_stages.stage) as stage,
        cast(amounts.value as decimal(38, 10)) as amount,
        cast(amounts.value - amounts.precision * 0.5 as decimal(38, 10)) as amount_low,
        cast(amounts.value + amounts.precision * 0.5 as decimal(38, 10)) as amount_high,
        cast(amounts.precision as decimal(38, 10)) as precision,
        amounts.figure_key,
        amounts.char_start as ordinal,
        amounts.form_key,
        amounts.form_row,
        amounts.is_inscribed,
        amounts.is_listed
    from amounts
    left join labels
        on {{ label_key('amounts.item_name') }} = labels.label_key and labels.is_of_fund = (amounts.project_name is not null)
    left join inscribed_stages
        on
            amounts.is_inscribed
            and amounts.form_key = inscribed_stages.form_key
            and labels.cut is not distinct from inscribed_stages.cut
),

-- 基本支出 | 其中：人员经费 | 公用经费: the rows from 其中 on that make up the row above it.
openers as (
    select
        form_key,
        form_row,
        is_among,
        lag(form_row) over (partition by form_key order by form_row) as row_above
    from row_names
),

inner_rows as (
    select
        members.amount_id,
        wholes.amount_id as whole_id,
        members.form_row,
        wholes.amount,
        sum(members.amount) over (partition by wholes.amount_id order by members.form_row) as parts
    from openers
    inner join matched as wholes on openers.form_key = wholes.form_key and openers.row_above = wholes.form_row
    inner join matched as members
        on
            openers.form_key = members.form_key
            and wholes.stage = members.stage
            and openers.form_row <= members.form_row
            and members.cut <> 'total'
    where openers.is_among and wholes.cut <> 'total'
),

inner_parts as (
    select
        amount_id,
        whole_id
    from inner_rows
    qualify form_row <= min(form_row) filter (where parts = amount) over (partition by whole_id)
),

-- What a province, a city and a county give is the local money, where that has a row of its own.
final as (
    select
        matched.*,
        coalesce(inner_parts.whole_id, local_money.amount_id) as whole_amount_id
    from matched
    left join inner_parts on matched.amount_id = inner_parts.amount_id
    left join matched as local_money
        on
            matched.form_key = local_money.form_key
            and matched.stage = local_money.stage
            and matched.funding_item in ('province', 'city', 'county')
            and local_money.funding_item = 'local'
            and matched.form_row > local_money.form_row
    qualify row_number() over (partition by matched.amount_id order by local_money.form_row) = 1
)

select * from final
