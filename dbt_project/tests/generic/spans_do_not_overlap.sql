{#- No position of a document belongs to two figures. -#}
{% test spans_do_not_overlap(model) %}

with neighbours as (
    select
        figure_key,
        char_start,
        lag(char_end) over (partition by report_key order by char_start, char_end) as previous_end
    from {{ model }}
)

select * from neighbours
where previous_end > char_start

{% endtest %}
