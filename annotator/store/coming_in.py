"""What was put aside because its place was not here: does it have one by now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.store.aside import Back, waiting
from annotator.store.exactly import change_unstamped
from annotator.store.merging import ranks_of
from annotator.store.schema import aside, memo, text_version
from annotator.store.text_chains import Places

if TYPE_CHECKING:
    from annotator.store.writer import Writer


def let_come_in(writer: Writer) -> int:
    """Bring in, as part of a merge, what can stand now; how many rows.

    What belongs to work that was accepted meanwhile stays where it is: a seal holds. That a row
    is no longer aside follows from what else is there and keeps its stamps; so a later state of
    it that waits in another copy is not hidden by it.
    """
    kept = list(waiting(writer.connection))
    if not kept:
        return 0
    back, places = Back(writer, ranks_of(writer.connection)), Places(writer)
    back.take(kept)
    for version_id, memo_ids in back.placed.items():
        transcript_id = writer.row(text_version, version_id)["transcript_id"]
        places.follow({transcript_id: version_id}, {memo.name: memo_ids})
    for each in back.done:
        change_unstamped(writer, aside, each["id"], removed=True)
    return sum(not each["row"]["removed"] for each in back.done)
