"""Bounds of time and memory that the operating system keeps, so that code which hangs or swells cannot pass them."""

import signal

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]


def limit_time(seconds: float) -> None:
    """Let the system end this process after so many seconds; 0 takes the limit away."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def extend_time(seconds: float) -> None:
    """Add to the time that is left, where it is limited."""
    if hasattr(signal, "setitimer") and (left := signal.getitimer(signal.ITIMER_REAL)[0]) > 0:
        signal.setitimer(signal.ITIMER_REAL, left + seconds)


def limit_memory(size: int) -> None:
    """Let every request for memory beyond ``size`` bytes of addresses fail."""
    if resource is not None and hasattr(resource, "RLIMIT_AS"):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = size if most == resource.RLIM_INFINITY else min(size, most)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
