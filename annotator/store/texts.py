"""How is a text kept? Once, under its hash, and never changed."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from annotator.store.schema import text


def keep(connection: sa.Connection, bodies: Mapping[str, str]) -> None:
    """Write those texts, by the SHA-256 of their UTF-8, that are not there yet."""
    standing = connection.execute(
        sa.select(text.c.sha256).where(text.c.sha256.in_(list(bodies)))
    ).scalars()
    missing = set(bodies) - set(standing)
    rows = [{"sha256": key, "body": body} for key, body in bodies.items() if key in missing]
    if rows:
        connection.execute(sa.insert(text), rows)
