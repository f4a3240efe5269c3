"""Which decisions on speaker labels are kept for the next files of the same source?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from annotator.store import read_people
from annotator.store.schema import label_choice

if TYPE_CHECKING:
    from annotator.history import Act
    from annotator.model.people import LabelChoice


def keep_choices(act: Act, choices: Sequence[LabelChoice]) -> None:
    """Put these in the place of what was decided before on the same labels."""
    if not choices:
        return
    standing = read_people.ids_of_label_choices(act.connection)
    for choice in choices:
        row_id = standing.get((choice.source, choice.label))
        if row_id is None:
            act.insert(label_choice, **asdict(choice))
        else:
            act.change(label_choice, row_id, **asdict(choice))
