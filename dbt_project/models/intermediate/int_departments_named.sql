-- Which department a report is of. A department is an office of a place: the place by its code, the office by its name without the
-- place, after the dictionary of abbreviations, renamings and mergers. The same office of another place is another department.
with recursive reports as (
    select
        report_key,
        department_name,
        fiscal_year,
        region_code,
        coalesce(region_code, region_name, '') as region_key,
        coalesce(region_name, '') as region_name
    from {{ ref('stg_raw__reports') }}
),

regions as (
    select * from {{ ref('int_regions_placed') }}
),

-- 广东省中山市人力资源和社会保障局 and 中山市人力资源和社会保障局 are both the 人力资源和社会保障局 of 中山市.
without_place as (
    select
        reports.*,
        regexp_replace(
            reports.department_name,
            '^(?:中国共产党|中共)?(?:' || regexp_escape(reports.region_name)
            || '|(?:' || regexp_escape(coalesce(regions.province_name, '')) || ')?(?:' || regexp_escape(coalesce(regions.city_name, ''))
            || ')?(?:' || regexp_escape(coalesce(regions.district_name, '')) || ')?)(..+)$',
            '\1'
        ) as office,
        -- 番禺人社局: a short name is cut off only where an office is left.
        regexp_extract(
            reports.department_name,
            '^(?:' || regexp_escape(coalesce({{ short_place('regions.city_name') }}, '')) || ')?(?:'
            || regexp_escape(coalesce({{ short_place('regions.region_name') }}, '')) || ')((?:..+(?:局|委|委员会|厅))|.*法院|.*检察院)$',
            1
        ) as office_of_short_place
    from reports
    left join regions on reports.region_code = regions.region_code
),

-- 市人社局 in the report of a city is its 人社局; 市场监督管理局 is no office of a 市.
without_level as (
    select
        * exclude (office, office_of_short_place),
        case
            when office = department_name and office_of_short_place <> '' then office_of_short_place
            when regexp_matches(office, '^[省市区县州旗盟]..') and not regexp_matches(office, '^(?:市场|市政|市容|市民|区域|县域|省际)')
                then substr(office, 2)
            else office
        end as office
    from without_place
),

stemmed as (
    select
        *,
        {{ office_stem('office') }} as printed_stem
    from without_level
),

dictionary as (
    select
        {{ office_stem('name') }} as stem,
        {{ office_stem('successor') }} as successor_stem,
        relation,
        region_code,
        coalesce(valid_from, 0) as valid_from,
        coalesce(valid_to, 9999) as valid_to
    from {{ ref('department_names') }}
    where {{ office_stem('name') }} <> {{ office_stem('successor') }}
),

-- Names follow each other: 卫生局, 卫生和计划生育局, 卫生健康局. A step is taken in the year in which the name was in use.
steps as (
    select
        report_key,
        region_code,
        region_key,
        fiscal_year as as_of_year,
        printed_stem as stem,
        printed_stem as unmerged_stem,
        false as is_merged,
        false as is_renamed,
        false as is_of_region,
        0 as depth
    from stemmed
    union all
    select
        steps.report_key,
        steps.region_code,
        steps.region_key,
        case when dictionary.relation = 'abbreviation' then steps.as_of_year else dictionary.valid_to + 1 end as as_of_year,
        dictionary.successor_stem as stem,
        case when steps.is_merged or dictionary.relation = 'merged' then steps.unmerged_stem else dictionary.successor_stem end
            as unmerged_stem,
        steps.is_merged or dictionary.relation = 'merged' as is_merged,
        steps.is_renamed or dictionary.relation <> 'abbreviation' as is_renamed,
        dictionary.region_code is not null as is_of_region,
        steps.depth + 1 as depth
    from steps
    inner join dictionary
        on
            steps.stem = dictionary.stem
            and steps.as_of_year between dictionary.valid_from and dictionary.valid_to
            and coalesce(steps.region_code = dictionary.region_code, dictionary.region_code is null)
    where steps.depth < 8
),

-- The office under the name that it prints itself, abbreviations written out.
present as (
    select distinct
        region_key,
        stem
    from steps
    where not is_renamed
),

-- Reforms did not reach every place: 林业局 is 林业和草原局 only where that one is known, or where the dictionary names the place.
reached as (
    select steps.*
    from steps
    left join present on steps.region_key = present.region_key and steps.stem = present.stem
    where not steps.is_renamed or steps.is_of_region or present.stem is not null
    qualify row_number() over (partition by steps.report_key order by steps.depth desc, steps.is_of_region desc, steps.stem asc) = 1
),

functions as (
    select * from {{ ref('department_functions') }}
),

stems as (
    select distinct unmerged_stem as stem from reached
),

stem_functions as (
    select
        stems.stem,
        functions.function_code,
        functions.name_zh as function_name
    from stems
    inner join functions on regexp_matches(stems.stem, functions.pattern)
    qualify row_number() over (partition by stems.stem order by functions.priority, functions.function_code) = 1
),

keyed as (
    select
        *,
        region_key || ':' || unmerged_stem as department_key,
        case when is_merged then region_key || ':' || stem end as successor_key
    from reached
),

successors as (
    select distinct department_key from keyed
),

final as (
    select
        stemmed.report_key,
        stemmed.department_name,
        stemmed.fiscal_year,
        stemmed.office,
        keyed.unmerged_stem as office_stem,
        keyed.department_key,
        successors.department_key as merged_into_key,
        -- Written out and not renamed since.
        keyed.unmerged_stem = stemmed.printed_stem as is_own_name,
        stem_functions.function_code,
        stem_functions.function_name
    from stemmed
    inner join keyed on stemmed.report_key = keyed.report_key
    left join successors on keyed.successor_key = successors.department_key
    left join stem_functions on keyed.unmerged_stem = stem_functions.stem
)

select * from final
