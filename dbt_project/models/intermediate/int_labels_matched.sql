{{ config(materialized='incremental') }}

-- Dictionaries meet distinct labels, not rows: a pattern is tried once per label however often the label is printed. A label has two
-- readings: 项目经费 of a department is what it spends on projects, of a project it is the project's money.
-- What a label means is asked once; labels of documents that are gone stay until the next whole build, and nothing asks for them.
with statements as (
    select * from {{ ref('int_statements_described') }}
),

funding_items as (
    select * from {{ ref('funding_items') }}
),

budget_terms as (
    select * from {{ ref('budget_terms') }}
),

form_funding as (
    select distinct
        {{ label_key("regexp_replace(" ~ item_of_row('text') ~ ", '[:：]\\s*[\\d.,]+.*$', '')") }} as label_key
    from {{ ref('stg_raw__form_cells') }}
    where block = 'funding' and field in ('item_name', 'named_amount')
),

printed_labels as (
    select label_key from statements
    where label_key is not null and figure_class in ('money', 'percent')
    union
    select item_key as label_key from statements
    where item_key is not null and figure_class in ('money', 'percent')
    union
    select label_key from form_funding
    where label_key is not null
),

labels as (
    select label_key from printed_labels
    {% if var('fresh_only') %}
        where label_key not in (select known.label_key from {{ this }} as known)
    {% endif %}
),

-- 本部门2022年度 and the like say whose amount it is, 预算数 or 支出 at which stage: a dictionary names only the item between them.
bare_labels as (
    select
        label_key,
        regexp_replace(
            -- 区卫健局年初预算 is 年初预算; 全年预算中一般公共预算 and 项目支出又分为公共文化服务 are what stands inside.
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            -- 提前下达我县补助资金: the place of the report says nothing of the amount.
                            regexp_replace(label_key, '((?:下达|拨付|安排|划拨|批复)给?)我[省市县区旗州局院委厅校社]', '\1'),
                            -- 县财政年初批复我会预算 is 年初预算.
                            '^初(部门|预算)|^.{0,8}(年初)(?:批复|核定|批准|安排|下达)(?:我.|本(?:部门|单位)|部门)的?(部门)?(预算)',
                            '\2\3\4\1'
                        ),
                        -- 部门整体支出全年预算数 is 全年预算数 of the whole.
                        '^项目总?(?:投入|投资)(..)|^(?:部门|单位)(?:整体支出|支出|预算)((?:年初|全年|年度|调整后?)(?:总?预算|总?支出|执行|决算))',
                        '\1\2'
                    ),
                    '^[^，。]{0,11}(?:[局院委厅办校社馆所会镇乡联]|中心|街道)(年初|批复|核定|全年|本年|当年|年度|整体|预算|决算|总|部门预算)',
                    '\1'
                ),
                '^[^，。]{0,8}(?:预算|支出|收入|资金|经费|结余)(?:中|里|又分为|分为|包括|(?:主要)?用于)(..)',
                '\1'
            ),
            '^(?:第[一二三四五六]批(?:次)?为?|(?:19|20)\d\d年度?|本年度|我[局院委厅]|本(?:部门|单位|级|局|院|委|厅|项目)|该项目'
            || '|全[局院委厅区市县省台馆所校会]|其中|用于|包括|包含|含|部门整体|单位整体|整体)+',
            ''
        ) as bare_label
    from labels
),

item_words as (
    select
        *,
        unnest(string_split(words, '|')) as word
    from funding_items
),

-- Only a label that holds one of the item's words can match its pattern; patterns are dear, words are cheap.
item_prospects as (
    select
        bare_labels.label_key,
        bare_labels.bare_label,
        item_words.code,
        item_words.cut,
        item_words.scope,
        item_words.stage,
        item_words.exhaustive_group,
        item_words.priority,
        -- An aggregate, or else the patterns would be tried together with the words, on every label.
        any_value(item_words.pattern) as pattern
    from bare_labels
    inner join item_words on contains(bare_labels.bare_label, item_words.word)
    where length(bare_labels.bare_label) <= 40
    group by
        bare_labels.label_key,
        bare_labels.bare_label,
        item_words.code,
        item_words.cut,
        item_words.scope,
        item_words.stage,
        item_words.exhaustive_group,
        item_words.priority,
        item_words.pattern
),

item_candidates as (
    select
        label_key,
        code,
        cut,
        scope,
        nullif(stage, '') as own_stage,
        exhaustive_group,
        priority,
        -- What is left of the label when the item's own words are gone tells the stage; a total's own words tell it too, but not a
        -- bare 安排: what is 安排 of money sent down is of that money.
        case
            when cut = 'total' then nullif(bare_label, '安排')
            else regexp_replace(bare_label, pattern, '')
        end as stage_words
    from item_prospects
    where
        -- 执行到位金额 is money that a court enforced.
        not starts_with(bare_label, '执行到位')
        -- 一般公共预算收入完成8640万元 is what a place collected.
        and not regexp_matches(bare_label, '一般公共预算收入(?:累计)?完成|财政总?收入完成')
        -- 上年结转12.6万元，本年下达280万元: what is sent down is no balance, though its label carries the word.
        and not (coalesce(stage, '') = 'balance' and regexp_matches(bare_label, '下达|到位|拨付') and not contains(bare_label, '未'))
        and regexp_full_match(
            bare_label,
            '(?:年初|全年|年度|本年|当年|年中|调整后?|实际|完成|批复|提前|下达|到位|拨付|支付|兑付|使用|安排|追加|预计|支出|收入|预算|执行|的)*'
            || '(?:' || pattern || ')'
            || '(?:[（(][^（）()]{1,14}[）)])?'
            || '(?:年初|全年|年度|调整后?|批复|下达|到位|拨付|支付|兑付|开支|用去|花去|使用|安排|执行|完成|决算|预算|支出|收入|资金|经费|总额|合计|共计|金额|规模'
            || '|数|额|共|为|的|仅|只|实际|累计|当年|本年)*'
            || '(?:[（(][^（）()]{1,14}[）)])?'
        )
),

readers as (
    select unnest([false, true]) as is_of_fund
),

items as (
    select
        item_candidates.*,
        readers.is_of_fund
    from item_candidates
    inner join readers on item_candidates.scope <> 'department' or not readers.is_of_fund
    qualify row_number() over (
        partition by item_candidates.label_key, readers.is_of_fund order by item_candidates.priority, item_candidates.code
    ) = 1
),

stage_candidates as (
    select
        items.label_key,
        items.is_of_fund,
        budget_terms.code as stage
    from items
    inner join budget_terms
        on
            budget_terms.term_type = 'stage'
            and regexp_matches(items.stage_words, budget_terms.pattern)
    qualify row_number() over (
        partition by items.label_key, items.is_of_fund order by budget_terms.priority, budget_terms.code
    ) = 1
),

-- The stage that the words alone would tell, for wholes that no dictionary names (下达困难群众救助补助资金).
wording as (
    select
        bare_labels.label_key,
        budget_terms.code as stage
    from bare_labels
    inner join budget_terms
        on budget_terms.term_type = 'stage' and regexp_matches(bare_labels.bare_label, budget_terms.pattern)
    qualify row_number() over (partition by bare_labels.label_key order by budget_terms.priority, budget_terms.code) = 1
),

rate_candidates as (
    select
        bare_labels.label_key,
        budget_terms.code as rate_kind
    from bare_labels
    inner join budget_terms
        on
            budget_terms.term_type = 'rate'
            and (
                regexp_matches(bare_labels.bare_label, budget_terms.pattern)
                or regexp_matches(bare_labels.label_key, budget_terms.pattern)
            )
    qualify row_number() over (partition by bare_labels.label_key order by budget_terms.priority, budget_terms.code) = 1
),

matched as (
    select
        bare_labels.label_key,
        readers.is_of_fund,
        bare_labels.bare_label,
        items.code as funding_item,
        items.cut,
        items.scope as item_scope,
        items.exhaustive_group,
        -- What is left over is at no stage of the budget, whatever the words around it: 结转下年使用.
        case when items.own_stage = 'balance' then null else coalesce(items.own_stage, stage_candidates.stage) end as stage,
        coalesce(items.own_stage = 'balance', false) as is_balance,
        wording.stage as stage_in_words,
        rate_candidates.rate_kind
    from bare_labels
    cross join readers
    left join wording on bare_labels.label_key = wording.label_key
    left join items on bare_labels.label_key = items.label_key and readers.is_of_fund = items.is_of_fund
    left join stage_candidates on bare_labels.label_key = stage_candidates.label_key and readers.is_of_fund = stage_candidates.is_of_fund
    left join rate_candidates on bare_labels.label_key = rate_candidates.label_key
)

select * from matched
