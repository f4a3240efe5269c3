"""Acts that keep a record of files on their way: a pack went out, a return was handed back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from annotator.model.work import HandedBack, PackOut
from annotator.store import read_assignments
from annotator.store.schema import disguise, pack, receipt

if TYPE_CHECKING:
    from annotator.history import Act, History
    from annotator.model.people import Coder, Round
    from annotator.store.disguising import Disguised


def record_packs(
    history: History,
    acting: Coder,
    standing: Round,
    packs: Sequence[tuple[UUID, dict[str, Any]]],
    disguised: Sequence[Disguised] = (),
) -> tuple[PackOut, ...]:
    """Keep what went out: uuid, and the columns of a `PackOut` of each; and disguised texts.

    No undo step: the files are written, and taking back the record would not call them back.
    """
    count = "Pack" if len(packs) == 1 else f"{len(packs)} packs"
    with history.act(acting.id, f"{count} of “{standing.name}” written", kind="set-up") as act:
        for uuid, values in packs:
            content = {name: values[name] for name in PackOut.CONTENT if name in values}
            act.insert(
                pack,
                uuid=uuid,
                round_id=standing.id,
                coder_id=values["coder_id"],
                name=values["name"],
                sha256=values["sha256"],
                content=content,
            )
        _keep_disguised(act, disguised)
        act.touched["round"].add(standing.id)
        there = read_assignments.packs(act.connection, standing.id)
    wanted = {uuid for uuid, _ in packs}
    return tuple(each for each in there if each.uuid in wanted)


def _keep_disguised(act: Act, disguised: Sequence[Disguised]) -> None:
    """What leads back from texts with other names in them; the same disguise is kept once."""
    known = set(act.connection.execute(sa.select(disguise.c.uuid)).scalars())
    for each in {one.uuid: one for one in disguised}.values():
        if each.uuid not in known:
            act.insert(
                disguise,
                uuid=each.uuid,
                text_version_id=each.text_version_id,
                sha256=each.sha256,
                spans=each.spans,
            )


def record_receipt(
    history: History, coder: Coder, standing: Round, pack_uuid: UUID, content: dict[str, Any]
) -> HandedBack:
    """Keep what is handed back, in the pack and so in the file itself."""
    with history.act(coder.id, "Handed back", kind="set-up") as act:
        before = read_assignments.receipts(act.connection, standing.id)
        numbers = [each.number for each in before if each.pack_uuid == pack_uuid]
        row_id = act.insert(
            receipt,
            round_id=standing.id,
            coder_id=coder.id,
            pack_uuid=pack_uuid,
            number=max(numbers, default=0) + 1,
            content=content,
        )
        return next(
            each
            for each in read_assignments.receipts(act.connection, standing.id)
            if each.id == row_id
        )
