"""Going back to an earlier release."""

from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.build import point_to, read_record, releases, withdrawn, write_json
from orchestration.warehouse.inputs import InputsRecord


class NoSuchReleaseError(Exception):
    """There is no release of that version, or none before the current one."""


def roll_back(settings: Settings, version: str | None = None) -> tuple[str, str]:
    """Make ``version``, or the release before the current one, the current one; returns both versions, old and new.

    The caller holds the lock of builds. Releases that are newer stay on disk, and what they were made from is
    remembered as withdrawn, so that no schedule or sensor makes the same again. One can go forward the same way.
    """
    current = settings.current_release()
    if current is None:
        raise NoSuchReleaseError("尚未发布 Nothing is published yet")
    known = {path.name: path for path in releases(settings)}
    if version is None:
        version = max((name for name in known if name < current.name), default=None)
        if version is None:
            raise NoSuchReleaseError(f"没有更早的版本 There is no release before {current.name}")
    if version not in known:
        raise NoSuchReleaseError(f"没有这个版本 No such release: {version}; there are {', '.join(known)}")
    newer = [path for name, path in known.items() if name > version]
    # First the memory, then the pointer: cut off in between, nothing is lost but the rollback itself.
    write_json(settings.withdrawn_path, {path.name: _fingerprint(path) for path in newer})
    point_to(settings, known[version])
    return current.name, version


def is_withdrawn(settings: Settings, inputs: InputsRecord) -> bool:
    """Whether a release made from exactly this was rolled back."""
    return inputs.fingerprint in withdrawn(settings).values()


def publish_again(settings: Settings, inputs: InputsRecord) -> None:
    """Forget that releases made from this were rolled back: somebody asked for one."""
    left = {version: made for version, made in withdrawn(settings).items() if made != inputs.fingerprint}
    if left != withdrawn(settings):
        write_json(settings.withdrawn_path, left)


def _fingerprint(release: Path) -> str:
    return InputsRecord.of(read_record(release, "inputs.json")).fingerprint
