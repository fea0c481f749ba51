"""What a build is doing right now and how long each stage took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[str, int, int], None]
"""Called with a stage, how many of its steps are done and how many there are (0 = not known)."""


class Progress:
    """Stages with counts for whoever watches, and with seconds for the release's record."""

    def __init__(self, show: Show | None = None) -> None:
        self._show = show
        self._start = time.perf_counter()
        self.timings: dict[str, float] = {}

    def step(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Tell the watcher, if there is one."""
        if self._show is not None:
            self._show(stage, done, total)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Announce a stage and add what it takes to the timings."""
        self.step(name)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - start)

    def total(self) -> float:
        """Seconds since the beginning."""
        return round(time.perf_counter() - self._start, 3)

    def add(self, name: str, seconds: float) -> None:
        """Count seconds that were measured elsewhere."""
        self.timings[name] = round(self.timings.get(name, 0.0) + seconds, 3)
