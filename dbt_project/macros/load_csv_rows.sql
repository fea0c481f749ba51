{#-
    Seeds are read by DuckDB itself, with the dialect said outright: patterns are full of quotes and commas, and a guessed dialect
    was seen to fail on them.
-#}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {% set sql %}
        copy {{ this.render() }} from '{{ adapter.get_seed_file_path(model) }}'
        (format csv, header true, delimiter ',', quote '"', escape '"', nullstr '', auto_detect false)
    {% endset %}
    {% do adapter.add_query(sql, abridge_sql_log=True) %}
    {{ return(sql) }}
{% endmacro %}
