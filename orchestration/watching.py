"""What changes in the raw directory, noticed from the outside and without reading the files."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from orchestration.settings import Settings
from orchestration.warehouse.inputs import Inputs, NothingToReadError, document_paths
from orchestration.warehouse.publish import released_inputs
from orchestration.warehouse.rollback import is_withdrawn


@dataclass(frozen=True)
class Watch:
    """What was seen at the last look; it outlives the process as the cursor of a sensor."""

    listing: str = ""
    """Digest of names, sizes and times of everything there."""
    since: float = 0.0
    """When it was first seen so, in seconds since 1970."""
    settled: str = ""
    """Digest of what was last held against the release."""
    reason: str = ""
    """Why there is nothing to do, in words."""

    @classmethod
    def resume(cls, cursor: str | None) -> "Watch":
        """From a cursor; a new one, or one that cannot be read, has seen nothing."""
        try:
            return cls(**json.loads(cursor or "{}"))
        except (ValueError, TypeError):
            return cls()

    def cursor(self) -> str:
        """For :meth:`resume`."""
        return json.dumps(asdict(replace(self, reason="")))

    def settle(self) -> "Watch":
        """What is there is taken care of."""
        return replace(self, settled=self.listing, reason="")

    def look(self, settings: Settings, now: float) -> tuple["Watch", str | None]:
        """Look once; the second value names what is new, once nothing has moved for a while."""
        listing = _listing(settings)
        if listing != self.listing:
            return replace(self, listing=listing, since=now, reason="刚有变动 Something moved: waiting for quiet"), None
        if listing == self.settled:
            return replace(self, reason="没有变化 Nothing has changed"), None
        if now - self.since < settings.intervals.quiet_seconds:
            return replace(self, reason="等待静止 Waiting until nothing moves"), None
        return self._judge(settings)

    def _judge(self, settings: Settings) -> tuple["Watch", str | None]:
        """Hold what is there against the release."""
        try:
            found = Inputs.scan(settings).record
        except NothingToReadError as nothing:
            return replace(self.settle(), reason=str(nothing)), None
        if found.files == released_inputs(settings).files:
            return replace(self.settle(), reason="内容未变 The release holds all of it"), None
        if is_withdrawn(settings, found):
            return replace(self.settle(), reason="已撤回 The release made from it was rolled back"), None
        # With the release it comes after: the same files may come, go and come again.
        current = settings.current_release()
        return self, f"{found.fingerprint}:{current.name if current else ''}"


def _listing(settings: Settings) -> str:
    """One word for what is there; a change of content changes size or time."""
    digest = hashlib.sha256()
    for path in sorted([*document_paths(settings), settings.catalogue_path, settings.corrections_path]):
        try:
            stat = path.stat()
        except OSError:
            continue  # gone between two calls: the next look will tell
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0{stat.st_ctime_ns}\n".encode("utf-8", "replace"))
    return digest.hexdigest()
