{#- 存在的问题, 困难与不足: the heading of a section of problems. -#}
{% macro names_problems(title) -%}
    regexp_matches(
        {{ title }}, '(?:问题|不足|困难)(?:之处)?(?:$|[及和与、（(]|分析|原因)|存在的?(?:主要)?(?:问题|不足|困难)|薄弱环节(?:$|[^改提能建补])'
    ) and not regexp_matches({{ title }}, '扣分|失分')
{%- endmacro %}

{#- 偏差原因分析, 未完成指标及原因: of problems only where no other heading names them. -#}
{% macro explains_shortfalls(title) -%}
    regexp_matches({{ title }}, '(?:偏离|偏差|未完成).{0,10}原因') and not regexp_matches({{ title }}, '扣分|失分')
{%- endmacro %}

{#- 改进措施, 下一步打算; 评价结论及建议 holds more than measures, and what it holds has headings of its own;
    代表建议 is what others ask for. -#}
{% macro names_measures(title) -%}
    not regexp_matches({{ title }}, '结论|(?:代表|委员|群众|提案)(?:提出)?的?(?:意见)?建议') and regexp_matches(
        {{ title }},
        '改进|整改(?:措施|意见|建议|方案|方向|打算|落实)|(?:^|[、及和与])整改$|建议(?:$|[及和与、（(])|下一步|打算|对策|今后'
    )
{%- endmacro %}
