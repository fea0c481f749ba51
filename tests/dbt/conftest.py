"""One build over the documents of raw/ and one over forms for all tests here."""

from collections.abc import Iterator

import pytest
from dbt_runs import DbtProject, Rows, extract_directory
from form_project import OfForm, asking_of, write_forms

from orchestration.settings import PROJECT_DIR


@pytest.fixture(scope="session")
def session_patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="session")
def raw_rows() -> Rows:
    return extract_directory(PROJECT_DIR / "raw")


@pytest.fixture(scope="session")
def built_project(
    tmp_path_factory: pytest.TempPathFactory, raw_rows: Rows, session_patch: pytest.MonkeyPatch
) -> DbtProject:
    """All models over the documents of raw/."""
    project = DbtProject(tmp_path_factory.mktemp("dbt") / "built.duckdb", session_patch)
    project.fill(raw_rows)
    result = project.invoke("build", "--exclude", "resource_type:unit_test")
    assert result.success, [(r.node.name, r.message) for r in result.result if r.status not in {"success", "pass"}]
    return project


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory, session_patch: pytest.MonkeyPatch) -> DbtProject:
    """All models over forms of every family in every format."""
    directory = tmp_path_factory.mktemp("forms")
    write_forms(directory)
    project = DbtProject(directory.parent / "forms.duckdb", session_patch)
    project.fill(extract_directory(directory))
    result = project.invoke("build", "--exclude", "resource_type:unit_test")
    assert result.success, [(r.node.name, r.message) for r in result.result if r.status not in {"success", "pass"}]
    return project


@pytest.fixture(scope="session")
def of_form(forms: DbtProject) -> OfForm:
    return asking_of(forms)
