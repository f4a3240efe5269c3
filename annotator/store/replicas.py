"""Which copy of a project is this file? A file found in another place is a replica of its own."""

from __future__ import annotations

import hashlib
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from annotator.store import about, machine
from annotator.store.schema import project, replica
from annotator.store.writer import now

if TYPE_CHECKING:
    from annotator.store.connection import Store


def own_replica(store: Store) -> int:
    """The replica id of this file; a copied or moved file draws a new one when it may write."""
    home = home_of(store.path)
    with store.reading() as connection:
        me = about.about(connection)
    if me.home == home or store.read_only:
        return int(me.replica_id)
    with store.writing() as connection:
        replica_id = draw(connection, home)
        connection.execute(sa.update(project).values(replica_id=replica_id))
    return replica_id


def draw(connection: sa.Connection, home: str) -> int:
    """Add a replica that lives at `home`; returns its id."""
    result = connection.execute(
        sa.insert(replica), {"uuid": uuid.uuid4(), "drawn_at": now(), "home": home}
    )
    key = result.inserted_primary_key
    if key is None:
        raise RuntimeError("no key came back for a replica")
    return int(key[0])


def home_of(path: Path) -> str:
    """A digest of this machine and path, so that a copied file knows it is a copy."""
    where = f"{machine.mark()} {path.resolve()}"
    return hashlib.blake2b(where.encode("utf-8"), digest_size=16).hexdigest()
