"""The dbt project: every seed and model an asset, every test a check on its asset."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings

from orchestration.assets.tables import made_by, preview, table_of
from orchestration.dbt_project import NodeResult, run_models
from orchestration.partitions import AT_ONCE
from orchestration.settings import Settings
from orchestration.warehouse.build import Build
from orchestration.warehouse.column_lineage import Lineage, column_lineage
from orchestration.warehouse.failures import as_text, failing_rows
from orchestration.warehouse.reader import ROWS, columns, connect, row_counts

UNIQUE_ID = "dagster_dbt/unique_id"
# They try the logic on made-up rows: a matter for whoever changes a model, not for every build.
NO_UNIT_TESTS = ("--exclude-resource-type", "unit_test")


class Translator(DagsterDbtTranslator):
    """Asset keys are ``schema/name``; groups are the layers."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))
        self.warehouse = settings

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Where the relation stands in the warehouse."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey(_relation(dbt_resource_props))

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer, which is the schema."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Only what is written for the reader: the SQL is in the repository."""
        return str(dbt_resource_props.get("description") or "")

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> Sequence[str]:
        """Those that the dbt project names, else the warehouse's."""
        return super().get_owners(dbt_resource_props) or [self.warehouse.owner]

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        """With links to the SQL or the dictionary, and to its description."""
        written = [self.warehouse.dbt_dir / dbt_resource_props["original_file_path"]]
        if patched := dbt_resource_props.get("patch_path"):
            written.append(self.warehouse.dbt_dir / str(patched).partition("://")[2])
        return {**super().get_metadata(dbt_resource_props), **made_by(*written)}


def build_models(manifest: dict[str, Any], settings: Settings) -> dg.AssetsDefinition:
    """The step that builds and tests all models in one dbt invocation."""

    specs, checks = specs_of(manifest, Translator(settings))

    # Not to be cut into parts: a backfill would, by how far each table is from the documents, and the tests that look
    # at several tables would run before these are there.
    @dg.multi_asset(
        name="models",
        specs=specs,
        check_specs=checks,
        can_subset=False,
        backfill_policy=AT_ONCE,
        pool="warehouse",
    )
    def models(
        context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Seeds, staging, intermediate, marts and their tests."""
        nodes = manifest["nodes"]
        ids = UniqueIds.of(context)
        total = sum(node["resource_type"] in ("seed", "model", "test") for node in nodes.values())
        with build.stage("models"):
            build.continue_from_base(whole=True)
            results = run_models(
                build.settings, build.database, NO_UNIT_TESTS, build.progress, total, fresh_only=build.fresh_only
            )
        tests = [result for result in results if result.unique_id.startswith("test.")]
        build.progress.add("of which tests", sum(result.seconds for result in tests))
        with build.stage("results"), connect(build.database) as connection:
            built = [result for result in results if result.status == "success"]
            yield from materializations(connection, build, ids, nodes, built)
            for result in tests:
                if result.status != "skipped":
                    key = ids.checks.get(result.unique_id)
                    record = check_record(connection, nodes[result.unique_id], key, result)
                    build.add_check(record)
                    if key is not None:
                        yield check_result(key, record)
        _stop_if_broken(build, nodes, results)

    return models


def specs_of(manifest: Mapping[str, Any], translator: Translator) -> tuple[list[dg.AssetSpec], list[dg.AssetCheckSpec]]:
    """Every seed and model, every test of one; without dbt's own selection, which would import all of dbt."""
    specs: list[dg.AssetSpec] = []
    checks: dict[str, dg.AssetCheckSpec] = {}
    for unique_id, node in manifest["nodes"].items():
        if node["resource_type"] in ("seed", "model"):
            specs.append(translator.get_asset_spec(manifest, unique_id, None))
            tests = (child for child in manifest["child_map"].get(unique_id, ()) if child.startswith("test."))
            found = (translator.get_asset_check_spec(specs[-1], manifest, test, None) for test in tests)
            checks |= {check.get_python_identifier(): check for check in found if check is not None}
    return specs, list(checks.values())


@dataclass(frozen=True)
class UniqueIds:
    """dbt's name of every asset and check of the step."""

    assets: dict[str, dg.AssetKey]
    checks: dict[str, dg.AssetCheckKey]

    @classmethod
    def of(cls, context: dg.AssetExecutionContext) -> "UniqueIds":
        """As the definitions remember them."""
        step = context.assets_def
        specs = step.node_check_specs_by_output_name.values()
        return cls(
            {str(spec.metadata[UNIQUE_ID]): spec.key for spec in step.specs},
            {str((spec.metadata or {})[UNIQUE_ID]): spec.key for spec in specs},
        )


def materializations(
    connection: duckdb.DuckDBPyConnection,
    build: Build,
    ids: UniqueIds,
    nodes: Mapping[str, Any],
    built: Sequence[NodeResult],
) -> Iterator[dg.MaterializeResult[None]]:
    """Row counts, columns and what these are made from."""
    schema = columns(connection)
    relations = {result.unique_id: _relation(nodes[result.unique_id]) for result in built}
    counts = row_counts(connection, relations.values())
    sql = {relations[result.unique_id]: result.compiled_sql for result in built if result.compiled_sql}
    if build.fresh_only:  # the same models as those of the last release
        lineage = {_split(name): found for name, found in build.base_lineage().items()}
    else:
        lineage = column_lineage(sql, schema, build.settings.dbt_target_dir / "column_lineage.json")
    build.report.setdefault("lineage", {}).update({".".join(name): found for name, found in lineage.items()})
    for result in built:
        relation = relations[result.unique_id]
        yield dg.MaterializeResult(
            asset_key=ids.assets[result.unique_id],
            metadata={
                "dagster/row_count": counts[relation],
                "dagster/column_schema": _table_schema(nodes[result.unique_id], schema[relation]),
                "dagster/column_lineage": _table_lineage(lineage.get(relation, {})),
                "seconds": round(result.seconds, 3),
                **preview(connection, *relation),
            },
        )


def check_record(
    connection: duckdb.DuckDBPyConnection, node: Mapping[str, Any], key: dg.AssetCheckKey | None, result: NodeResult
) -> dict[str, Any]:
    """What the record of the build says of a test; a broken one with a sample of the rows that broke it."""
    severity = str(node["config"].get("severity") or "error").upper()
    found = []
    if result.status in ("fail", "warn") and result.compiled_sql:
        found = failing_rows(connection, result.compiled_sql)
    return {
        "name": node["name"],
        "asset": ".".join(key.asset_key.path) if key else None,
        "description": node.get("description") or None,
        "status": {"pass": "passed", "warn": "warned"}.get(result.status, "failed"),
        "severity": severity if severity == "WARN" else "ERROR",
        "failures": result.failures,
        "message": result.message,
        "rows": as_text(found),
    }


def check_result(key: dg.AssetCheckKey, record: Mapping[str, Any]) -> dg.AssetCheckResult:
    """The same for Dagster."""
    metadata: dict[str, Any] = {"failures": record["failures"]}
    if record["rows"]:
        metadata["rows"] = table_of(record["rows"])
    if record["message"]:
        metadata["message"] = record["message"]
    return dg.AssetCheckResult(
        asset_key=key.asset_key,
        check_name=key.name,
        passed=record["status"] == "passed",
        severity=dg.AssetCheckSeverity[record["severity"]],
        metadata=metadata,
    )


def _table_schema(node: Mapping[str, Any], types: Mapping[str, str]) -> dg.TableSchema:
    described = {name.lower(): column.get("description") for name, column in node["columns"].items()}
    return dg.TableSchema([dg.TableColumn(name, kind, described.get(name.lower())) for name, kind in types.items()])


def _table_lineage(found: Lineage) -> dg.TableColumnLineage:
    return dg.TableColumnLineage(
        {
            column: [
                dg.TableColumnDep(dg.AssetKey([schema, name]), source)
                for schema, name, source in sources
                if source != ROWS
            ]
            for column, sources in found.items()
            if column != ROWS
        }
    )


def _split(name: str) -> tuple[str, str]:
    schema, _, table = name.partition(".")
    return schema, table


def _relation(node: Mapping[str, Any]) -> tuple[str, str]:
    return node["schema"], node.get("alias") or node["name"]


def _stop_if_broken(build: Build, nodes: Mapping[str, Any], results: Sequence[NodeResult]) -> None:
    broken = [result for result in results if not result.succeeded and result.status != "skipped"]
    if not broken:
        return
    build.broken = True
    build.report["errors"] = [
        {"name": nodes[result.unique_id]["name"], "message": result.message}
        for result in broken
        if not result.unique_id.startswith("test.")
    ]
    names = ", ".join(nodes[result.unique_id]["name"] for result in broken[:10])
    raise dg.Failure(f"{len(broken)} of {len(results)} dbt nodes failed: {names}", allow_retries=False)
