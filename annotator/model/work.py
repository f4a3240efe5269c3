"""What was handed out to coders, and what came back?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict


class Assignment(Struct, frozen=True):
    """A transcript, or a stretch of one, that a coder is to code in a round."""

    id: int
    coder_id: int
    transcript_id: int
    start: int
    end: int
    """Code points; 0 to 0 is the whole transcript."""
    position: int

    @property
    def is_whole(self) -> bool:
        return self.end == 0


class _File(Struct, frozen=True):
    """What a pack and a return have in common: whose, in which round, since when."""

    id: int
    uuid: UUID
    round_id: int
    coder_id: int
    created_at: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any], content: Mapping[str, Any]) -> Self:
        """Columns and what stands in `content`, unknown or misshapen values passed over."""
        values = dict(row)
        for name in cls.__struct_fields__:
            known = content.get(name)
            if name not in row and isinstance(known, int | str):
                values[name] = known
        return cls(**{name: values[name] for name in cls.__struct_fields__ if name in values})


class PackOut(_File, frozen=True):
    """A pack that went out."""

    name: str
    sha256: str
    """Of the file's bytes."""
    transcripts: int = 0
    sentences: int = 0
    codebook: str = ""
    """The name of the codebook version in it."""
    locked: bool = False
    """With a passphrase."""
    disguised: bool = False
    """Names in it are replaced."""

    CONTENT = ("transcripts", "sentences", "codebook", "locked", "disguised")

    def content(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name in self.CONTENT}


class HandedBack(_File, frozen=True):
    """A file that a coder handed back, as its receipt says."""

    pack_uuid: UUID
    number: int
    """The first, the second that came out of this pack."""
    codings: int = 0
    decisions: int = 0
    memos: int = 0
    questions: int = 0
    finished: int = 0
    transcripts: int = 0
    """How many there were to be coded."""
    digest: str = ""
    """Of all that the coder decided: equal where nothing changed on the way."""
    digest_version: int = 1
    """How the digest was made; receipts that do not say are of the first way."""
    codebook: str = ""
    minutes: int = 0
    """Of work, where the coder allows to tell; 0 where not."""
    units: int = 0
    """Units decided in that time."""

    @property
    def units_per_hour(self) -> float | None:
        """None where the coder does not tell, or worked too short for a figure."""
        return self.units * 60 / self.minutes if self.minutes >= 5 else None
