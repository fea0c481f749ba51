{#- The model has as many rows as another one. -#}
{% test same_count(model, other) %}

with counts as (
    select
        (select count(*) from {{ model }}) as model_rows,
        (select count(*) from {{ other }}) as other_rows
)

select * from counts
where model_rows <> other_rows

{% endtest %}
