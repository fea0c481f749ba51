"""dbt's own unit tests, which builds leave out."""

from dbt_runs import DbtProject


def test_dbt_unit_tests_pass(built_project: DbtProject) -> None:
    result = built_project.invoke("test", "--select", "test_type:unit")
    outcomes = {
        run.node.name: (run.status, run.message) for run in result.result if run.node.resource_type == "unit_test"
    }
    assert outcomes
    assert {name: outcome for name, outcome in outcomes.items() if outcome[0] != "pass"} == {}
