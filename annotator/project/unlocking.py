"""How does a locked file become one that can be opened, and is opened again the next day?"""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from annotator.errors import Refused
from annotator.store import about, locked_files
from annotator.store.connection import Store, discard
from annotator.store.copying import part_of, put_in_place
from annotator.store.door import place_of

_MOST = 100


def unlock(path: str | os.PathLike[str], passphrase: str) -> Path:
    """Unlock a file into one beside it, or find the one a pack was unlocked into before.

    The work of a coder is in the unlocked pack, so that is never replaced. A project is unlocked
    anew each time: what it was may be wanted again. Raises `Locked`.
    """
    source = place_of(path)
    part = part_of(source)
    try:
        locked_files.unlock(source, part, passphrase)
        pack = _pack_of(part)
        for number in range(1, _MOST):
            target = _name(source, number)
            if not target.exists():
                put_in_place(part, target)
                return target
            if pack is not None and _pack_of(target) == pack:
                return target
    finally:
        discard(part)
    raise Refused(f"{source.name} was unlocked too often.", "Remove old unlocked files.")


def _name(source: Path, number: int) -> Path:
    word = "unlocked" if number == 1 else f"unlocked {number}"
    return source.with_name(f"{source.stem} ({word}){source.suffix}")


def _pack_of(path: Path) -> UUID | None:
    store = Store.open(path, read_only=True)
    try:
        with store.reading() as connection:
            return about.pack_uuid(connection)
    finally:
        store.close()


def is_locked(path: str | os.PathLike[str]) -> bool:
    """Whether a file needs a passphrase before it can be opened."""
    return locked_files.is_locked(Path(path))
