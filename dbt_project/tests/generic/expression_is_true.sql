{#- Every row satisfies the expression; NULL counts as not satisfied. -#}
{% test expression_is_true(model, expression) %}

select *
from {{ model }}
where not coalesce({{ expression }}, false)

{% endtest %}
