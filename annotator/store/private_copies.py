"""Where does a private copy of a project stand for a while, and who removes those of a crash?"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from annotator.errors import UserError
from annotator.store.lock import LockFile

_PREFIX = "annotator-"
_NEW_S = 60.0
"""A folder as young as this may be one whose owner has not locked it yet."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder of this user's alone, in the computer's own place for such things, until the end.

    A process that is killed leaves its folder behind with a copy of somebody's interviews in it;
    the next one that needs such a folder removes it.
    """
    with suppress(OSError):
        _remove_left_behind()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        held = LockFile(folder / _PREFIX)
        held.take()
        try:
            yield folder
        finally:
            held.release()


def _remove_left_behind() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError, UserError):
            if _is_ours(folder):
                held = LockFile(folder / _PREFIX)
                held.take()  # refused while its owner lives
                held.release()
                shutil.rmtree(folder)


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder that this user made a while ago, and holds nothing but copies."""
    about = folder.lstat()
    if folder.is_symlink() or not folder.is_dir() or time.time() - about.st_mtime < _NEW_S:
        return False
    mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    return mine and all(each.name in _HELD or each.suffix in _COPIES for each in folder.iterdir())


_HELD = frozenset({f"{_PREFIX}-lock"})
_COPIES = frozenset({".annotator", ".annotator-wal", ".annotator-shm", ".annotator-journal"})
