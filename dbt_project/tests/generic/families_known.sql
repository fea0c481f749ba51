{#- Every family of units that the column lists, separated by |, is one of the dictionary of units. -#}
{% test families_known(model) %}

with families as (
    select
        metric_code,
        unnest(string_split(unit_family, '|')) as family
    from {{ model }}
)

select families.*
from families
left join {{ ref('units') }} as units on families.family = units.family
where units.family is null

{% endtest %}
