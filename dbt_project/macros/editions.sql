{#- Words of a title that say that the report replaces an earlier one. -#}
{% macro revision_words() -%}
    更正|修订|修正|订正|勘误|重新公开|重新报送|重报|补正
{%- endmacro %}

{#- Does the row rest on a figure that a correction has put right? -#}
{% macro is_corrected(figure_keys) -%}
    coalesce(
        list_has_any(
            {{ figure_keys }},
            (select coalesce(list(known.figure_key), cast([] as varchar[])) from {{ ref('stg_raw__corrections') }} as known)
        ),
        false
    )
{%- endmacro %}
