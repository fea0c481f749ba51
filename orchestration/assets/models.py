"""The dbt project: every seed and model an asset, every test a check on its asset."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.checks import table_of
from orchestration.dbt_project import NodeResult, run_models
from orchestration.warehouse.build import Build
from orchestration.warehouse.column_lineage import Lineage, column_lineage
from orchestration.warehouse.failures import as_text, failing_rows
from orchestration.warehouse.reader import columns, connect, row_counts

UNIQUE_ID = "dagster_dbt/unique_id"
BUILT = ("seed", "model")


class Translator(DagsterDbtTranslator):
    """Asset keys are ``schema/name``; groups are the layers."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """Where the relation stands in the warehouse."""
        if dbt_resource_props["resource_type"] == "source":
            return super().get_asset_key(dbt_resource_props)
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer, which is the schema."""
        return str(dbt_resource_props["schema"])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """Only what is written for the reader: the SQL is in the repository."""
        return str(dbt_resource_props.get("description") or "")


def build_models(manifest: dict[str, Any]) -> dg.AssetsDefinition:
    """The step that builds and tests all models in one dbt invocation."""

    @dbt_assets(manifest=manifest, name="models", dagster_dbt_translator=Translator(), pool="warehouse")
    def models(
        context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]
    ) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
        """Seeds, staging, intermediate, marts and their tests."""
        nodes = manifest["nodes"]
        selection, total = select(context, nodes)
        with build.stage("models"):
            build.continue_from_base()
            results = run_models(build.settings, build.database, selection, build.progress, total)
        tested = sum(result.seconds for result in results if result.unique_id.startswith("test."))
        build.progress.add("of which tests", tested)
        with build.stage("results"):
            yield from report_results(context, build, nodes, results)
        broken = [result for result in results if result.status in ("error", "fail", "runtime error")]
        if broken:
            build.broken = True
            names = ", ".join(nodes[result.unique_id]["name"] for result in broken[:10])
            raise dg.Failure(f"{len(broken)} of {len(results)} dbt nodes failed: {names}", allow_retries=False)

    return models


def select(context: dg.AssetExecutionContext, nodes: Mapping[str, Any]) -> tuple[list[str], int]:
    """Arguments that make dbt build what the run selects, and how many nodes that is."""
    asset_ids, check_ids = _unique_ids(context)
    assets = {asset_ids[key] for key in context.selected_asset_keys}
    checks = {check_ids[key] for key in context.selected_asset_check_keys}
    if len(assets) == len(asset_ids) and len(checks) == len(check_ids):
        # Everything, so also the tests that belong to no single asset.
        return ["--exclude-resource-type", "unit_test"], sum(
            node["resource_type"] in (*BUILT, "test") for node in nodes.values()
        )
    names = [".".join(nodes[unique_id]["fqn"]) for unique_id in sorted(assets | checks)]
    return ["--select", *names, "--indirect-selection", "empty"], len(names)


def report_results(
    context: dg.AssetExecutionContext, build: Build, nodes: Mapping[str, Any], results: Sequence[NodeResult]
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Materializations with row counts, columns and their lineage; checks with the rows that failed them."""
    built = [result for result in results if result.status == "success"]
    with connect(build.database) as connection:
        schema = columns(connection)
        relations = {result.unique_id: _relation(nodes[result.unique_id]) for result in built}
        counts = row_counts(connection, relations.values())
        sql = {relations[result.unique_id]: result.compiled_sql for result in built if result.compiled_sql}
        lineage = column_lineage(sql, schema, build.settings.dbt_target_dir / "column_lineage.json")
        keys = {key: asset for asset, key in _unique_ids(context)[0].items()}
        for result in built:
            relation = relations[result.unique_id]
            yield dg.MaterializeResult(
                asset_key=keys[result.unique_id],
                metadata={
                    "dagster/row_count": counts[relation],
                    "dagster/column_schema": _table_schema(nodes[result.unique_id], schema[relation]),
                    "dagster/column_lineage": _table_lineage(lineage.get(relation, {})),
                    "seconds": round(result.seconds, 3),
                },
            )
        checks = {key: check for check, key in _unique_ids(context)[1].items()}
        for result in results:
            if not result.unique_id.startswith("test.") or result.status == "skipped":
                continue
            record = _check_record(connection, nodes, result)
            build.report["checks"].append(record)
            if result.unique_id in checks:
                yield _check_result(checks[result.unique_id], record)
    build.report["lineage"] = {".".join(relation): found for relation, found in lineage.items()}
    for result in results:
        if result.status == "error" and not result.unique_id.startswith("test."):
            build.report.setdefault("errors", []).append(
                {"name": nodes[result.unique_id]["name"], "message": result.message}
            )


def _check_record(connection: Any, nodes: Mapping[str, Any], result: NodeResult) -> dict[str, Any]:
    node = nodes[result.unique_id]
    severity = str(node["config"].get("severity") or "error").lower()
    attached = nodes.get(node.get("attached_node") or "")
    rows = []
    if result.status in ("fail", "warn") and result.compiled_sql:
        rows = as_text(failing_rows(connection, result.compiled_sql))
    status = {"pass": "passed", "warn": "warned"}.get(result.status, "failed")
    return {
        "name": node["name"],
        "asset": ".".join(_relation(attached)) if attached else None,
        "description": node.get("description") or None,
        "status": status,
        "severity": "WARN" if severity == "warn" else "ERROR",
        "failures": result.failures,
        "message": result.message,
        "rows": rows,
    }


def _check_result(key: dg.AssetCheckKey, record: Mapping[str, Any]) -> dg.AssetCheckResult:
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
            column: [dg.TableColumnDep(dg.AssetKey([schema, name]), source) for schema, name, source in sources]
            for column, sources in found.items()
        }
    )


def _relation(node: Mapping[str, Any]) -> tuple[str, str]:
    return node["schema"], node.get("alias") or node["name"]


def _unique_ids(
    context: dg.AssetExecutionContext,
) -> tuple[dict[dg.AssetKey, str], dict[dg.AssetCheckKey, str]]:
    """dbt's names of all assets and checks of the step, selected or not."""
    node = context.assets_def
    assets = {spec.key: str(spec.metadata[UNIQUE_ID]) for spec in node.specs}
    checks = {spec.key: str((spec.metadata or {})[UNIQUE_ID]) for spec in node.node_check_specs_by_output_name.values()}
    return assets, checks
