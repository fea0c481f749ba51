with divisions as (
    select * from {{ ref('regions') }}
),

placed as (
    select
        divisions.region_code,
        divisions.region_name,
        divisions.level,
        case
            when divisions.level = 'province' then divisions.region_code
            when parents.level = 'province' then parents.region_code
            else grandparents.region_code
        end as province_code,
        case
            when divisions.level = 'province' then divisions.region_name
            when parents.level = 'province' then parents.region_name
            else grandparents.region_name
        end as province_name,
        case
            when divisions.level = 'city' then divisions.region_code
            when parents.level = 'city' then parents.region_code
        end as city_code,
        case
            when divisions.level = 'city' then divisions.region_name
            when parents.level = 'city' then parents.region_name
        end as city_name,
        case when divisions.level in ('district', 'county') then divisions.region_code end as district_code,
        case when divisions.level in ('district', 'county') then divisions.region_name end as district_name
    from divisions
    left join divisions as parents on divisions.parent_code = parents.region_code
    left join divisions as grandparents on parents.parent_code = grandparents.region_code
)

select * from placed
