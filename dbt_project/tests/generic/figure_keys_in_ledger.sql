{#- Every key of the list is a figure of the ledger. -#}
{% test figure_keys_in_ledger(model, column_name) %}

with keys as (
    select distinct unnest({{ column_name }}) as figure_key
    from {{ model }}
)

select keys.figure_key
from keys
left join {{ ref('figure_ledger') }} as ledger on keys.figure_key = ledger.figure_key
where ledger.figure_key is null

{% endtest %}
