-- Which measures have no code yet, the most frequent first: the work list for the dictionary?
select
    label,
    unit,
    statement_count,
    report_count,
    first_year,
    last_year,
    example_sentence
from {{ ref('unmapped_labels') }}
order by statement_count desc, label
