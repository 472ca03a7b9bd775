"""A private PostgreSQL for the tests: its own cluster on a socket in a temporary folder, no port."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.tools import postgres_program


def _unprivileged() -> dict[str, object]:
    """PostgreSQL refuses to run as root; nobody can."""
    if os.geteuid() != 0:
        return {}
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield the address of its database, for ``[state] url``."""
    # pytest's own temporary folders are closed to other users, and a socket's path must be short.
    home = Path(tempfile.mkdtemp(prefix="ds-pg-"))
    who = _unprivileged()
    if who:
        shutil.chown(home, "nobody", "nogroup")
    data, log = home / "data", home / "log"

    def call(name: str, *arguments: str) -> None:
        command = [postgres_program(name) or name, "-D", str(data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=home, timeout=120, **who)

    call("initdb", "-U", "duesheet", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off"
    call("pg_ctl", "-w", "-l", str(log), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://duesheet@/postgres?host={home}"
    finally:
        call("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
