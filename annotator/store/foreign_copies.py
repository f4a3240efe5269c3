"""How is a file that came back opened: as a stranger's, without being changed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from annotator.errors import Locked
from annotator.store.connection import Store
from annotator.store.door import place_of, schema_number
from annotator.store.locked_files import is_locked, unlock
from annotator.store.migrations import bring_up_to_date
from annotator.store.private_copies import private_folder
from annotator.store.schema import SCHEMA


@contextmanager
def opened(path: Path, passphrases: Sequence[str] = ()) -> Iterator[sa.Connection]:
    """A connection that reads one state of a project, pack or return.

    A locked file is read from a private copy that goes afterwards, and so is one of an older
    schema, brought up to date there. Raises `Locked` where none of the passphrases fits.
    """
    with private_folder() as folder:
        place = place_of(path)
        if is_locked(place):
            place = _unlocked(place, folder / "unlocked.annotator", passphrases)
        if schema_number(place, writing=False) != SCHEMA:
            place = _up_to_date(place, folder / "copy.annotator")
        store = Store.open(place, read_only=True)
        try:
            with store.reading() as connection:
                yield connection
        finally:
            store.close()


def _unlocked(path: Path, target: Path, passphrases: Sequence[str]) -> Path:
    for passphrase in passphrases:
        try:
            unlock(path, target, passphrase)
        except Locked:
            continue
        return target
    if passphrases:
        raise Locked(
            f"None of the passphrases given is that of {path.name}.",
            "Capitals and spaces count. Ask who wrote the file.",
        )
    raise Locked(f"{path.name} is locked.", "Its passphrase is needed.")


def _up_to_date(path: Path, target: Path) -> Path:
    """A copy, for a file of somebody else's is only read."""
    import shutil

    shutil.copyfile(path, target)
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            shutil.copyfile(beside, target.with_name(target.name + ending))
    bring_up_to_date(target)
    return target
