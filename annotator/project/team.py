"""What goes out to coders, what comes back, and how far is everybody?"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from annotator.errors import FileProblem, Progress, Refused, no_progress
from annotator.model.stand_ins import proposed
from annotator.operations import stand_ins as stand_in_acts
from annotator.project.rounds import RoundActs
from annotator.store import pace, read_assignments, read_stand_ins

if TYPE_CHECKING:
    from annotator.model.people import Coder, Round
    from annotator.model.team import TeamProgress
    from annotator.model.work import PackOut
    from annotator.teamwork.packs import Receipt


class _How(Struct, frozen=True):
    """How packs are written."""

    own_codings: bool | None
    """None: as the plan says."""
    passphrase: str
    disguise: bool


class TeamActs(RoundActs):
    """Packs, returns, the plan on paper, progress."""

    def write_pack(
        self,
        path: str | os.PathLike[str],
        coder: str,
        transcripts: Iterable[int | str] | None = None,
        *,
        round: str | Round | None = None,  # noqa: A002 - the word for it everywhere
        own_codings: bool | None = None,
        passphrase: str = "",
        disguise: bool = False,
    ) -> Path:
        """Write what one coder needs to code these transcripts; None: what they were given.

        The file holds nobody else's codings, names or memos. `round` None is the one at work;
        `own_codings`, whether what the coder has done in it goes along, None as the plan says;
        with `disguise` names are replaced by what stands for them (`stand_ins`).
        """
        self._must_have("rounds")
        standing = self.current_round() if round is None else self.find_round(round)
        who = self.find_coder(coder)
        ids = None if transcripts is None else self._ids_of(transcripts)
        how = _How(own_codings, passphrase, disguise)
        return self._written(standing, [(Path(path), who, ids)], how, no_progress)[0][0]

    def write_packs(
        self,
        round: str | Round,  # noqa: A002
        folder: str | os.PathLike[str],
        *,
        coders: Sequence[str] | None = None,
        passphrase: str = "",
        disguise: bool = False,
        progress: Progress = no_progress,
    ) -> tuple[tuple[Path, PackOut], ...]:
        """One pack for everybody who was given work in a round, or for these coders."""
        self._must_have("rounds")
        standing = self.find_round(round)
        given = {each.coder_id for each in self._ask(read_assignments.assignments, standing.id)}
        if coders is None:
            who = [each for each in self.coders() if each.id in given]
        else:
            who = [self.find_coder(each) for each in coders]
        if not who:
            raise Refused(
                f"Nobody was given work in “{standing.name}”.", "Hand the work out first."
            )
        target = Path(folder)
        try:
            target.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileProblem(
                f"The folder {target.name} cannot be made.", "Choose another one.", str(error)
            ) from error
        files = [(target / self.pack_name(each, standing), each, None) for each in who]
        return self._written(standing, files, _How(None, passphrase, disguise), progress)

    def stand_ins(self) -> dict[str, str]:
        """What stands for names in packs: a list that never leaves the project."""
        self._must_have("rounds")
        return {name: row[1] for name, row in self._ask(read_stand_ins.rows).items()}

    def set_stand_ins(self, names: Mapping[str, str]) -> None:
        """Let the list of stand-ins be this one."""
        self._must_have("rounds")
        stand_in_acts.set_stand_ins(self._history, self.coder, names)

    def proposed_stand_ins(self) -> dict[str, str]:
        """A stand-in for everybody who speaks, to be looked through by a person."""
        speakers = [name for info in self.infos() for name, _ in info.speakers]
        return proposed(speakers)

    def pack_name(self, coder: Coder, round_: Round) -> str:
        """What the pack of a coder in a round is called."""
        name = f"{self.name} {round_.name} {coder.coder_id}"
        return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", name).strip(". ")[:120] + ".annotator-pack"

    def hand_back(
        self, path: str | os.PathLike[str], *, passphrase: str = "", tell_pace: bool = False
    ) -> Receipt:
        """Write what was done in this pack as the file to send back, with a receipt in it.

        `tell_pace` tells how many units were decided in how many minutes.
        """
        from annotator.teamwork.packs import hand_back

        if self.kind != "pack":
            raise Refused(
                "Only a pack is handed back, and this is a whole project.",
                "Save a copy of the project instead.",
            )
        return hand_back(
            self._store,
            self._history,
            Path(path),
            coder=self.coder,
            passphrase=passphrase,
            pace=self._pace() if tell_pace else (0, 0),
        )

    def team_progress(self, round: str | Round | None = None) -> TeamProgress:  # noqa: A002
        """Who has what in a round (None: the one at work), since when and how far they are.

        Somebody who may not see what others did is told of their own part.
        """
        from annotator.teamwork.progress import progress_of

        standing = self.current_round() if round is None else self.find_round(round)
        only = None if self._may("others") else self.coder
        today = datetime.now(UTC).astimezone().date()
        # Without the lens: who finished what is no coding, and who leads a round has to know.
        with self._store.reading() as connection:
            return progress_of(connection, standing, today=today, only=only)

    def deviations(self, round: str | Round) -> tuple[str, ...]:  # noqa: A002
        """Where a round is not as its frozen plan says, in sentences."""
        from annotator.store.plan_deviations import deviations_of

        standing = self.find_round(round)
        with self._store.reading() as connection:
            return deviations_of(connection, standing)

    def export_plan(
        self,
        round: str | Round,  # noqa: A002
        path: str | os.PathLike[str],
    ) -> Path:
        """Write the frozen plan of a round, deviations included, as .md or .json."""
        from annotator.teamwork.plan_file import write_plan

        standing = self.find_round(round)
        if standing.plan.frozen is None:
            raise Refused(
                f"The plan of “{standing.name}” is not frozen.",
                "Freeze it first: what is registered must not change any more.",
            )
        names = {each.uuid.hex: each.coder_id for each in self.coders()}
        names |= {info.uuid.hex: f"{info.doc_id} {info.metadata.title}" for info in self.infos()}
        return write_plan(
            Path(path), standing.plan.frozen, names=names, deviations=self.deviations(standing)
        )

    def _written(
        self,
        standing: Round,
        files: Sequence[tuple[Path, Coder, Sequence[int] | None]],
        how: _How,
        progress: Progress,
    ) -> tuple[tuple[Path, PackOut], ...]:
        """Write packs, then keep a record of them; each file is whole or not there."""
        from annotator.operations.sending import record_packs
        from annotator.teamwork.packs import PackWish, write_pack

        written = []
        own = standing.plan.own_codings if how.own_codings is None else how.own_codings
        names = self._names() if how.disguise else {}
        for number, (path, coder, ids) in enumerate(files):
            progress(number, len(files), path.name)
            wanted = self._given_to(standing, coder) if ids is None else ids
            own_goes = own and standing.plan.again_of is None
            wish = PackWish(coder, standing, wanted, own_goes, how.passphrase, names)
            written.append(write_pack(self._store, path, wish))
        packs = [(each.uuid, each.columns) for each in written]
        disguised = [one for each in written for one in each.disguised]
        recorded = record_packs(self._history, self.coder, standing, packs, disguised)
        kept = {each.uuid: each for each in recorded}
        progress(len(files), len(files), "")
        return tuple((each.path, kept[each.uuid]) for each in written)

    def _names(self) -> dict[str, str]:
        names = self.stand_ins()
        if not names:
            raise Refused(
                "No name is on the list of what stands for names.", "Write the list first."
            )
        return names

    def _given_to(self, standing: Round, coder: Coder) -> tuple[int, ...]:
        given = self._ask(read_assignments.assignments, standing.id, coder_id=coder.id)
        return tuple(dict.fromkeys(each.transcript_id for each in given))

    def _pace(self) -> tuple[int, int]:
        """Minutes at work, and units of the round that have a code or a decision."""
        from annotator.operations.finishing import undecided

        level = self.current_round().plan.unit
        units = 0
        for info in self.infos():
            opened = self.transcript(info.id)
            left = self._ask(undecided, self.setting(), opened, level)
            units += len(opened.spans(level)) - len(left)
        return self._ask(pace.minutes_at_work, self.coder.id), units
