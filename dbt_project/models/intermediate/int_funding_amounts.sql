-- Amounts of the budget, from sentences and from the rows of forms, with the stage that each one stands for.
with statements as (
    select * from {{ ref('int_statements_classified') }}
    where statement_kind = 'funding' and is_own_year
),

form_amounts as (
    select * from {{ ref('int_form_funding_pivoted') }}
),

-- An amount without a word of stage takes that of the whole it is part of, else of the amount printed before it.
inherited as (
    select
        statements.*,
        coalesce(
            statements.stage,
            parents.stage,
            grandparents.stage,
            last_value(statements.stage ignore nulls) over (
                partition by statements.sentence_id
                order by statements.ordinal, statements.statement_id
                rows between unbounded preceding and current row
            ),
            case
                when regexp_matches(statements.sentence, '预算') then 'budget'
                when regexp_matches(statements.sentence, '决算|支出|执行|列支') then 'executed'
                else 'budget'
            end
        ) as known_stage
    from statements
    left join statements as parents on statements.parent_statement_id = parents.statement_id
    left join statements as grandparents on parents.parent_statement_id = grandparents.statement_id
),

narrative as (
    select
        statement_id as amount_id,
        report_key,
        department_name,
        fiscal_year,
        case when project_name is null then 'department' else 'project' end as scope,
        project_name,
        item_name,
        bare_label as item_key,
        funding_item,
        cut,
        exhaustive_group,
        known_stage as stage,
        parent_statement_id as literal_parent_id,
        value as amount,
        value_low as amount_low,
        value_high as amount_high,
        precision,
        figure_key,
        sentence_id,
        paragraph,
        section_id,
        ordinal,
        'narrative' as source,
        cast(null as varchar) as form_key,
        cast(null as integer) as form_row
    from inherited
),

unioned as (
    select * from narrative
    union all
    select
        amount_id,
        report_key,
        department_name,
        fiscal_year,
        scope,
        project_name,
        item_name,
        item_key,
        funding_item,
        cut,
        exhaustive_group,
        stage,
        cast(null as varchar) as literal_parent_id,
        amount,
        amount_low,
        amount_high,
        precision,
        figure_key,
        cast(null as varchar) as sentence_id,
        cast(null as integer) as paragraph,
        cast(null as varchar) as section_id,
        ordinal,
        'form' as source,
        form_key,
        form_row
    from form_amounts
),

-- Restated in a project's text under another word (年度预算金额, 年度预算) a total is still the project's one total.
keyed as (
    select
        * replace (case when scope = 'project' and cut = 'total' then 'total' else item_key end as item_key),
        coalesce(project_name, '') as project_key
    from unioned
)

select * from keyed
