"""How does a finished file get a name that nobody has, and keep it when the power fails?"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_NOT_HERE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a system or a file system answers that cannot rename in this careful way."""


def rename_to_free_name(part: Path, target: Path) -> None:
    """Rename in one step of the system; `FileExistsError` where the name was taken meanwhile.

    Sticks and shares that do not know this step get an empty file of that name first, which
    nobody else can then take.
    """
    if sys.platform == "win32":
        part.rename(target)  # refuses a name that is taken
        return
    try:
        _rename_exclusively(os.fsencode(part), os.fsencode(target))
    except OSError as error:
        if error.errno not in _NOT_HERE:
            raise
        _rename_in_two_steps(part, target)


def _rename_in_two_steps(part: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
    try:
        part.replace(target)
    except OSError:
        target.unlink(missing_ok=True)
        raise


def keep_names(folder: Path) -> None:
    """Have the names in a folder on the disk; where a system cannot say so, it does so itself."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _rename_exclusively(part: bytes, target: bytes) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(part, target, _EXCLUSIVELY_MACOS)
    elif sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, part, _HERE, target, _NO_REPLACE)
    else:
        raise OSError(errno.ENOSYS, "no such step")
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), os.fsdecode(target))


_HERE = -100
_NO_REPLACE = 1
_EXCLUSIVELY_MACOS = 4
