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

metric_words as (
    select
        *,
        unnest(string_split(words, '|')) as word
    from metrics
),

-- Only a label that holds one of the metric's words can match its pattern; patterns are dear, words are cheap.
prospects as (
    select distinct
        labels.label_key,
        labels.matched_label,
        labels.unit_family as label_family,
        metric_words.metric_code,
        metric_words.name_zh,
        metric_words.area,
        metric_words.direction,
        metric_words.priority,
        metric_words.pattern,
        metric_words.excluded_pattern
    from labels
    inner join metric_words
        on
            contains(labels.matched_label, metric_words.word)
            -- A rank has no unit of its own.
            and (labels.figure_class = 'rank' or list_contains(string_split(metric_words.unit_family, '|'), labels.unit_family))
),

candidates as (
    select
        label_key,
        label_family as unit_family,
        metric_code,
        name_zh,
        area,
        direction,
        priority,
        length(regexp_extract(matched_label, pattern)) as matched_length
    from prospects
    where
        regexp_matches(matched_label, pattern)
        and not coalesce(regexp_matches(matched_label, nullif(excluded_pattern, '')), false)
),

matched as (
    select * from candidates
    qualify row_number() over (
        partition by label_key, unit_family order by priority asc, matched_length desc, metric_code asc
    ) = 1
)

select * from matched
