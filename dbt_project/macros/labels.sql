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
        || '|开展|完成|实现|举办|组织|处理|发放|办理|落实|达到?|建成|建立|设立|成立|打造|拨付|审核|各类|各项)+',
        ''
    )
{%- endmacro %}

{#- 分两批下达至县（区）：甲县3180万元、乙县2460万元: a list of where money was sent down to. -#}
{% macro is_sent_down(sentence, item_name) -%}
    regexp_matches(split_part({{ sentence }}, {{ item_name }}, 1), '下达(?:至|到|给)[^，。；]{1,12}[:：]')
{%- endmacro %}

{#- 一般公共预算 and 政府性基金预算 are names of money, of which the 预算 tells no stage. -#}
{% macro without_kinds_of_budget(text) -%}
    regexp_replace({{ text }}, '(?:一般公共|政府性基金|国有资本经营|社会保险基金)预算', '', 'g')
{%- endmacro %}

{#- What an amount is of, whatever stage its words tell: 技术改造补助支出 and 技术改造补助预算数 are both of 技术改造补助. -#}
{% macro spent_of(item_key) -%}
    regexp_replace({{ item_key }}, '(?:年初|全年|实际|调整后)*(?:预算|安排|支出|执行|使用|支付|拨付|下达|到位)*(?:数|额|金额)?$', '')
{%- endmacro %}

{#-
    The project or fund that a report is of, from its title: 某县民政局2023年度困难群众救助补助资金绩效自评报告 is of 困难群众救助补助资金,
    某市水务局城东污水处理厂改造项目2021年度支出绩效自评报告 of 城东污水处理厂改造.
    Empty where the title names none: 某县民政局2023年度项目支出绩效自评报告.
-#}
{% macro fund_of_title(title, department) -%}
    coalesce(
        nullif(
            regexp_replace(
                regexp_extract(
                    replace({{ title }}, {{ department }}, ''),
                    '^(?:关于)?([^，。\d]{3,40}(?:项目|资金|经费|工程|专项|补助|补贴|转移支付))(?:19|20)\d\d年度?(?:项目|财政|资金)*(?:支出)?绩效',
                    1
                ),
                '^(?:部门|单位|财政|预算|重点|项目|支出|专项|资金|转移支付|省级|市级|县级)*$|项目$',
                ''
            ),
            ''
        ),
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace({{ title }}, '(?:项目)?(?:支出)?绩效(?:目标)?(?:完成情况)?的?自?评价?(?:工作)?(?:情况)?的?(?:报告|表|说明|材料)?$', ''),
                    '^[^，。]{0,20}?关于|^(?:19|20)\d\d年度?|[（(](?:19|20)\d\d年度?[）)]',
                    '',
                    'g'
                ),
                '^[^，。]{0,30}?(?:19|20)\d\d年度?的?(..{3,}?)的?$',
                '\1'
            ),
            '^(?:[^，。]{0,30}(?:19|20)\d\d年度?)?(?:[^，。]{2,8}[省市县区州盟旗])?(?:部门|单位|财政|预算|重点|项目|支出|专项|资金|转移支付|省级|市级|县级)*$|(?:19|20)\d\d年度?$',
            ''
        )
    )
{%- endmacro %}

{#-
    Whether two keys of names are one project or fund told with more or fewer of the words that only say whose it is and what kind:
    某县农村饮水工程 and 2018年度农村饮水工程项目. `of_levels` takes 中央 and 省级 for such words too: right where a report is of one fund.
-#}
{% macro is_same_project(longer, shorter, of_levels=false) -%}
    (
        length({{ shorter }}) >= 4
        and contains({{ longer }}, {{ shorter }})
        and regexp_full_match(
            {{ longer }},
            '(?:[^，。]{1,12}[省市县区旗州盟镇乡局厅委办院馆站所校队]|中心|(?:19|20)\d\d年度?|年度|本级{{ "|部门|中央|省级|市级|县级|区级|财政|专项" if of_levels }})*'
            || regexp_escape({{ shorter }})
            || '(?:项目|专项|资金|经费|支出{{ "|工程|补助|转移支付|预算|建设" if of_levels }})*'
        )
    )
{%- endmacro %}

{#- Words that name the score of a project as a whole (2018年度项目自评得分) and not that of one of its indicators. -#}
{% macro is_score_of_project(label_key) -%}
    (
        {#- 绩效目标6分，得5分: an indicator. -#}
        {{ label_key }} <> '绩效目标'
        and regexp_full_match(
            {{ label_key }},
            '(?:.*(?:项目|资金|专项|经费|工程|补助|补贴|转移支付))?'
            || '(?:(?:19|20)\d\d年度?|本?年度|本次|单位|部门|整体|支出|绩效|目标|完成|情况|实际|自评价?|自我评价|评价|综合|最终|总体?|平均|合计)*'
            || '(?:得分|评分|分数|自评|总分|结果|得|为|分)?'
        )
    )
{%- endmacro %}

{#- The name of a node of a score tree without the words that only say that it is one: 过程指标 and 过程部分 are 过程. -#}
{% macro score_stem(node_key) -%}
    regexp_replace({{ node_key }}, '(?:指标|部分|方面|完成情况|情况|得分|评分|分值|一项|项目?|类)+$', '')
{%- endmacro %}

{#- Words that are left of a sentence and name nothing that could be measured. -#}
{% macro is_empty_label(label_key) -%}
    regexp_full_match(
        {{ label_key }},
        '(?:(?:其中|分别|均|已|共|约|近|仅|才|则|而|由|从|至|到|为|的|是|了|有|在|与|和|较|比|占|达|升|降|高|低|超|增|减|未|不)'
        || '|(?:低于|高于|超过|不足|达到|提高|提升|增加|增长|上升|下降|减少|降低|恢复|保持|连续|完成|实现|实际|划分|分为|合计|共计|累计|总计)'
        || '|(?:[一二三四五六七八九十两]年内|每[人户亩公月年]+[里元]?|未完成原因|偏差原因|原因|指标值?|目标值?|标准|比例|增速|增幅|数量|金额)'
        || '|(?:上年度?|上一年度?|去年|往年|今年|当年|同期)'
        || '|(?:以下|主要|包括|方面|单位|大项|部分|环节|维度|层面|步骤|阶段|方式|打分|县区|名次|位次))+'
    )
{%- endmacro %}

{#-
    The label of a series: what is left of the stem when the words that only say that it is counted are gone, so that 城镇新增就业 and
    城镇新增就业人数（万人） are one. What it is counted in is the unit's matter.
-#}
{% macro series_label(stem) -%}
    coalesce(
        nullif(
            regexp_replace(
                regexp_replace({{ stem }}, '[（(][百千万亿]*(?:元|人次?|户次?|家|个|件|宗|场|亩|吨|公里|平方米|[%％])[)）]|[的了]', '', 'g'),
                '(..)(?:总?(?:人次|人数|户数|家数|个数|件数|次数|场次|场数|数量|金额|面积|里程)|总[数量额])$',
                '\1'
            ),
            ''
        ),
        {{ stem }}
    )
{%- endmacro %}

{#- A label without the fund before it, where only words of the budget are left: 困难群众救助补助资金全年预算数 in the report on that fund. -#}
{% macro without_fund(label_key, fund_key) -%}
    case
        when
            starts_with({{ label_key }}, {{ fund_key }})
            and regexp_full_match(
                substr({{ label_key }}, length({{ fund_key }}) + 1),
                '(?:项目|专项|资金|的)?(?:年初|全年|年度|本年|当年|总|调整后?|实际|批复|预算|执行|支出|到位|下达|拨付|支付|完成|使用|投资|资金|金额|总额|安排|数|额)+'
            )
            then substr({{ label_key }}, length({{ fund_key }}) + 1)
        else {{ label_key }}
    end
{%- endmacro %}

{#- Whether a text under a head or heading of problems, measures or reasons says that there are none: 无, 暂无问题, /, 同上. -#}
{% macro is_no_finding(text) -%}
    regexp_matches(
        {{ text }},
        '^(?:无|暂无|没有|不存在|未发现|不适用|不涉及|同上|[/／—－-]+|[…．.]+)(?:存在)?(?:明显|重大|突出)?(?:的)?(?:问题|偏差|建议|情况|原因|措施)?[。；;.]?$'
    )
{%- endmacro %}

{#- A figure as the text of its sentence has it: without white space, its digits half-width, its brackets full-width. -#}
{% macro as_in_sentence(printed) -%}
    translate(regexp_replace({{ printed }}, '\s', '', 'g'), '０１２３４５６７８９，．％()', '0123456789,.%（）')
{%- endmacro %}

{#- 一、基本支出, 其中：人员经费: the item that a row of a form is of, without the number and the words that only place it. -#}
{% macro item_of_row(text) -%}
    regexp_replace(
        regexp_replace({{ text }}, '^(?:[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．])\s*(\D)', '\1'),
        '^(?:其中[:：]?|按[^:：]{2,10}[:：])',
        ''
    )
{%- endmacro %}

{#- 扣0.4分, 失1分, 丢2分: points that were lost, as an expression; the reader of deductions knows the same words. -#}
{% macro points_lost() -%}
    (?:扣[减除掉了]?|失去?|丢掉?)\d+(?:\.\d+)?分
{%- endmacro %}
