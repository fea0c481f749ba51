-- Which reports are editions of one another: the same department, year and kind under the same title, apart from the words that say
-- that it was corrected; of projects the same projects. The last edition is the one in force.
with reports as (
    select * from {{ ref('stg_raw__reports') }}
),

departments as (
    select * from {{ ref('int_departments_named') }}
),

projects as (
    select
        report_key,
        string_agg(distinct {{ label_key('project_name') }}, '|' order by {{ label_key('project_name') }}) as project_keys
    from {{ ref('int_projects_scored') }}
    group by report_key
),

titled as (
    select
        reports.report_key,
        departments.department_key,
        reports.fiscal_year,
        reports.report_kind,
        reports.sheet,
        reports.published_on,
        reports.source_path,
        coalesce({{ label_key('reports.title') }}, '') as title_key,
        case reports.report_kind
            when 'department' then ''
            -- Tables of one year follow each other month by month.
            when 'monitoring' then reports.report_key
            else coalesce(projects.project_keys, '')
        end as project_keys,
        reports.department_name
    from reports
    inner join departments on reports.report_key = departments.report_key
    left join projects on reports.report_key = projects.report_key
),

-- Numbered editions say their number; 更正 and the like make a second one.
marked as (
    select
        *,
        regexp_replace(
            replace(title_key, department_name, ''),
            '[（(【\[]?(?:第[一二三四五六七八九\d]+[版稿次](?:修订)?|{{ revision_words() }})(?:后|版|稿|本)*[）)】\]]?|[（(][）)]',
            '',
            'g'
        ) as subject,
        case
            when regexp_matches(title_key, '第[一二三四五六七八九\d]+[版稿]')
                then coalesce(
                    try_cast(regexp_extract(title_key, '第(\d+)[版稿]', 1) as integer),
                    nullif(instr('一二三四五六七八九', regexp_extract(title_key, '第([一二三四五六七八九])[版稿]', 1)), 0)
                )
            when regexp_matches(title_key, '{{ revision_words() }}') then 2
            else 1
        end as printed_edition
    from titled
),

numbered as (
    select
        *,
        row_number() over editions as edition,
        count(*) over (partition by department_key, fiscal_year, report_kind, project_keys, sheet, subject) as edition_count,
        lead(report_key) over editions as replaced_by
    from marked
    window editions as (
        partition by department_key, fiscal_year, report_kind, project_keys, sheet, subject
        order by printed_edition, published_on nulls first, source_path, report_key
    )
),

final as (
    select
        report_key,
        department_key,
        fiscal_year,
        md5(concat_ws('|', department_key, fiscal_year, report_kind, project_keys, coalesce(sheet, ''), subject)) as edition_group,
        cast(edition as integer) as edition,
        cast(edition_count as integer) as edition_count,
        replaced_by is null as is_current,
        replaced_by
    from numbered
)

select * from final
