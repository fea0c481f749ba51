with checks as (
    select * from {{ ref('int_checks_summed') }}
    union all
    select * from {{ ref('int_checks_rated') }}
    union all
    select * from {{ ref('int_checks_scored') }}
    union all
    select * from {{ ref('int_checks_restated') }}
    union all
    select * from {{ ref('int_checks_listed') }}
    union all
    select * from {{ ref('int_checks_claimed') }}
    union all
    select * from {{ ref('int_checks_form_scores') }}
    union all
    select * from {{ ref('int_checks_form_sums') }}
    union all
    select * from {{ ref('int_checks_across') }}
),

figures as (
    select * from {{ ref('stg_raw__figures') }}
),

documents as (
    select * from {{ ref('stg_raw__reports') }}
),

-- Six decimals are kept, and what is kept is what is judged.
kept as (
    select
        * replace (
            list_sort(list_distinct(figure_keys)) as figure_keys,
            cast(stated as decimal(38, 6)) as stated,
            cast(computed as decimal(38, 6)) as computed,
            coalesce(terms, '') as terms
        )
    from checks
),

judged as (
    select
        kept.*,
        documents.department_name,
        documents.fiscal_year,
        {{ judge_status(
            'stated', 'stated_precision', 'stated_low', 'stated_high', 'computed', 'computed_low', 'computed_high', 'is_other_reading'
        ) }} as status
    from kept
    inner join documents on kept.report_key = documents.report_key
),

-- The same check reached in two ways is one check.
distinct_checks as (
    select * from judged
    where status is not null
    qualify row_number() over (
        partition by report_key, rule, subject, stated, figure_keys order by computed, terms
    ) = 1
),

keyed as (
    select
        report_key,
        rule,
        subject,
        figure_keys,
        stated,
        computed,
        unit,
        unnest(figure_keys) as figure_key
    from distinct_checks
),

-- Amounts are told as they are printed, computed ones in plain digits.
printed as (
    select
        keyed.report_key,
        keyed.rule,
        keyed.subject,
        keyed.figure_keys,
        keyed.stated,
        min(regexp_replace(figures.printed, '\s', '', 'g')) filter (where figures.value = keyed.stated) as stated_text,
        min(regexp_replace(figures.printed, '\s', '', 'g')) filter (
            where figures.value = keyed.computed and keyed.rule = 'restatement'
        ) as computed_text
    from keyed
    -- A bare number of a form is told with the unit that its head gives it.
    inner join figures
        on keyed.figure_key = figures.figure_key and keyed.unit = figures.unit and figures.printed_unit is not null
    group by
        keyed.report_key,
        keyed.rule,
        keyed.subject,
        keyed.figure_keys,
        keyed.stated
),

worded as (
    select
        distinct_checks.*,
        coalesce(printed.stated_text, {{ value_text('distinct_checks.stated', 'distinct_checks.unit') }}) as stated_text,
        coalesce(printed.computed_text, {{ value_text('distinct_checks.computed', 'distinct_checks.unit') }}) as computed_text,
        {{ value_text('abs(distinct_checks.stated - distinct_checks.computed)', 'distinct_checks.unit') }} as difference_text,
        case distinct_checks.rule
            when 'sum_of_parts' then '各部分之和 ' || distinct_checks.terms || ' = '
            when 'rate' then '按 ' || distinct_checks.terms || ' 计算为 '
            when 'target_vs_claim' then '按 ' || distinct_checks.terms || ' 完成程度为 '
            when 'warning_light' then '而执行为 '
            when 'score_sum' then '各项得分之和 ' || distinct_checks.terms || ' = '
            when 'score_rule' then '按评分规则 ' || distinct_checks.terms || ' = '
            when 'missing_reason' then distinct_checks.terms || '为 '
            when 'unit' then '按表头单位为 '
            when 'list_count' then '所列举的为 '
            when 'restatement' then '另一处“' || distinct_checks.terms || '”为 '
        end as terms_zh,
        case distinct_checks.rule
            when 'sum_of_parts' then 'the parts ' || distinct_checks.terms || ' add up to '
            when 'rate' then distinct_checks.terms || ' gives '
            when 'target_vs_claim' then 'fulfilment by ' || distinct_checks.terms || ' is '
            when 'warning_light' then 'while execution is '
            when 'score_sum' then 'the items ' || distinct_checks.terms || ' add up to '
            when 'score_rule' then 'the scoring rule ' || distinct_checks.terms || ' gives '
            when 'missing_reason' then case when distinct_checks.terms = '满分' then 'of ' else 'for a target of ' end
            when 'unit' then 'in the unit of its head it is '
            when 'list_count' then 'the list has '
            when 'restatement' then 'elsewhere (' || distinct_checks.terms || ') it is '
        end as terms_en
    from distinct_checks
    left join printed
        on
            distinct_checks.report_key = printed.report_key
            and distinct_checks.rule = printed.rule
            and distinct_checks.subject = printed.subject
            and distinct_checks.figure_keys = printed.figure_keys
            and distinct_checks.stated = printed.stated
),

final as (
    select
        md5(concat_ws('|', report_key, rule, subject, {{ number_text('stated') }}, array_to_string(figure_keys, ','))) as check_key,
        report_key,
        department_name,
        fiscal_year,
        rule,
        subject,
        cast(stated as decimal(38, 6)) as stated_value,
        cast(computed as decimal(38, 6)) as computed_value,
        cast(stated - computed as decimal(38, 6)) as difference,
        unit,
        status,
        subject || '：文中为 ' || stated_text || '，' || terms_zh || computed_text || '，'
        || case status
            when 'exact' then '完全一致'
            when 'rounded' then case when rule = 'warning_light' then '差距在界限以内，不亮灯' else '在印刷精度内一致' end
            when 'truncated' then '系截尾而非四舍五入'
            when 'ambiguous' then '相差 ' || difference_text || '，换一种读法可以成立'
            else '相差 ' || difference_text || case when rule = 'missing_reason' then '，未说明原因' else '，不一致' end
        end
        || case when status in ('truncated', 'ambiguous') and is_other_reading then '（' || other_reading_zh || '）' else '' end || '。'
        || ' / ' || subject || ': stated ' || stated_text || ', ' || terms_en || computed_text || ', '
        || case status
            when 'exact' then 'which agrees exactly'
            when 'rounded'
                then
                    case
                        when rule = 'warning_light' then 'which is within the limit and lights no lamp'
                        else 'which agrees within the printed precision'
                    end
            when 'truncated' then 'which is cut off and not rounded'
            when 'ambiguous' then 'which differs by ' || difference_text || ' but holds on another reading'
            else
                case when rule = 'missing_reason' then 'and gives no reason for the ' else 'which contradicts it by ' end
                || difference_text
        end
        || case when status in ('truncated', 'ambiguous') and is_other_reading then ' (' || other_reading_en || ')' else '' end || '.'
            as explanation,
        figure_keys
    from worded
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by report_key, rule, check_key
