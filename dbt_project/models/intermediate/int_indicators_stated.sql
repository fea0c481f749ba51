{{ config(materialized='incremental') }}

-- What the indicators of forms say in numbers: the result and, where it is a number of the same kind, the target beside it.
with indicators as (
    select * from {{ ref('int_form_indicators_pivoted') }}
    where actual_value is not null
),

cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where block = 'indicator' and field in ('actual', 'target') and figure_key is not null
),

-- A cell with several numbers says more than one thing; which of them is the result is not guessed.
figures as (
    select
        form_key,
        form_row,
        field,
        min(figure_key) as figure_key,
        min(figure_class) as figure_class,
        min(qualifier) as qualifier,
        min(unit_family) as unit_family
    from cells
    group by form_key, form_row, field
    having count(*) = 1
),

units as (
    select * from {{ ref('units') }}
),

-- A column of units of its own names the unit of bare numbers; what it would have to be multiplied with is not guessed.
joined as (
    select
        indicators.*,
        {{ label_key('indicators.indicator_name') }} as label_key,
        actuals.figure_key as actual_figure_key,
        actuals.figure_class,
        coalesce(actuals.qualifier, 'exact') as actual_qualifier,
        targets.figure_key as target_figure_key,
        targets.figure_class as target_figure_class,
        case
            when targets.qualifier <> 'exact' then targets.qualifier
            when indicators.comparison = '>=' then 'at_least'
            when indicators.comparison = '<=' then 'at_most'
            else 'exact'
        end as target_kind,
        coalesce(indicators.actual_unit, indicators.target_unit, units.base_unit) as unit,
        coalesce(
            case when indicators.actual_unit is not null then actuals.unit_family end,
            case when indicators.target_unit is not null then targets.unit_family end,
            units.family
        ) as unit_family
    from indicators
    inner join figures as actuals
        on indicators.form_key = actuals.form_key and indicators.form_row = actuals.form_row and actuals.field = 'actual'
    left join figures as targets
        on indicators.form_key = targets.form_key and indicators.form_row = targets.form_row and targets.field = 'target'
    left join units on indicators.unit_text = units.unit
    where coalesce(indicators.actual_unit, indicators.target_unit) is not null or coalesce(units.factor, 1) = 1
),

stated as (
    select
        *,
        {{ metric_stem('label_key') }} as label_stem
    from joined
    where label_key is not null
),

final as (
    select
        form_key || ':' || form_row || ':actual' as statement_id,
        report_key,
        report_kind,
        fiscal_year,
        project_name,
        indicator_name as label,
        label_key,
        label_stem,
        ordinal,
        'actual' as role,
        actual_figure_key as figure_key,
        figure_class,
        actual_value as value,
        unit,
        unit_family,
        actual_precision as precision,
        actual_qualifier as qualifier,
        {{ figure_low('actual_value', 'actual_precision', 'actual_qualifier', 'figure_class') }} as value_low,
        {{ figure_high('actual_value', 'actual_precision', 'actual_qualifier', 'figure_class') }} as value_high
    from stated
    union all
    select
        form_key || ':' || form_row || ':target' as statement_id,
        report_key,
        report_kind,
        fiscal_year,
        project_name,
        indicator_name as label,
        label_key,
        label_stem,
        ordinal,
        'target' as role,
        target_figure_key as figure_key,
        target_figure_class as figure_class,
        target_value as value,
        unit,
        unit_family,
        target_precision as precision,
        target_kind as qualifier,
        {{ figure_low('target_value', 'target_precision', 'target_kind', 'target_figure_class') }} as value_low,
        {{ figure_high('target_value', 'target_precision', 'target_kind', 'target_figure_class') }} as value_high
    from stated
    where
        target_figure_key is not null
        and target_value is not null
        and coalesce(target_unit, unit, '') = coalesce(unit, '')
)

select * from final
