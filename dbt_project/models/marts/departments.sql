with named as (
    select * from {{ ref('int_departments_named') }}
),

reports as (
    select * from {{ ref('stg_raw__reports') }}
),

regions as (
    select * from {{ ref('int_regions_placed') }}
),

-- The name of the last year, written out where any report writes it out.
grouped as (
    select
        named.department_key,
        max_by(
            named.department_name,
            (named.is_own_name, named.fiscal_year, length(named.department_name), named.department_name)
        ) as department_name,
        min(named.function_code) as function_code,
        min(named.function_name) as function_name,
        min(reports.region_code) as region_code,
        max_by(reports.region_name, (length(reports.region_name), reports.region_name)) as region_name,
        max_by(reports.admin_level, (named.fiscal_year, named.report_key)) as admin_level,
        min(named.merged_into_key) as merged_into_key,
        list(distinct named.department_name order by named.department_name) as names,
        min(named.fiscal_year) as first_year,
        max(named.fiscal_year) as last_year,
        count(*) as report_count
    from named
    inner join reports on named.report_key = reports.report_key
    group by named.department_key
),

final as (
    select
        grouped.department_key,
        grouped.department_name,
        grouped.function_code,
        grouped.function_name,
        grouped.admin_level,
        grouped.region_code,
        grouped.region_name,
        regions.province_code,
        regions.province_name,
        regions.city_code,
        regions.city_name,
        regions.district_code,
        regions.district_name,
        grouped.merged_into_key,
        grouped.names,
        cast(grouped.first_year as integer) as first_year,
        cast(grouped.last_year as integer) as last_year,
        cast(grouped.report_count as integer) as report_count
    from grouped
    left join regions on grouped.region_code = regions.region_code
)

select * from final
order by department_key
