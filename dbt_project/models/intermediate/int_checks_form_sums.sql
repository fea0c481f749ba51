{{ config(materialized='incremental') }}

-- Sums within forms: scores and their total, points and what they are part of, sources and the money in all; units and warning lights.
with forms as (
    select
        *,
        coalesce(project_name || '：', '') as form_words,
        coalesce(total_max_score = indicator_max_score and execution_max_score > 0, false) as is_of_indicators
    from {{ ref('int_forms_summarised') }}
),

indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
),

money as (
    select * from {{ ref('int_form_funding_pivoted') }}
    where not coalesce(is_listed, false)
),

cells as (
    select * from {{ ref('int_form_cells_valued') }}
),

form_pairs as (
    select * from {{ ref('int_execution_pairs') }}
    where source = 'form' and scope <> 'item'
),

-- 合计 | 90 | 90 below indicators that carry 90 points is the sum of those alone: the points of execution are not in it.
totalled as (
    select
        * replace (
            case when not is_of_indicators then execution_score end as execution_score,
            case when not is_of_indicators then execution_max_score end as execution_max_score
        )
    from forms
),

score_sums as (
    select
        report_key,
        'score_sum' as rule,
        form_words || '总分' as subject,
        '分' as unit,
        total_score as stated,
        total_precision as stated_precision,
        total_score - total_precision * 0.5 as stated_low,
        total_score + total_precision * 0.5 as stated_high,
        coalesce(execution_score, 0) + part_score + indicator_score as computed,
        coalesce(execution_score, 0) + part_score + indicator_score as computed_low,
        coalesce(execution_score, 0) + part_score + indicator_score as computed_high,
        coalesce({{ number_text('execution_score') }} || ' + ', '') || coalesce(part_score_terms || ' + ', '') || score_terms as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_concat([total_figure_key], list_concat(part_score_keys, indicator_score_keys))
        || case when execution_score is null then cast([] as varchar[]) else [execution_score_figure_key] end as figure_keys,
        total_ordinal as ordinal
    from totalled
    where
        total_score is not null
        and indicator_score is not null
        and (execution_score is not null or execution_max_score is null)
        -- Rows that carry all 100 points are all rows.
        and (
            is_of_indicators
            or coalesce(execution_score, 0) + part_score + indicator_score = total_score
            or coalesce(execution_max_score, 0) + part_max_score + indicator_max_score >= 100
        )
),

-- 总分 100 printed, else what execution leaves of 100. Points of execution that are given, but not out of how many, are a missing term.
weight_totals as (
    select
        *,
        coalesce(execution_max_score, 0) + part_max_score + indicator_max_score as weights
    from totalled
    where
        indicator_max_score is not null and (total_max_score is not null or execution_max_score is not null)
        and (execution_max_score is not null or (execution_score is null and not has_execution_points_column))
),

weight_sums as (
    select
        report_key,
        'sum_of_parts' as rule,
        form_words || case
            when total_max_score is not null then '分值合计'
            else '指标分值合计（100 − ' || {{ number_text('execution_max_score + part_max_score') }} || '）'
        end as subject,
        '分' as unit,
        coalesce(total_max_score, 100 - execution_max_score - part_max_score) as stated,
        coalesce(total_max_precision, 0) as stated_precision,
        coalesce(total_max_score, 100 - execution_max_score - part_max_score) as stated_low,
        coalesce(total_max_score, 100 - execution_max_score - part_max_score) as stated_high,
        case when total_max_score is not null then weights else indicator_max_score end as computed,
        case when total_max_score is not null then weights else indicator_max_score end as computed_low,
        case when total_max_score is not null then weights else indicator_max_score end as computed_high,
        coalesce(case when total_max_score is not null then {{ number_text('execution_max_score') }} || ' + ' end, '')
        || coalesce(case when total_max_score is not null then part_max_terms || ' + ' end, '')
        || coalesce(max_terms, {{ number_text('indicator_max_score') }}) as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_distinct(list_concat([total_max_figure_key, execution_max_figure_key], list_concat(part_max_keys, indicator_max_keys)))
            as figure_keys,
        coalesce(total_ordinal, execution_ordinal, ordinal) as ordinal
    from weight_totals
    -- Without a total nothing says that no row is missing.
    where weights = coalesce(total_max_score, 100) or total_max_score is not null or total_score is not null
),

levels as (
    {% for level in [1, 2] %}
        select
            form_key,
            -- A level printed again at the top of the next page is the same one.
            min(level_{{ level }}_figure_key) as level_figure_key,
            level_{{ level }} as level_name,
            level_{{ level }}_points as points,
            sum(max_score) as weights,
            string_agg({{ number_text('max_score') }}, ' + ' order by ordinal) as terms,
            list(distinct max_score_figure_key order by max_score_figure_key) as weight_keys,
            min(ordinal) as ordinal
        from indicators
        where level_{{ level }}_figure_key is not null
        group by form_key, level_1, level_{{ level }}, level_{{ level }}_points
        having count(printed_max_score) = count(*)
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

level_sums as (
    select
        forms.report_key,
        'sum_of_parts' as rule,
        forms.form_words || levels.level_name || '：分值' as subject,
        '分' as unit,
        levels.points as stated,
        0 as stated_precision,
        levels.points as stated_low,
        levels.points as stated_high,
        levels.weights as computed,
        levels.weights as computed_low,
        levels.weights as computed_high,
        levels.terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_distinct(list_prepend(levels.level_figure_key, levels.weight_keys)) as figure_keys,
        levels.ordinal
    from levels
    inner join forms on levels.form_key = forms.form_key
    where levels.weights = levels.points or forms.total_score is not null or forms.total_max_score is not null
),

wholes as (
    select
        *,
        amount_id as whole_id
    from money
    where cut = 'total'
    qualify row_number() over (partition by form_key, stage order by form_row) = 1
),

parts as (
    select
        money.*,
        coalesce(money.whole_amount_id, wholes.amount_id) as whole_id
    from money
    inner join wholes on money.form_key = wholes.form_key and money.stage = wholes.stage
    where money.cut <> 'total'
),

-- Sources and levels may be two cuts of the total, or one list: 中央、地方、其他资金.
cut_sums as (
    select
        form_key,
        whole_id,
        case when cut in ('source', 'level') then 'source' else cut end as cut_group,
        cut,
        sum(amount) as parts,
        sum(amount_low) as parts_low,
        sum(amount_high) as parts_high,
        count(*) as part_count,
        string_agg({{ value_text('amount', "'元'") }}, ' + ' order by ordinal) as terms,
        list(figure_key order by figure_key) as part_keys,
        bool_or(funding_item in ('current_appropriation', 'fiscal_appropriation', 'general_public_budget')) as has_appropriation,
        bool_or(funding_item = 'other_funds') or cut = 'nature' or bool_and(is_inscribed) as is_exhaustive,
        bool_or(funding_item = 'central') and bool_or(funding_item = 'local') as is_central_and_local
    from parts
    group by form_key, whole_id, cut
),

list_sums as (
    select
        form_key,
        whole_id,
        sum(parts) as parts,
        sum(parts_low) as parts_low,
        sum(parts_high) as parts_high,
        sum(part_count) as part_count,
        string_agg(terms, ' + ' order by cut) as terms,
        flatten(list(part_keys)) as part_keys,
        true as is_exhaustive
    from cut_sums
    where cut_group = 'source'
    group by form_key, whole_id
    having count(*) = 2
),

judged_sums as (
    select
        cut_sums.*,
        whole.amount as stated,
        whole.amount_low as stated_low,
        whole.amount_high as stated_high,
        {{ intervals_meet('cut_sums.parts_low', 'cut_sums.parts_high', 'whole.amount_low', 'whole.amount_high') }} as is_met,
        coalesce(
            {{ intervals_meet('list_sums.parts_low', 'list_sums.parts_high', 'whole.amount_low', 'whole.amount_high') }}
            and list_sums.whole_id is not null,
            false
        ) as is_met_together,
        list_sums.whole_id is not null as is_in_list
    from cut_sums
    inner join money as whole on cut_sums.whole_id = whole.amount_id
    left join list_sums
        on
            cut_sums.form_key = list_sums.form_key
            and cut_sums.whole_id = list_sums.whole_id
            and cut_sums.cut_group = 'source'
),

chosen_sums as (
    select
        form_key,
        whole_id,
        parts,
        parts_low,
        parts_high,
        terms,
        part_keys
    from judged_sums
    where
        not is_met_together
        and (
            is_met
            or (
                part_count > 1
                and (is_exhaustive or is_central_and_local or abs(parts - stated) < stated * 0.01)
                and (not is_in_list or (cut = 'source' and has_appropriation))
            )
        )
        and (part_count > 1 or cut_group <> 'source' or not is_in_list)
    union all
    select
        list_sums.form_key,
        list_sums.whole_id,
        list_sums.parts,
        list_sums.parts_low,
        list_sums.parts_high,
        list_sums.terms,
        list_sums.part_keys
    from list_sums
    where
        not exists (
            select 1 from judged_sums
            where
                judged_sums.whole_id = list_sums.whole_id
                and not judged_sums.is_met_together
                and (judged_sums.is_met or (judged_sums.cut = 'source' and judged_sums.has_appropriation))
        )
),

source_sums as (
    select
        wholes.report_key,
        'sum_of_parts' as rule,
        coalesce(wholes.project_name || '：', '') || wholes.item_name || '（'
        || case wholes.stage when 'initial' then '年初' when 'budget' then '全年预算' when 'allocated' then '到位' else '执行' end || '）' as subject,
        '元' as unit,
        wholes.amount as stated,
        wholes.precision as stated_precision,
        wholes.amount_low as stated_low,
        wholes.amount_high as stated_high,
        chosen_sums.parts as computed,
        chosen_sums.parts_low as computed_low,
        chosen_sums.parts_high as computed_high,
        chosen_sums.terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_prepend(wholes.figure_key, chosen_sums.part_keys) as figure_keys,
        wholes.ordinal
    from chosen_sums
    inner join money as wholes on chosen_sums.whole_id = wholes.amount_id
),

-- 3359.62万 under 万元: the cell's own unit goes before its head's, and that is said.
overruled_units as (
    select
        cells.report_key,
        'unit' as rule,
        coalesce(cells.project_name || '：', '') || coalesce(names.item_name, cells.text) as subject,
        '元' as unit,
        cells.value as stated,
        cells.precision as stated_precision,
        cells.value as stated_low,
        cells.value as stated_high,
        cast(cells.value / cells.scale as decimal(38, 6)) * cells.unit_factor as computed,
        cast(cells.value / cells.scale as decimal(38, 6)) * cells.unit_factor as computed_low,
        cast(cells.value / cells.scale as decimal(38, 6)) * cells.unit_factor as computed_high,
        cells.text as terms,
        true as is_other_reading,
        '单元格自带单位“' || cells.printed_unit || '”，与表头单位不同，以单元格为准' as other_reading_zh,
        'the cell has the unit ' || cells.printed_unit || ' of its own, which goes before that of its head' as other_reading_en,
        [cells.figure_key] as figure_keys,
        cells.char_start as ordinal
    from cells
    left join money as names on cells.figure_key = names.figure_key
    where
        cells.block = 'funding'
        and cells.figure_class = 'money'
        and cells.unit_factor is not null
        and cells.printed_unit is not null
        and not (cells.printed_unit in ('亿元', '万元', '千元', '元') and cells.scale = cells.unit_factor)
),

-- The lights of forms whose points for execution and for indicators make up 100.
red_lights as (
    select
        report_key,
        'warning_light' as rule,
        form_words || '指标得分率' as subject,
        '%' as unit,
        {{ percent_of('indicator_score', 'indicator_max_score') }} as stated,
        0 as stated_precision,
        {{ percent_of('indicator_score', 'indicator_max_score') }} * 0.95 as stated_low,
        cast(null as decimal(38, 6)) as stated_high,
        {{ percent_of('execution_score', 'execution_max_score') }} as computed,
        {{ percent_of('execution_score', 'execution_max_score') }} as computed_low,
        {{ percent_of('execution_score', 'execution_max_score') }} as computed_high,
        {{ number_text('execution_score') }} || ' ÷ ' || {{ number_text('execution_max_score') }} as terms,
        true as is_other_reading,
        '超过 5%，按规则亮红灯；成果也可能以较少的资金取得' as other_reading_zh,
        'more than 5 %, which lights the red lamp; the results may have cost less' as other_reading_en,
        list_append(indicator_score_keys, execution_score_figure_key) as figure_keys,
        execution_ordinal as ordinal
    from forms
    where execution_max_score + indicator_max_score = 100 and execution_score is not null and indicator_score > 0
),

yellow_lights as (
    select
        forms.report_key,
        'warning_light' as rule,
        forms.form_words || '预算' as subject,
        '元' as unit,
        form_pairs.budget as stated,
        0 as stated_precision,
        form_pairs.budget * 0.8 as stated_low,
        cast(null as decimal(38, 6)) as stated_high,
        form_pairs.executed as computed,
        form_pairs.executed as computed_low,
        form_pairs.executed as computed_high,
        '' as terms,
        true as is_other_reading,
        case
            when form_pairs.budget = 0 then '预算为零，按规则亮黄灯；资金可能来自其他预算'
            else '未支出部分超过 20%，按规则亮黄灯；余款可能结转使用'
        end as other_reading_zh,
        case
            when form_pairs.budget = 0 then 'the budget is zero, which lights the yellow lamp; the money may come from another one'
            else 'more than 20 % is unspent, which lights the yellow lamp; the rest may be carried forward'
        end as other_reading_en,
        [form_pairs.budget_figure_key, form_pairs.executed_figure_key] as figure_keys,
        forms.ordinal
    from forms
    inner join form_pairs
        on forms.form_key = form_pairs.form_key and coalesce(forms.project_name, '') = coalesce(form_pairs.project_name, '')
    where form_pairs.budget > 0 or form_pairs.executed > 0
    qualify row_number() over (partition by forms.form_key order by form_pairs.form_row) = 1
),

final as (
    {% for checks in ['score_sums', 'weight_sums', 'level_sums', 'source_sums', 'overruled_units', 'red_lights', 'yellow_lights'] %}
        select * from {{ checks }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
