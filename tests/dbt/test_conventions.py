"""What every model, column and test of the dbt project has to have."""

from pathlib import Path

import pytest
from dbt.contracts.graph.manifest import Manifest
from dbt_runs import DBT_DIR, MARTS, DbtProject

from orchestration.warehouse.raw_tables import RAW_TABLES

PREFIXES = {"staging": "stg_raw__", "intermediate": "int_", "marts": ""}


@pytest.fixture(scope="module")
def manifest(built_project: DbtProject) -> Manifest:
    parsed = built_project.invoke("parse").result
    assert isinstance(parsed, Manifest)
    return parsed


def _models(manifest: Manifest) -> dict[str, object]:
    return {node.name: node for node in manifest.nodes.values() if node.resource_type == "model"}


def test_marts_are_those_of_the_contract(manifest: Manifest) -> None:
    marts = {name for name, model in _models(manifest).items() if model.schema == "marts"}
    assert marts == MARTS


def test_names_say_the_layer(manifest: Manifest) -> None:
    for name, model in _models(manifest).items():
        assert name.startswith(PREFIXES[model.schema]), name


def test_descriptions_begin_with_the_grain(manifest: Manifest) -> None:
    assert [name for name, model in _models(manifest).items() if not model.description.startswith("One row per ")] == []


def test_every_built_column_is_described(manifest: Manifest, built_project: DbtProject) -> None:
    described = {
        (node.schema, node.alias, column.name)
        for node in manifest.nodes.values()
        if node.resource_type in {"model", "seed"}
        for column in node.columns.values()
        if column.description
    }
    built = built_project.query(
        "select table_schema, table_name, column_name from information_schema.columns"
        " where table_schema in ('reference', 'staging', 'intermediate', 'marts')"
    )
    assert described == set(built)


def test_marts_keep_their_contract(manifest: Manifest) -> None:
    for name in MARTS:
        model = _models(manifest)[name]
        assert model.contract.enforced, name
        assert all(column.data_type for column in model.columns.values()), name


def test_sources_are_the_raw_tables(manifest: Manifest) -> None:
    sources = {source.name: list(source.columns) for source in manifest.sources.values()}
    assert sources == {name: schema.names for name, schema in RAW_TABLES.items()}
    for source in manifest.sources.values():
        assert source.meta["dagster"]["asset_key"] == ["raw", source.name]
        assert source.description
        assert all(column.description for column in source.columns.values())


def test_tests_have_plain_names(manifest: Manifest) -> None:
    tests = [node.name for node in manifest.nodes.values() if node.resource_type == "test"]
    assert all(name.isascii() and len(name) <= 70 for name in tests)
    assert len(tests) == len(set(tests))


def test_each_model_has_its_file_of_properties() -> None:
    models = list((DBT_DIR / "models").rglob("*.sql")) + list((DBT_DIR / "seeds").glob("*.csv"))
    assert [path.name for path in models if not path.with_suffix(".yml").is_file()] == []


@pytest.mark.parametrize("path", sorted(DBT_DIR.glob("m*/**/*.sql")), ids=lambda path: path.name)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
