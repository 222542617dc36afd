"""Who holds a job: a host, a process and a token, so that another can see whether it has ended."""

import os
import secrets
import socket

_PROCESS = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def holder_name() -> str:
    """Return a new name for one who takes a job in this process."""
    return f"{_PROCESS}:{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """Say whether the process that holds a lease has surely ended; it must be of this host."""
    host, pid, token, _own = holder.split(":")
    if host != socket.gethostname():
        return False
    if int(pid) == os.getpid():
        return f"{host}:{pid}:{token}" != _PROCESS
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
