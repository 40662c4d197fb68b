"""What a process costs: processor time, wall time, peak memory."""

import os
import resource
import time
from dataclasses import dataclass

KIB = 1024


@dataclass(frozen=True)
class Usage:
    """What one process used, its threads included."""

    cpu: float
    """User and system time, in seconds."""
    wall: float
    """In seconds."""
    peak: int
    """The largest resident set, in bytes; see `peak_floor`."""


def run(command: list[str]) -> Usage:
    """Runs a command with nothing on its streams and waits for it.

    Raises ChildProcessError if it fails.
    """
    null = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    before = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - before
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        raise ChildProcessError(f"`{' '.join(command)}` ended with {code}")
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * KIB)


def peak_floor() -> int:
    """The least peak memory that `run` can see, in bytes.

    Linux counts what a process occupied before `exec` too, and that is this one's memory.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB
