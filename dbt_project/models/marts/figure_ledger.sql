with figures as (
    select * from {{ ref('int_figures_described') }}
),

uses as (
    select
        unnest(figure_keys) as figure_key,
        'funding_sources' as mart
    from {{ ref('funding_sources') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'budget_execution' as mart
    from {{ ref('budget_execution') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'score_items' as mart
    from {{ ref('score_items') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'project_scores' as mart
    from {{ ref('project_scores') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'project_indicators' as mart
    from {{ ref('project_indicators') }}
    union all
    select
        figure_key,
        'metrics' as mart
    from {{ ref('metrics') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'metrics_over_years' as mart
    from {{ ref('metrics_over_years') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'budget_progress' as mart
    from {{ ref('budget_progress') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'revisions' as mart
    from {{ ref('revisions') }}
    union all
    select
        unnest(figure_keys) as figure_key,
        'reconciliations' as mart
    from {{ ref('reconciliations') }}
),

used as (
    select
        figure_key,
        list(distinct mart order by mart) as used_by
    from uses
    group by figure_key
),

final as (
    select
        figures.figure_key,
        figures.report_key,
        figures.department_name,
        figures.fiscal_year,
        figures.source_path,
        figures.page,
        figures.line,
        figures.cell,
        figures.char_start,
        figures.char_end,
        figures.printed,
        figures.value,
        figures.unit,
        figures.precision,
        figures.qualifier,
        figures.figure_class,
        figures.section_path,
        figures.sentence,
        coalesce(used.used_by, cast([] as varchar[])) as used_by,
        case when used.used_by is null then figures.reason_if_unused end as unused_reason,
        figures.metric_label,
        figures.stated_value,
        figures.is_corrected
    from figures
    left join used on figures.figure_key = used.figure_key
)

select * from final
order by report_key, char_start, figure_key
