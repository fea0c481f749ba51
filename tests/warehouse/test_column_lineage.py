from pathlib import Path

from orchestration.warehouse import column_lineage as module
from orchestration.warehouse.column_lineage import analyse, column_lineage

SCHEMA = {
    ("raw", "figures"): {"figure_key": "VARCHAR", "value": "DECIMAL(38,10)", "unit": "VARCHAR"},
    ("raw", "documents"): {"document_id": "VARCHAR", "fiscal_year": "INTEGER"},
    ("marts", "amounts"): {"figure_key": "VARCHAR", "amount": "DECIMAL(20,2)", "rows": "BIGINT"},
}


def test_through_ctes_and_expressions():
    sql = """
        with source as (select * from "jixiao"."raw"."figures"),
        renamed as (select figure_key, value * 2 as amount, unit from source where unit = '元')
        select figure_key, cast(sum(amount) over (partition by unit) as decimal(20, 2)) as amount, count(*) as rows
        from renamed group by all
    """
    assert analyse(sql, ["figure_key", "amount", "rows"], SCHEMA) == {
        "figure_key": [("raw", "figures", "figure_key")],
        "amount": [("raw", "figures", "unit"), ("raw", "figures", "value")],
        "rows": [("raw", "figures", "*")],
        "*": [("raw", "figures", "*")],
    }


def test_what_a_dictionary_gives_depends_on_the_rows_that_asked():
    schema = {**SCHEMA, ("reference", "units"): {"unit": "VARCHAR", "code": "VARCHAR"}}
    sql = "select units.code, figures.value from raw.figures join reference.units using (unit)"
    found = analyse(sql, ["code", "value"], schema)
    assert found["code"] == [("reference", "units", "code"), ("raw", "figures", "*")]
    assert found["value"] == [("raw", "figures", "value")]


def test_both_sides_of_a_union():
    sql = "select unit as name from raw.figures union all select document_id from raw.documents"
    assert analyse(sql, ["name"], SCHEMA)["name"] == [("raw", "documents", "document_id"), ("raw", "figures", "unit")]


def test_what_cannot_be_read_has_no_sources():
    assert analyse("select from from where", ["a"], SCHEMA) == {"a": []}


def test_known_sql_is_not_analysed_again(tmp_path: Path, monkeypatch):
    compiled = {("marts", "amounts"): "select figure_key, value as amount, 1 as rows from raw.figures"}
    cache = tmp_path / "cache.json"
    first = column_lineage(compiled, SCHEMA, cache)
    monkeypatch.setattr(module, "analyse", lambda *_: {})
    assert column_lineage(compiled, SCHEMA, cache) == first
    assert first["marts", "amounts"]["amount"] == [("raw", "figures", "value")]
