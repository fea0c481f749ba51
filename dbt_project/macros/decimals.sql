{#- No report means a number as large as this (more than the money of the world); arithmetic on it would overflow. -#}
{% macro largest_value() -%}
    1000000000000000
{%- endmacro %}

{#- Nor a rate, points or a ratio as large as this: the columns of the marts have no room for more. -#}
{% macro largest_ratio() -%}
    10000000000
{%- endmacro %}

{#- Whether a figure is small enough to be meant; NULL where it has no value. -#}
{% macro may_be_meant(value, figure_class) -%}
    abs({{ value }}) < case when {{ figure_class }} in ('percent', 'score') then {{ largest_ratio() }} else {{ largest_value() }} end
{%- endmacro %}

{#-
    Division without binary floating point.

    DuckDB divides decimals as doubles, so the quotient is taken of integers and brought back to a decimal. Both sides keep
    four decimals, which is what money (two) and counts (four) have. NULL where the denominator is zero or missing, where a side is so
    large that the integers would overflow, or where the quotient is as large as nobody means it.
-#}
{% macro decimal_ratio(numerator, denominator, factor=1) -%}
    case
        when not coalesce(
            ({{ denominator }}) <> 0 and abs({{ numerator }}) < {{ largest_value() }} and abs({{ denominator }}) < {{ largest_value() }},
            false
        ) then null
        when abs(cast(({{ numerator }}) * 10000 as hugeint)) < abs(cast(({{ denominator }}) * 10000 as hugeint)) * {{ largest_ratio() }}
            then cast(
                (
                    2 * cast(({{ numerator }}) * 10000 as hugeint) * {{ factor }} * 1000000
                    -- Halves are rounded away from zero, below it as above.
                    + cast(({{ denominator }}) * 10000 as hugeint)
                    * case when (({{ numerator }}) < 0) = (({{ denominator }}) < 0) then 1 else -1 end
                ) // (2 * cast(({{ denominator }}) * 10000 as hugeint)) as decimal(30, 0)
            ) * cast(0.000001 as decimal(8, 6))
    end
{%- endmacro %}

{#- A quotient in percent, rounded to six decimals. -#}
{% macro percent_of(numerator, denominator) -%}
    {{ decimal_ratio(numerator, denominator, 100) }}
{%- endmacro %}

{#- A number as people write it: no trailing zeros. -#}
{% macro number_text(value) -%}
    regexp_replace(regexp_replace(cast({{ value }} as varchar), '(\.\d*?)0+$', '\1'), '\.$', '')
{%- endmacro %}

{#- A value with its unit as people write it: money of 1 万元 or more in 万元. -#}
{% macro value_text(value, unit) -%}
    case
        when {{ unit }} = '元' and abs({{ value }}) >= 10000
            then {{ number_text('cast((' ~ value ~ ') * 0.0001 as decimal(38, 6))') }} || ' 万元'
        when {{ unit }} = '%' then {{ number_text('cast((' ~ value ~ ') as decimal(38, 4))') }} || '%'
        else {{ number_text('cast((' ~ value ~ ') as decimal(38, 6))') }} || coalesce(' ' || {{ unit }}, '')
    end
{%- endmacro %}
