-- What was spent of an item's budget up to a day of the year, beside how much of the year had gone by.
with stated as (
    select * from {{ ref('int_progress_stated') }}
    where item_name is not null
),

departments as (
    select * from {{ ref('int_departments_named') }}
),

named as (
    select * from {{ ref('departments') }}
),

measured as (
    select
        stated.*,
        departments.department_key,
        {{ label_key('stated.item_name') }} as item_key,
        coalesce(stated.budget_amount, stated.initial_amount) as budget_in_force,
        -- At the end of July seven twelfths, in the middle of a month half a twelfth more.
        {{ percent_of(
            'cast((month(stated.as_of_date) - 1) * day(last_day(stated.as_of_date)) + day(stated.as_of_date) as decimal(10, 4))',
            'cast(12 * day(last_day(stated.as_of_date)) as decimal(10, 4))'
        ) }} as elapsed_share
    from stated
    inner join departments on stated.report_key = departments.report_key
),

-- What the first half of the year left to the second: the last word on it of June, or of May where June has none.
midyears as (
    select
        department_key,
        fiscal_year,
        item_key,
        executed_amount as midyear_executed,
        figure_keys as midyear_figure_keys
    from measured
    where
        as_of_date between make_date(fiscal_year, 5, 31) and make_date(fiscal_year, 6, 30)
        and executed_amount is not null
    qualify row_number() over (
        partition by department_key, fiscal_year, item_key order by as_of_date desc, progress_id asc
    ) = 1
),

shared as (
    select
        measured.*,
        midyears.midyear_executed,
        midyears.midyear_figure_keys,
        {{ percent_of(
            'cast(measured.executed_amount as decimal(28, 4))', 'cast(measured.budget_in_force as decimal(28, 4))'
        ) }} as executed_share,
        {{ percent_of(
            'cast(measured.budget_in_force - midyears.midyear_executed as decimal(28, 4))',
            'cast(measured.budget_in_force as decimal(28, 4))'
        ) }} as second_half_share
    from measured
    left join midyears
        on
            measured.department_key = midyears.department_key
            and measured.fiscal_year = midyears.fiscal_year
            and measured.item_key = midyears.item_key
            and measured.as_of_date >= make_date(measured.fiscal_year, 5, 31)
),

judged as (
    select
        *,
        {{ percent_of('cast(executed_share as decimal(28, 4))', 'cast(elapsed_share as decimal(28, 4))') }} as pace
    from shared
),

final as (
    select
        judged.progress_id as progress_key,
        judged.report_key,
        judged.department_key,
        named.department_name,
        judged.fiscal_year,
        judged.item_name,
        judged.is_total,
        judged.as_of_date,
        cast(judged.initial_amount as decimal(20, 2)) as initial_budget_yuan,
        cast(judged.budget_amount as decimal(20, 2)) as adjusted_budget_yuan,
        cast(judged.budget_in_force as decimal(20, 2)) as budget_yuan,
        cast(judged.executed_amount as decimal(20, 2)) as executed_yuan,
        cast(judged.budget_amount - judged.initial_amount as decimal(20, 2)) as adjustment_yuan,
        cast(
            {{ percent_of(
                'cast(judged.budget_amount - judged.initial_amount as decimal(28, 4))', 'cast(judged.initial_amount as decimal(28, 4))'
            ) }} as decimal(28, 6)
        ) as adjustment_pct,
        cast(judged.stated_rate as decimal(20, 6)) as stated_rate,
        cast(judged.executed_share as decimal(28, 6)) as executed_share,
        cast(judged.elapsed_share as decimal(28, 6)) as elapsed_share,
        cast(judged.pace as decimal(28, 6)) as pace,
        case
            when judged.pace < 60 then 'red'
            when judged.pace <= 80 then 'yellow'
            when judged.pace > 80 then 'green'
        end as light,
        cast(judged.second_half_share as decimal(28, 6)) as second_half_share,
        -- Even spending leaves half of the budget to the second half of the year.
        judged.second_half_share > 60 as is_bunched,
        judged.note,
        list_sort(list_distinct(judged.figure_keys || coalesce(judged.midyear_figure_keys, cast([] as varchar[])))) as figure_keys
    from judged
    inner join named on judged.department_key = named.department_key
)

select
    *,
    {{ is_corrected('figure_keys') }} as is_corrected
from final
order by department_key, fiscal_year, as_of_date, progress_key
