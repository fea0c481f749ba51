{{ config(materialized='incremental') }}

-- Projects with their money and score, told in sentences or filled into forms.
with rates as (
    select * from {{ ref('int_execution_rates_judged') }}
    where not is_far
),

statements as (
    select * replace (fund_name as project_name)
    from {{ ref('int_statements_classified') }}
    where fund_name is not null and is_own_year
),

form_cells as (
    select * from {{ ref('int_form_cells_valued') }}
    where project_name is not null
),

amounts as (
    select * from {{ ref('int_funding_tree') }}
    where scope = 'project' and cut = 'total'
),

projects as (
    select
        report_key,
        department_name,
        fiscal_year,
        project_name,
        case when bool_or(source = 'form') then 'form' else 'narrative' end as source,
        min(ordinal) as ordinal
    from (
        select
            report_key,
            department_name,
            fiscal_year,
            project_name,
            source,
            ordinal
        from amounts
        union all
        select
            report_key,
            department_name,
            fiscal_year,
            project_name,
            'narrative' as source,
            ordinal
        from statements
        where statement_kind in ('execution_rate', 'score')
        union all
        select
            report_key,
            department_name,
            fiscal_year,
            project_name,
            'form' as source,
            char_start as ordinal
        from form_cells
    ) as mentions
    group by report_key, department_name, fiscal_year, project_name
),

-- The budget in force before the first one, what arrived before what was promised, a whole before its parts.
ranked_amounts as (
    select
        *,
        (
            source <> 'form',
            case stage when 'budget' then 1 when 'initial' then 2 else 3 end,
            parent_id is not null,
            not regexp_matches(item_name, '调整|全年|到位'),
            precision,
            ordinal,
            amount_id
        ) as budget_rank,
        (source <> 'form', stage <> 'executed', precision, ordinal, amount_id) as executed_rank
    from amounts
),

best_amounts as (
    select
        report_key,
        project_name,
        arg_min(amount, budget_rank) filter (where stage in ('budget', 'initial', 'allocated')) as budget,
        arg_min(figure_key, budget_rank) filter (where stage in ('budget', 'initial', 'allocated')) as budget_figure_key,
        arg_min(amount, executed_rank) filter (where stage in ('executed', 'paid')) as executed,
        arg_min(figure_key, executed_rank) filter (where stage in ('executed', 'paid')) as executed_figure_key
    from ranked_amounts
    group by report_key, project_name
),

-- The form's rate beside the form's amounts; else one told with its amounts, else one told alone.
stated_rates as (
    select
        report_key,
        project_key as project_name,
        stated,
        figure_key,
        ordinal,
        not ends_with(rate_id, '#rate') as is_told,
        false as is_alone
    from rates
    where scope = 'project'
    union all
    select
        report_key,
        project_name,
        value as stated,
        figure_key,
        ordinal,
        true as is_told,
        true as is_alone
    from statements
    where statement_kind = 'execution_rate'
),

best_rates as (
    select
        report_key,
        project_name,
        arg_min(stated, (is_told, is_alone, ordinal)) as stated_rate,
        arg_min(figure_key, (is_told, is_alone, ordinal)) as rate_figure_key
    from stated_rates
    group by report_key, project_name
),

scores as (
    select
        report_key,
        project_name,
        arg_max(score, (is_form, -ordinal)) as score,
        arg_max(figure_key, (is_form, -ordinal)) as score_figure_key
    from (
        select
            report_key,
            project_name,
            value as score,
            figure_key,
            false as is_form,
            ordinal
        from statements
        where statement_kind = 'score' and {{ is_score_of_project('label_key') }}
        union all
        select
            report_key,
            project_name,
            value as score,
            figure_key,
            true as is_form,
            char_start as ordinal
        from form_cells
        where
            value is not null
            and ((block = 'total' and field in ('score', 'total')) or (is_listed and block = 'funding' and field = 'score'))
    ) as stated_scores
    group by report_key, project_name
),

-- The form's grade before that said with the project's score, this before one said without; where two differ none is taken.
all_grades as (
    select
        report_key,
        project_name,
        text as grade,
        1 as way
    from form_cells
    where field = 'grade'
    union all
    select
        given.report_key,
        given.project_name,
        given.grade,
        case when given.figure_key is null then 3 else 2 end as way
    from {{ ref('int_grades_given') }} as given
    left join scores on given.report_key = scores.report_key and given.project_name = scores.project_name
    where given.project_name is not null and (given.figure_key is null or given.score = scores.score)
),

best_grades as (
    select * from all_grades
    qualify way = min(way) over (partition by report_key, project_name)
),

grades as (
    select
        report_key,
        project_name,
        min(grade) as grade
    from best_grades
    group by report_key, project_name
    having count(distinct grade) = 1
),

joined as (
    select
        projects.report_key,
        projects.department_name,
        projects.fiscal_year,
        projects.project_name,
        best_amounts.budget,
        best_amounts.executed,
        best_rates.stated_rate,
        {{ percent_of('best_amounts.executed', 'best_amounts.budget') }} as computed_rate,
        scores.score,
        grades.grade,
        projects.source,
        projects.ordinal,
        scores.score_figure_key,
        -- list_distinct leaves NULLs out.
        list_sort(list_distinct([
            best_amounts.budget_figure_key, best_amounts.executed_figure_key, best_rates.rate_figure_key, scores.score_figure_key
        ])) as figure_keys
    from projects
    left join best_amounts on projects.report_key = best_amounts.report_key and projects.project_name = best_amounts.project_name
    left join best_rates on projects.report_key = best_rates.report_key and projects.project_name = best_rates.project_name
    left join scores on projects.report_key = scores.report_key and projects.project_name = scores.project_name
    left join grades on projects.report_key = grades.report_key and projects.project_name = grades.project_name
)

select * from joined
-- A project of which sentences say nothing in figures is only mentioned.
where source = 'form' or len(figure_keys) > 0
