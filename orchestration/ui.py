"""The Dagster UI, with the daemon that runs schedules, as a child process."""

import os
import signal
import subprocess
import sys
from types import FrameType

from orchestration.settings import PROJECT_DIR, Settings


def serve(settings: Settings, host: str, port: int) -> int:
    """Run ``dagster dev`` until it ends or this process is told to stop; leave no process behind."""
    settings.prepare_environment()
    # The server proper is still this command; the notice that recommends another one would be the first thing seen.
    quiet = "ignore:Function `dev_command`"
    command = [sys.executable, "-W", quiet, "-m", "dagster", "dev", "-h", host, "-p", str(port)]
    # A session of its own and the default handler: a child that inherits an ignored interrupt ignores
    # the request to terminate too, and so would all of its own children.
    child = subprocess.Popen(
        command,
        cwd=PROJECT_DIR,  # where pyproject.toml names the code location
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )

    def stop(signum: int, frame: FrameType | None) -> None:
        child.send_signal(signal.SIGINT)

    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, stop)
    status = child.wait()
    _kill_group(child.pid)
    return max(status, 0)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
