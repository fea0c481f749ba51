-- What does a figure of the marts rest on: which file, page, line and sentence? Here the largest amounts of money.
select
    source_path,
    page,
    line,
    cell,
    printed,
    value,
    unit,
    metric_label,
    used_by,
    sentence
from {{ ref('figure_ledger') }}
where figure_class = 'money' and len(used_by) > 0
order by value desc, source_path, char_start
limit 50
