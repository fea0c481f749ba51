{#- A place's name without the word that says what kind of place it is: 番禺区 → 番禺; NULL where hardly anything is left. -#}
{% macro short_place(name) -%}
    nullif(
        regexp_extract({{ name }}, '^([^市县区盟旗州]{2,6}?)(?:[^市县区盟旗州]{1,4}族)*(?:省|市|地区|县|区|盟|旗|州|自治[区州县旗])$', 1),
        ''
    )
{%- endmacro %}

{#- The office without the word for what it is in its place: 卫生健康局 here and 卫生健康委员会 there. -#}
{% macro office_stem(body) -%}
    case
        when length({{ body }}) > 2 then regexp_replace({{ body }}, '(?:委员会|委|局|厅|部|署)$', '')
        else {{ body }}
    end
{%- endmacro %}
