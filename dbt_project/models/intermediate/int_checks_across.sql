-- What a department's report says beside its forms of the same year: total score, budget, money executed and rate, also by project.
-- A report that holds the forms itself is asked only where they contradict it: what agrees is one fact told twice (int_checks_restated).
with reports as (
    select * from {{ ref('int_departments_named') }}
),

funding as (
    select * from {{ ref('int_funding_tree') }}
    where cut = 'total' and node_id = amount_id and stage in ('initial', 'budget', 'executed')
),

rates as (
    select * from {{ ref('int_execution_rates_judged') }}
    where not is_far and scope <> 'item'
),

projects as (
    select * from {{ ref('int_projects_scored') }}
    where score is not null
),

narrative_nodes as (
    select * from {{ ref('int_score_nodes_placed') }}
    where depth = 0
),

form_nodes as (
    select * from {{ ref('int_score_form_nodes') }}
    where depth = 0
),

figures as (
    select * from {{ ref('stg_raw__figures') }}
),

told as (
    select
        report_key,
        coalesce(project_name, '') as project_name,
        source,
        'money' as fact,
        stage,
        item_name as label,
        figure_key,
        ordinal
    from funding
    union all
    select
        report_key,
        project_key as project_name,
        case when ends_with(rate_id, '#rate') then 'form' else 'narrative' end as source,
        'rate' as fact,
        '' as stage,
        subject as label,
        figure_key,
        ordinal
    from rates
    union all
    select
        report_key,
        project_name,
        source,
        'score' as fact,
        '' as stage,
        '得分' as label,
        score_figure_key as figure_key,
        ordinal
    from projects
    union all
    select
        report_key,
        '' as project_name,
        'narrative' as source,
        'score' as fact,
        '' as stage,
        item_name as label,
        figure_key,
        ordinal
    from narrative_nodes
    union all
    select
        report_key,
        '' as project_name,
        'form' as source,
        'score' as fact,
        '' as stage,
        item_name as label,
        figure_key,
        0 as ordinal
    from form_nodes
),

valued as (
    select
        told.*,
        reports.fiscal_year,
        reports.department_key,
        -- 51230023R000004711206-社区矫正场所运行项目 is 社区矫正场所运行.
        regexp_replace(
            regexp_replace({{ label_key('told.project_name') }}, '^[\dA-Za-z]{4,}[-—]|[（(].*$', '', 'g'), '(?:专项)?(?:项目|资金|经费)+$', ''
        ) as project_key,
        figures.value,
        figures.unit,
        figures.precision,
        {{ figure_low('figures.value', 'figures.precision', 'figures.qualifier', 'figures.figure_class') }} as value_low,
        {{ figure_high('figures.value', 'figures.precision', 'figures.qualifier', 'figures.figure_class') }} as value_high
    from told
    inner join reports on told.report_key = reports.report_key
    inner join figures on told.figure_key = figures.figure_key
    where figures.value is not null
),

-- A report that tells a fact twice tells it first.
facts as (
    select * from valued
    qualify row_number() over (
        partition by report_key, project_name, source, fact, stage
        order by precision, ordinal, figure_key
    ) = 1
),

confirmed as (
    select distinct forms.figure_key
    from valued as forms
    inner join valued as narrative
        on
            forms.report_key = narrative.report_key
            and forms.fact = narrative.fact
            and forms.unit = narrative.unit
            and coalesce(forms.project_key, '') = coalesce(narrative.project_key, '')
            and {{ intervals_meet('forms.value_low', 'forms.value_high', 'narrative.value_low', 'narrative.value_high') }}
    where forms.source = 'form' and narrative.source = 'narrative'
),

pairs as (
    select
        narrative.report_key,
        narrative.project_name,
        narrative.label,
        narrative.figure_key,
        narrative.value,
        narrative.unit,
        narrative.precision,
        narrative.value_low,
        narrative.value_high,
        narrative.ordinal,
        forms.label as form_label,
        forms.figure_key as form_figure_key,
        forms.value as form_value,
        forms.value_low as form_low,
        forms.value_high as form_high,
        narrative.report_key = forms.report_key as is_of_one_report
    from facts as narrative
    inner join facts as forms
        on
            narrative.fiscal_year = forms.fiscal_year
            and narrative.department_key = forms.department_key
            and narrative.fact = forms.fact
            and narrative.unit = forms.unit
            and coalesce(narrative.project_key, '') = coalesce(forms.project_key, '')
    where
        narrative.source = 'narrative'
        and forms.source = 'form'
        -- 预算 alone may be the first one or the one in force: the form has both.
        and (narrative.stage = forms.stage or (narrative.stage in ('initial', 'budget') and forms.stage in ('initial', 'budget')))
    qualify row_number() over (
        partition by narrative.figure_key, forms.report_key, narrative.fact
        order by
            not {{ intervals_meet('narrative.value_low', 'narrative.value_high', 'forms.value_low', 'forms.value_high') }},
            narrative.stage <> forms.stage,
            forms.figure_key
    ) = 1
),

checks as (
    select
        report_key,
        'restatement' as rule,
        coalesce(nullif(project_name, '') || '：', '') || label as subject,
        unit,
        value as stated,
        precision as stated_precision,
        value_low as stated_low,
        value_high as stated_high,
        form_value as computed,
        form_low as computed_low,
        form_high as computed_high,
        '自评表：' || form_label as terms,
        false as is_other_reading,
        cast(null as varchar) as other_reading_zh,
        cast(null as varchar) as other_reading_en,
        list_sort([figure_key, form_figure_key]) as figure_keys,
        ordinal
    from pairs
    where not is_of_one_report or form_figure_key not in (select confirmed.figure_key from confirmed)
)

select * from checks
