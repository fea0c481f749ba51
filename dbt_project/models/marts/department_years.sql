-- A department's year at a glance, out of the other marts. Amounts, shares and scores are those of its whole-department reports; projects,
-- contradictions and findings are counted over all of its reports of the year, in their last editions.
with reports as (
    select * from {{ ref('reports') }}
    where is_current
),

departments as (
    select * from {{ ref('departments') }}
),

report_counts as (
    select
        department_key,
        fiscal_year,
        count(*) as report_count,
        list(report_key order by report_key) as report_keys
    from reports
    group by department_key, fiscal_year
),

whole_reports as (
    select
        report_key,
        department_key,
        fiscal_year
    from reports
    where report_kind = 'department'
),

totals as (
    select
        whole_reports.department_key,
        whole_reports.fiscal_year,
        funding.stage,
        funding.amount_yuan,
        funding.figure_key
    from whole_reports
    inner join {{ ref('funding_sources') }} as funding on whole_reports.report_key = funding.report_key
    where funding.scope = 'department' and funding.cut = 'total'
),

-- Where two totals of one stage differ, nothing tells which is the whole.
sole_totals as (
    select * from totals
    where stage in ('initial', 'budget', 'executed')
    qualify
        min(amount_yuan) over (partition by department_key, fiscal_year, stage)
        = max(amount_yuan) over (partition by department_key, fiscal_year, stage)
),

total_amounts as (
    select
        department_key,
        fiscal_year,
        min(amount_yuan) filter (where stage = 'initial') as initial_budget_yuan,
        min(amount_yuan) filter (where stage = 'budget') as budget_yuan,
        min(amount_yuan) filter (where stage = 'executed') as executed_yuan,
        list(figure_key) as figure_keys
    from sole_totals
    group by department_key, fiscal_year
),

-- Of several pairs the largest expenditure is the whole's, against the year's budget rather than the initial one.
pairs as (
    select
        whole_reports.department_key,
        whole_reports.fiscal_year,
        pairs.budget_yuan,
        pairs.executed_yuan,
        pairs.stated_rate,
        pairs.computed_rate,
        pairs.status,
        pairs.figure_keys
    from whole_reports
    inner join {{ ref('budget_execution') }} as pairs on whole_reports.report_key = pairs.report_key
    left join total_amounts
        on whole_reports.department_key = total_amounts.department_key and whole_reports.fiscal_year = total_amounts.fiscal_year
    where pairs.scope = 'department'
    qualify row_number() over (
        partition by whole_reports.department_key, whole_reports.fiscal_year
        order by
            pairs.executed_yuan desc, coalesce(pairs.budget_yuan <> total_amounts.budget_yuan, false) asc, pairs.stated_rate is null asc,
            pairs.budget_yuan desc, pairs.execution_key asc
    ) = 1
),

-- 基本支出 and 中央资金 in percent of the whole that they are told of; of several wholes the largest, of several stages the budget.
parts as (
    select
        whole_reports.department_key,
        whole_reports.fiscal_year,
        whole_reports.report_key,
        funding.cut,
        funding.funding_item,
        funding.stage,
        funding.parent_item_name,
        funding.amount_yuan,
        funding.share_of_parent,
        funding.figure_key,
        case funding.stage when 'budget' then 1 when 'executed' then 2 when 'initial' then 3 else 4 end as stage_order
    from whole_reports
    inner join {{ ref('funding_sources') }} as funding on whole_reports.report_key = funding.report_key
    where
        funding.scope = 'department'
        and funding.share_of_parent > 0
        and (funding.cut = 'level' or (funding.cut = 'nature' and funding.funding_item in ('basic', 'project')))
),

wholes as (
    select
        department_key,
        fiscal_year,
        cut,
        report_key,
        stage,
        parent_item_name
    from parts
    group by department_key, fiscal_year, cut, report_key, stage, stage_order, parent_item_name
    qualify row_number() over (
        partition by department_key, fiscal_year, cut
        order by stage_order asc, max({{ percent_of('amount_yuan', 'share_of_parent') }}) desc, report_key asc, parent_item_name asc
    ) = 1
),

shares as (
    select
        parts.department_key,
        parts.fiscal_year,
        max(parts.share_of_parent) filter (where parts.funding_item = 'basic') as basic_share,
        max(parts.share_of_parent) filter (where parts.funding_item = 'project') as project_share,
        max(parts.share_of_parent) filter (where parts.funding_item = 'central') as central_share,
        max(parts.share_of_parent) filter (where parts.funding_item = 'province') as province_share,
        max(parts.share_of_parent) filter (where parts.funding_item = 'city') as city_share,
        max(parts.share_of_parent) filter (where parts.funding_item = 'county') as county_share,
        list(parts.figure_key) as figure_keys
    from parts
    inner join wholes
        on
            parts.report_key = wholes.report_key
            and parts.cut = wholes.cut
            and parts.stage = wholes.stage
            and parts.parent_item_name = wholes.parent_item_name
    group by parts.department_key, parts.fiscal_year
),

scores as (
    select
        whole_reports.department_key,
        whole_reports.fiscal_year,
        items.score as total_score,
        items.max_score,
        items.lost_points,
        items.grade,
        items.figure_keys
    from whole_reports
    inner join {{ ref('score_items') }} as items on whole_reports.report_key = items.report_key
    where items.depth = 0
    qualify row_number() over (
        partition by whole_reports.department_key, whole_reports.fiscal_year order by items.is_computed, items.report_key
    ) = 1
),

projects as (
    select
        reports.department_key,
        reports.fiscal_year,
        count(distinct {{ label_key('projects.project_name') }}) as project_count
    from reports
    inner join {{ ref('project_scores') }} as projects on reports.report_key = projects.report_key
    group by reports.department_key, reports.fiscal_year
),

contradictions as (
    select
        reports.department_key,
        reports.fiscal_year,
        count(*) as contradiction_count
    from reports
    inner join {{ ref('reconciliations') }} as checks on reports.report_key = checks.report_key
    where checks.status = 'contradiction'
    group by reports.department_key, reports.fiscal_year
),

found as (
    select
        reports.department_key,
        reports.fiscal_year,
        count(*) as finding_count,
        count(*) filter (where findings.kind = 'problem') as problem_count
    from reports
    inner join {{ ref('findings') }} as findings on reports.report_key = findings.report_key
    group by reports.department_key, reports.fiscal_year
),

joined as (
    select
        report_counts.*,
        departments.department_name,
        departments.function_code,
        departments.function_name,
        departments.admin_level,
        departments.region_code,
        departments.region_name,
        departments.province_code,
        total_amounts.initial_budget_yuan,
        coalesce(pairs.budget_yuan, total_amounts.budget_yuan) as budget_yuan,
        coalesce(pairs.executed_yuan, total_amounts.executed_yuan) as executed_yuan,
        pairs.stated_rate,
        pairs.computed_rate as execution_rate,
        pairs.status as rate_status,
        shares.basic_share,
        shares.project_share,
        shares.central_share,
        shares.province_share,
        shares.city_share,
        shares.county_share,
        scores.total_score,
        scores.max_score,
        scores.lost_points,
        scores.grade,
        {{ percent_of('scores.total_score', 'scores.max_score') }} as score_share,
        coalesce(projects.project_count, 0) as project_count,
        coalesce(contradictions.contradiction_count, 0) as contradiction_count,
        coalesce(found.finding_count, 0) as finding_count,
        coalesce(found.problem_count, 0) as problem_count,
        list_sort(list_distinct(
            coalesce(pairs.figure_keys, cast([] as varchar[]))
            || coalesce(total_amounts.figure_keys, cast([] as varchar[]))
            || coalesce(shares.figure_keys, cast([] as varchar[]))
            || coalesce(scores.figure_keys, cast([] as varchar[]))
        )) as figure_keys
    from report_counts
    inner join departments on report_counts.department_key = departments.department_key
    left join total_amounts
        on report_counts.department_key = total_amounts.department_key and report_counts.fiscal_year = total_amounts.fiscal_year
    left join pairs on report_counts.department_key = pairs.department_key and report_counts.fiscal_year = pairs.fiscal_year
    left join shares on report_counts.department_key = shares.department_key and report_counts.fiscal_year = shares.fiscal_year
    left join scores on report_counts.department_key = scores.department_key and report_counts.fiscal_year = scores.fiscal_year
    left join projects on report_counts.department_key = projects.department_key and report_counts.fiscal_year = projects.fiscal_year
    left join contradictions
        on report_counts.department_key = contradictions.department_key and report_counts.fiscal_year = contradictions.fiscal_year
    left join found on report_counts.department_key = found.department_key and report_counts.fiscal_year = found.fiscal_year
),

-- NULLs come last and are given no rank.
ranked as (
    select
        *,
        rank() over (partition by region_code, fiscal_year order by execution_rate desc nulls last) as region_rate_rank,
        count(execution_rate) over (partition by region_code, fiscal_year) as region_rate_peers,
        rank() over (partition by function_code, fiscal_year order by execution_rate desc nulls last) as function_rate_rank,
        count(execution_rate) over (partition by function_code, fiscal_year) as function_rate_peers,
        rank() over (partition by region_code, fiscal_year order by score_share desc nulls last) as region_score_rank,
        count(score_share) over (partition by region_code, fiscal_year) as region_score_peers,
        rank() over (partition by function_code, fiscal_year order by score_share desc nulls last) as function_score_rank,
        count(score_share) over (partition by function_code, fiscal_year) as function_score_peers
    from joined
),

final as (
    select
        department_key,
        department_name,
        cast(fiscal_year as integer) as fiscal_year,
        function_code,
        function_name,
        admin_level,
        region_code,
        region_name,
        province_code,
        cast(report_count as integer) as report_count,
        report_keys,
        initial_budget_yuan,
        budget_yuan,
        executed_yuan,
        stated_rate,
        execution_rate,
        rate_status,
        basic_share,
        project_share,
        central_share,
        province_share,
        city_share,
        county_share,
        total_score,
        max_score,
        lost_points,
        grade,
        cast(project_count as integer) as project_count,
        cast(contradiction_count as integer) as contradiction_count,
        cast(finding_count as integer) as finding_count,
        cast(problem_count as integer) as problem_count,
        cast(case when execution_rate is not null and region_code is not null then region_rate_rank end as integer)
            as region_rate_rank,
        cast(case when region_code is not null then region_rate_peers end as integer) as region_rate_peers,
        cast(case when execution_rate is not null and function_code is not null then function_rate_rank end as integer)
            as function_rate_rank,
        cast(case when function_code is not null then function_rate_peers end as integer) as function_rate_peers,
        cast(case when score_share is not null and region_code is not null then region_score_rank end as integer)
            as region_score_rank,
        cast(case when region_code is not null then region_score_peers end as integer) as region_score_peers,
        cast(case when score_share is not null and function_code is not null then function_score_rank end as integer)
            as function_score_rank,
        cast(case when function_code is not null then function_score_peers end as integer) as function_score_peers,
        figure_keys
    from ranked
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by department_key, fiscal_year
