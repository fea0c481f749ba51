-- A metric is named by its words and by what it is counted in: 就业补助资金 has an amount in 元 and people reached in 人次.
with labels as (
    select distinct
        label_key,
        figure_class,
        -- A rank by 任务完成率 is a rank of the metric itself.
        case
            when figure_class = 'rank' then regexp_replace(label_key, '(?:任务)?(?:完成率|完成情况)$', '') else label_key
        end as matched_label,
        case when figure_class = 'rank' then '' else coalesce(unit_family, '') end as unit_family
    from {{ ref('int_statements_described') }}
    where label_key is not null
),

metrics as (
    select * from {{ ref('metric_dictionary') }}
),

candidates as (
    select
        labels.label_key,
        labels.unit_family,
        metrics.metric_code,
        metrics.name_zh,
        metrics.area,
        metrics.direction,
        metrics.priority,
        length(regexp_extract(labels.matched_label, metrics.pattern)) as matched_length
    from labels
    inner join metrics
        on
            -- A rank has no unit of its own.
            (labels.figure_class = 'rank' or list_contains(string_split(metrics.unit_family, '|'), labels.unit_family))
            and regexp_matches(labels.matched_label, metrics.pattern)
            and not coalesce(regexp_matches(labels.matched_label, nullif(metrics.excluded_pattern, '')), false)
),

matched as (
    select * from candidates
    qualify row_number() over (
        partition by label_key, unit_family order by priority asc, matched_length desc, metric_code asc
    ) = 1
)

select * from matched
