{#-
    A printed figure stands for the half-open interval of the numbers that would be printed so. These macros build the interval of
    one figure, ask whether two intervals meet, and judge a stated figure against a computed one.
    A bound that is NULL is open: there is no limit on that side. An interval whose bounds are equal is a point.
-#}

{#- Lower bound of a printed figure. A whole count (precision 1) is counted, not measured: it stands for itself alone. -#}
{% macro figure_low(value, precision, qualifier, figure_class) -%}
    case
        when {{ qualifier }} in ('nearly', 'at_most') then null
        when {{ qualifier }} in ('over', 'more', 'at_least') then {{ value }}
        when {{ figure_class }} = 'count' and {{ precision }} = 1 and {{ qualifier }} = 'exact' then {{ value }}
        else {{ value }} - coalesce({{ precision }}, 0) * 0.5
    end
{%- endmacro %}

{#- Upper bound (exclusive) of a printed figure. -#}
{% macro figure_high(value, precision, qualifier, figure_class) -%}
    case
        when {{ qualifier }} in ('over', 'more', 'at_least') then null
        when {{ qualifier }} in ('nearly', 'at_most') then {{ value }}
        when {{ figure_class }} = 'count' and {{ precision }} = 1 and {{ qualifier }} = 'exact' then {{ value }}
        else {{ value }} + coalesce({{ precision }}, 0) * 0.5
    end
{%- endmacro %}

{#- Do two intervals share a number? -#}
{% macro intervals_meet(low_1, high_1, low_2, high_2) -%}
    (
        (
            coalesce({{ low_1 }} < {{ high_2 }}, true)
            and coalesce({{ low_2 }} < {{ high_1 }}, true)
        )
        or coalesce({{ low_1 }} = {{ high_1 }} and {{ low_1 }} = {{ low_2 }}, false)
        or coalesce({{ low_2 }} = {{ high_2 }} and {{ low_2 }} = {{ low_1 }}, false)
    )
{%- endmacro %}

{#-
    The status of a check: exact, rounded, truncated, ambiguous or contradiction, in this order; NULL where a term is missing.
    `other_reading` is a boolean expression: a second plain reading of the text holds.
-#}
{% macro judge_status(
    stated, precision, stated_low, stated_high, computed, computed_low, computed_high, other_reading='false'
) -%}
    case
        when {{ stated }} is null or {{ computed }} is null then null
        when {{ stated }} = {{ computed }} then 'exact'
        when {{ intervals_meet(stated_low, stated_high, computed_low, computed_high) }} then 'rounded'
        when
            coalesce({{ precision }}, 0) > 0
            and {{ computed }} - ({{ computed }} % {{ precision }}) = {{ stated }} then 'truncated'
        when {{ other_reading }} then 'ambiguous'
        else 'contradiction'
    end
{%- endmacro %}
