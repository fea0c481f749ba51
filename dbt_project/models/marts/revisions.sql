-- Two reports, two values. An edition replaces the one before it; a later year's report may look back and say something else, which
-- stands beside what the year's own report says.
with metrics as (
    select
        report_key,
        fiscal_year as stated_in,
        value_year,
        'metric' as fact,
        concat_ws('|', department_key, fund_key, series_key, measure_key, measure) as value_key,
        coalesce(dictionary_name, label) as item_name,
        metric_code,
        nullif(case when fund_key <> '' then fund_name end, '') as project_name,
        unit,
        value,
        value_low,
        value_high,
        case qualifier when 'exact' then 0 when 'approx' then 1 else 2 end as vagueness,
        precision,
        is_restatement,
        ordinal,
        figure_key
    from {{ ref('int_series_stated') }}
    where role in ('actual', 'previous') and not is_rank and not is_part_of_year and value is not null
),

amounts as (
    select
        report_key,
        fiscal_year as stated_in,
        fiscal_year as value_year,
        'amount' as fact,
        concat_ws('|', scope, coalesce(project_name, ''), {{ label_key('item_name') }}, cut, stage) as value_key,
        item_name,
        cast(null as varchar) as metric_code,
        project_name,
        '元' as unit,
        amount_yuan as value,
        amount_yuan - coalesce(precision_yuan, 0) * 0.5 as value_low,
        amount_yuan + coalesce(precision_yuan, 0) * 0.5 as value_high,
        0 as vagueness,
        precision_yuan as precision,
        false as is_restatement,
        0 as ordinal,
        figure_key
    from {{ ref('funding_sources') }}
    where figure_key is not null
),

scores as (
    select
        report_key,
        fiscal_year as stated_in,
        fiscal_year as value_year,
        'score' as fact,
        concat_ws('|', coalesce(parent_item_name, ''), {{ label_key('item_name') }}) as value_key,
        item_name,
        cast(null as varchar) as metric_code,
        cast(null as varchar) as project_name,
        '分' as unit,
        score as value,
        score as value_low,
        score as value_high,
        0 as vagueness,
        cast(null as decimal(28, 6)) as precision,
        false as is_restatement,
        0 as ordinal,
        figure_key
    from {{ ref('score_items') }}
    where figure_key is not null and score is not null
),

united as (
    select * from metrics
    union all
    select * from amounts
    union all
    select * from scores
),

-- The most precise statement of a report is what it says.
facts as (
    select * from united
    qualify row_number() over (
        partition by report_key, fact, value_key, value_year
        order by vagueness asc, precision asc nulls last, is_restatement asc, ordinal asc, figure_key asc
    ) = 1
),

editions as (
    select * from {{ ref('int_report_editions') }}
),

departments as (
    select * from {{ ref('departments') }}
),

placed as (
    select
        facts.*,
        editions.department_key,
        editions.edition_group,
        editions.edition,
        editions.is_current
    from facts
    inner join editions on facts.report_key = editions.report_key
),

pairs as (
    select
        latter.department_key,
        latter.value_year,
        latter.fact,
        latter.metric_code,
        latter.item_name,
        latter.project_name,
        latter.unit,
        latter.stated_in,
        former.value as old_value,
        latter.value as new_value,
        former.report_key as old_report_key,
        latter.report_key as new_report_key,
        former.edition as old_edition,
        latter.edition as new_edition,
        former.figure_key as old_figure_key,
        latter.figure_key as new_figure_key,
        case when former.edition_group = latter.edition_group then 'edition' else 'later_report' end as revision_type
    from placed as former
    inner join placed as latter
        on
            former.department_key = latter.department_key
            and former.fact = latter.fact
            and former.value_key = latter.value_key
            and former.value_year = latter.value_year
    where
        (
            (former.edition_group = latter.edition_group and former.edition + 1 = latter.edition)
            or (
                former.fact = 'metric'
                and former.stated_in = former.value_year
                and latter.stated_in > latter.value_year
                and former.is_current
                and latter.is_current
            )
        )
        -- Rounded or qualified otherwise is not said otherwise.
        and former.value <> latter.value
        and not {{ intervals_meet('former.value_low', 'former.value_high', 'latter.value_low', 'latter.value_high') }}
),

final as (
    select
        md5(concat_ws('|', pairs.revision_type, pairs.old_figure_key, pairs.new_figure_key)) as revision_key,
        pairs.department_key,
        departments.department_name,
        cast(pairs.value_year as integer) as fiscal_year,
        pairs.revision_type,
        pairs.fact,
        pairs.metric_code,
        pairs.item_name,
        pairs.project_name,
        pairs.unit,
        cast(pairs.old_value as decimal(28, 4)) as old_value,
        cast(pairs.new_value as decimal(28, 4)) as new_value,
        cast(pairs.new_value - pairs.old_value as decimal(28, 4)) as change,
        cast(
            {{ percent_of('cast(pairs.new_value - pairs.old_value as decimal(28, 4))', 'cast(abs(pairs.old_value) as decimal(28, 4))') }}
            as decimal(28, 6)
        ) as change_pct,
        pairs.old_report_key,
        pairs.new_report_key,
        pairs.old_edition,
        pairs.new_edition,
        cast(pairs.stated_in as integer) as stated_in,
        case when pairs.revision_type = 'edition' then 'new' else 'old' end as value_in_use,
        pairs.old_figure_key,
        pairs.new_figure_key,
        list_sort([pairs.old_figure_key, pairs.new_figure_key]) as figure_keys
    from pairs
    inner join departments on pairs.department_key = departments.department_key
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by department_key, fiscal_year, revision_type, revision_key
