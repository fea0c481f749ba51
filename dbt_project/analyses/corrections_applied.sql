-- Which printed values were put right, why, on whose word, and which marts does it touch?
select
    department_name,
    fiscal_year,
    source_path,
    line,
    printed,
    stated_value,
    corrected_value,
    unit,
    what_is_wrong,
    reason,
    authority,
    used_by
from {{ ref('corrections') }}
order by source_path, line
