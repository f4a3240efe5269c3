"""Which column of somebody's table holds what?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

Field = TypeVar("Field", bound=str)

_NOT_LETTERS = re.compile(r"[\W_]+")


def recognised(header: Sequence[str], synonyms: Mapping[Field, Sequence[str]]) -> dict[Field, int]:
    """Field to column number, for the fields whose heading is known.

    Fields choose in the order of `synonyms`, each the first of its own words that is still
    free, so that a table with *code* and *label* gives an id and a name, and one with *label*
    alone still gives an id. Case, spaces and signs in a heading do not count.
    """
    places: dict[str, int] = {}
    for number, heading in enumerate(header):
        places.setdefault(plain(heading), number)
    found: dict[Field, int] = {}
    for field, words in synonyms.items():
        known = next((word for word in words if word in places), None)
        if known is not None:
            found[field] = places.pop(known)
    return found


def plain(heading: str) -> str:
    """A heading as it stands in lists of synonyms: "Don't use when" is dont_use_when."""
    bare = heading.replace("'", "").replace("\u2019", "")
    return _NOT_LETTERS.sub("_", bare).strip("_").casefold()
