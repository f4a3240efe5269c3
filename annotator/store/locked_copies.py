"""How does a copy of a project come to stand somewhere that only its passphrase opens?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotator.store.connection import Store, discard
from annotator.store.copying import part_of, put_in_place, write_copy
from annotator.store.explaining import explained
from annotator.store.folders import must_be_writable
from annotator.store.locked_files import lock
from annotator.store.private_copies import private_folder


def copy_locked(store: Store, target: Path, passphrase: str) -> None:
    """A consistent copy of an open project, locked, under a name that nobody has.

    What is not locked stands only in a private folder on this computer, and goes at once. Raises
    `Refused` for a passphrase that is too short.
    """
    must_be_writable(target.parent)
    part = part_of(target)
    try:
        with private_folder() as folder:
            write_copy(store, folder / "copy.annotator")
            lock(folder / "copy.annotator", part, passphrase)
        put_in_place(part, target)
    except (sqlite3.Error, OSError) as error:
        discard(part)
        raise explained(error, target) or error from error
    except BaseException:
        discard(part)
        raise
