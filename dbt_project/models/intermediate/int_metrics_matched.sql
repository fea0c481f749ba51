-- A metric is named by its words and by what it is counted in: 就业补助资金 has an amount in 元 and people reached in 人次.
with words as (
    select
        label_key,
        label_stem,
        figure_class,
        unit_family
    from {{ ref('int_statements_described') }}
    union
    select
        label_key,
        label_stem,
        figure_class,
        unit_family
    from {{ ref('int_indicators_stated') }}
),

labels as (
    select distinct
        label_key,
        label_stem,
        figure_class,
        -- A rank by 任务完成率 is a rank of the metric itself.
        case
            when figure_class = 'rank' then regexp_replace(label_key, '(?:任务)?(?:完成率|完成情况)$', '') else label_key
        end as matched_label,
        case when figure_class = 'rank' then '' else coalesce(unit_family, '') end as unit_family
    from words
    where label_key is not null
),

metrics as (
    select * from {{ ref('metric_dictionary') }}
),

-- A rank has no unit of its own: the empty family stands for any.
metric_families as (
    select
        *,
        unnest(list_distinct(list_append(string_split(coalesce(unit_family, ''), '|'), ''))) as counted_family
    from metrics
),

metric_words as (
    select
        *,
        unnest(string_split(words, '|')) as word
    from metric_families
),

aliases as (
    select
        metric_code,
        {{ series_label(metric_stem(label_key('label'))) }} as label
    from {{ ref('metric_aliases') }}
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
        metric_words.by_label,
        metric_words.priority,
        metric_words.pattern,
        metric_words.excluded_pattern
    from labels
    inner join metric_words
        on
            labels.unit_family = metric_words.counted_family
            and contains(labels.matched_label, metric_words.word)
            and (labels.figure_class = 'rank' or labels.unit_family <> '')
),

candidates as (
    select
        label_key,
        label_family as unit_family,
        metric_code,
        name_zh,
        area,
        direction,
        coalesce(by_label, false) as by_label,
        priority,
        length(regexp_extract(matched_label, pattern)) as matched_length
    from prospects
    where
        regexp_matches(matched_label, pattern)
        and not coalesce(regexp_matches(matched_label, nullif(excluded_pattern, '')), false)
    union all
    -- What an analyst has looked at stands before every pattern.
    select
        labels.label_key,
        labels.unit_family,
        metric_families.metric_code,
        metric_families.name_zh,
        metric_families.area,
        metric_families.direction,
        coalesce(metric_families.by_label, false) as by_label,
        -1 as priority,
        length(labels.label_key) as matched_length
    from labels
    inner join aliases on {{ series_label('labels.label_stem') }} = aliases.label
    inner join metric_families on aliases.metric_code = metric_families.metric_code and labels.unit_family = metric_families.counted_family
),

matched as (
    select * from candidates
    qualify row_number() over (
        partition by label_key, unit_family order by priority asc, matched_length desc, metric_code asc
    ) = 1
)

select * from matched
