{#-
    Models by document, and how they grow.

    A model with materialized='incremental' says of each document what follows from that document alone (and from dictionaries).
    A build that starts from the last release (variable `fresh_only`) makes it anew for the documents just read and appends the
    rows; those of changed and removed documents are gone by then. Everything else, a model that compares documents above all, is a
    table and is made anew from all rows. Without the variable everything is made from all documents: so does a plain `dbt build`.
-#}

{#- dbt asks this wherever it decides between appending and making anew. -#}
{% macro should_full_refresh() %}
    {{ return(not var('fresh_only')) }}
{% endmacro %}

{#- What a model by document names, it sees only the fresh documents of; so no model has to say it, and none can forget. -#}
{% macro ref(name) %}
    {% set relation = builtins.ref(name) %}
    {% if execute and var('fresh_only') and model.config.materialized == 'incremental' %}
        {% set key = document_key(name) %}
        {% if key %}
            {{ return('(select * from ' ~ relation ~ ' where left(' ~ key ~ ', 16) in (select fresh.document_id from '
                ~ builtins.source('raw', 'documents') ~ ' as fresh where fresh.is_fresh))') }}
        {% endif %}
    {% endif %}
    {{ return(relation) }}
{% endmacro %}

{#- A column of the relation whose values begin with the document's id (16 characters); none in a dictionary. -#}
{% macro document_key(name) %}
    {% set columns = (graph.nodes.values() | selectattr('name', 'equalto', name) | first).columns %}
    {{ return((['document_id', 'report_key', 'statement_id', 'node_id', 'deduction_id'] | select('in', columns) | list + [none]) | first) }}
{% endmacro %}
