{% set marts_of_figures = [
    'funding_sources', 'budget_execution', 'score_items', 'project_scores', 'project_indicators', 'metrics',
    'metrics_over_years', 'budget_progress', 'revisions', 'reconciliations'
] %}

with figures as (
    select * from {{ ref('int_figures_described') }}
),

uses as (
    {%- for mart in marts_of_figures %}
        select
            {{ 'figure_key' if mart == 'metrics' else 'unnest(figure_keys) as figure_key' }},
            '{{ mart }}' as mart
        from {{ ref(mart) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}
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
