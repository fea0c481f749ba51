{#- A label without white space, quotation marks and separators, as dictionaries and comparisons see it. -#}
{% macro label_key(label) -%}
    nullif(regexp_replace({{ label }}, '[\s　"''“”‘’《》、，,；;：:]', '', 'g'), '')
{%- endmacro %}

{#-
    What a label names, without the words around it that name the reporter, the year or the doing of it, so that
    开展补贴性职业技能培训 and 完成补贴性职业技能培训 are one metric.
-#}
{% macro metric_stem(label) -%}
    regexp_replace(
        {{ label }},
        '^(?:(?:19|20)\d\d年度?|本年度?|全年|年度|本?部门|本单位|本[区市县省局院]|[全我][区市县省局院委厅]|共计?|累计|合计|总计|已|共|年内|目前|新'
        || '|开展|完成|实现|举办|组织|处理|发放|办理|落实|达到?)+',
        ''
    )
{%- endmacro %}

{#- The project or fund that a report is of, from its title: 2023年度困难群众救助补助资金绩效自评报告 is of 困难群众救助补助资金. -#}
{% macro fund_of_title(title) -%}
    regexp_replace(
        regexp_replace({{ title }}, '(?:项目)?(?:支出)?绩效(?:目标)?(?:完成情况)?自?评价?(?:情况)?(?:报告|表|说明)?$', ''),
        '^(?:关于)?(?:19|20)\d\d年度?|[（(](?:19|20)\d\d年度?[）)]',
        '',
        'g'
    )
{%- endmacro %}
