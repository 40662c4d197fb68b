"""What a process costs: processor time, wall time, peak memory."""

import os
import resource
import select
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

KIB = 1024
NOTHING = Path(os.devnull)


@dataclass(frozen=True)
class Usage:
    """What one process used, its threads included."""

    cpu: float
    """User and system time, in seconds."""
    wall: float
    """In seconds."""
    peak: int
    """The largest resident set, in bytes; see `peak_floor`."""


def run(
    command: list[str],
    *,
    stdin: Path = NOTHING,
    stderr: Path = NOTHING,
    environment: Mapping[str, str] = os.environ,
    limit: float | None = None,
) -> Usage:
    """Runs a command and waits for it: forever, or at most so many seconds.

    Raises ChildProcessError if it fails, and TimeoutError if it had to be killed.
    """
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, str(stdin), os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(stderr), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    before = time.perf_counter()
    pid = os.posix_spawn(command[0], command, environment, file_actions=streams)
    is_late = limit is not None and not _ends_within(pid, limit)
    if is_late:
        os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - before
    if is_late:
        raise TimeoutError(f"`{' '.join(command)}` took more than {limit:.0f} s")
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        raise ChildProcessError(f"`{' '.join(command)}` ended with {code}")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * KIB)


def peak_floor() -> int:
    """The least peak memory that `run` can see, in bytes.

    Linux counts what a process occupied before `exec` too, and that is this one's memory.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


def _ends_within(pid: int, limit: float) -> bool:
    """Whether a child ends in time; it is not reaped."""
    descriptor = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(limit * 1000))
    finally:
        os.close(descriptor)
