{#-
    By hand (`dbt build` in this directory) models are made in a file of one's own, target/jixiao.duckdb, from the raw tables of the
    published warehouse, which nothing here writes to. Builds name their file in JIXIAO_DATABASE and bring their own raw tables.
-#}
{% macro stand_on_the_release() %}
    {% if execute and not env_var('JIXIAO_DATABASE', '') and flags.WHICH not in ('parse', 'compile') %}
        {% set release = env_var('JIXIAO_WAREHOUSE', '../warehouse') ~ '/current/jixiao.duckdb' %}
        {% if not run_query("select file from glob('" ~ release ~ "')").rows %}
            {{ exceptions.raise_compiler_error('Nothing is published at ' ~ release ~ ': run `jixiao build` first') }}
        {% endif %}
        {% do run_query("attach if not exists '" ~ release ~ "' as published (read_only)") %}
        {% do run_query('create schema if not exists raw') %}
        {% set tables = run_query(
            "select table_name from duckdb_tables() where database_name = 'published' and schema_name = 'raw'"
        ) %}
        {% for row in tables.rows %}
            {% do run_query('create or replace table raw.' ~ row[0] ~ ' as from published.raw.' ~ row[0]) %}
        {% endfor %}
        {% do run_query('detach published') %}
    {% endif %}
{% endmacro %}
