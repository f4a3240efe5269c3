"""Which computer is this? A mark that stays the same when networks and names change."""

from __future__ import annotations

import hashlib
import os
import sys
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path

_LINUX = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@cache
def mark() -> str:
    """A digest that tells this computer from others without naming it.

    From what the system was given when it was installed; else from the network card, and where
    that cannot be asked either, from the computer's name.
    """
    return hashlib.blake2b(_installed().encode(), digest_size=8).hexdigest()


def name() -> str:
    """What the computer is called by whoever sees to it."""
    if sys.platform != "win32":
        return os.uname().nodename
    import socket

    return socket.gethostname()


def _installed() -> str:
    if sys.platform == "win32":
        return _of_windows() or _card_or_name()
    for path in _LINUX:
        with suppress(OSError, UnicodeDecodeError):
            written = path.read_text(encoding="ascii").strip()
            if written:
                return written
    return _card_or_name()


def _card_or_name() -> str:
    """`getnode` makes a number up where no card answers, a new one for every process."""
    node = uuid.getnode()
    made_up = bool(node >> 40 & 1)
    return name() if made_up else f"{node:x}"


def _of_windows() -> str:
    if sys.platform != "win32":
        return ""
    import winreg

    with (
        suppress(OSError),
        winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key,
    ):
        return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    return ""
