{#- A report has one total score at most. -#}
{% test one_total_score(model) %}

select
    report_key,
    count(*) as total_count
from {{ model }}
where depth = 0
group by report_key
having count(*) > 1

{% endtest %}
