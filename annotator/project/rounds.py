"""Which rounds are planned, who codes what in them, and whose part is done?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec.structs import replace

from annotator.errors import NotFound, Refused
from annotator.model.people import Coder, Round
from annotator.model.rounds import AllocationRule, Purpose, RoundPlan
from annotator.operations import finishing
from annotator.operations import rounds as round_acts
from annotator.operations.rounds import RoundDraft, Stretch
from annotator.project.acting import Acting
from annotator.store import read_assignments, read_decisions

if TYPE_CHECKING:
    from annotator.model.coding import Finished
    from annotator.model.work import Assignment
    from annotator.teamwork.allocation import Allocation


class RoundActs(Acting):
    """Rounds: planned, handed out, frozen, accepted."""

    def plan_round(
        self,
        name: str,
        *,
        purpose: Purpose = "main",
        blind: bool | None = None,
        plan: RoundPlan | None = None,
    ) -> Round:
        """A new round; `blind` None is as the purpose has it: pilot and reliability are."""
        self._must_have("rounds")
        draft = RoundDraft(name, purpose, blind, plan or RoundPlan())
        return round_acts.plan_round(self._history, self.coder, draft)

    def change_round(
        self,
        round: str | Round,  # noqa: A002 - the word for it everywhere
        *,
        name: str | None = None,
        purpose: Purpose | None = None,
        blind: bool | None = None,
        plan: RoundPlan | None = None,
    ) -> Round:
        """Change what is given and leave the rest; what is frozen of its plan stays frozen."""
        self._must_have("rounds")
        standing = self.find_round(round)
        draft = RoundDraft(
            standing.name if name is None else name,
            standing.purpose if purpose is None else purpose,
            standing.blind if blind is None else blind,
            standing.plan if plan is None else plan,
        )
        return round_acts.change_round(self._history, self.coder, standing, draft)

    def remove_round(self, round: str | Round) -> None:  # noqa: A002 - the word for it everywhere
        """Take a round out in which nobody has done anything and that is not at work."""
        self._must_have("rounds")
        standing = self.find_round(round)
        if standing.id == self.current_round().id:
            raise Refused(
                f"“{standing.name}” is the round at work.", "Go on in another round first."
            )
        round_acts.remove_round(self._history, self.coder, standing)

    def freeze_plan(self, round: str | Round) -> Round:  # noqa: A002 - the word for it everywhere
        """Keep the plan as it stands now, for a pre-registration; see `deviations`."""
        self._must_have("rounds")
        return round_acts.freeze_plan(self._history, self.coder, self.find_round(round))

    def try_allocation(
        self,
        round: str | Round | RoundPlan,  # noqa: A002 - the word for it everywhere
        coders: Sequence[str],
        rule: AllocationRule,
        *,
        transcripts: Iterable[int | str] | None = None,
    ) -> Allocation:
        """Who would code what under a rule; nothing is changed. Keys are those of `stretch_of`.

        A plan in the place of a round is one that is still being thought about. `transcripts`,
        where they are given, go before those that the rule names.
        """
        from annotator.teamwork.planner import allocation_for

        if isinstance(round, RoundPlan):
            standing = Round(0, UUID(int=0), "", "main", blind=False, plan=round)
        else:
            standing = self.find_round(round)
        who = [self.find_coder(each) for each in coders]
        return self._ask(allocation_for, standing, who, self._about(rule, transcripts))

    def allocate(
        self,
        round: str | Round,  # noqa: A002 - the word for it everywhere
        coders: Sequence[str],
        rule: AllocationRule,
        *,
        transcripts: Iterable[int | str] | None = None,
    ) -> Allocation:
        """Hand out the work of a round by a rule, in the place of what was handed out before."""
        from annotator.teamwork.planner import stretch_of

        self._must_have("rounds")
        standing, rule = self.find_round(round), self._about(rule, transcripts)
        found = self.try_allocation(standing, coders, rule)
        ids = {info.uuid: info.id for info in self.infos()}
        work = {
            self.find_coder(coder).id: [stretch_of(key, ids) for key in keys]
            for coder, keys in found.work.items()
        }
        self._hand_out(standing, work, rule)
        return found

    def assign(
        self,
        round: str | Round,  # noqa: A002 - the word for it everywhere
        work: Mapping[str, Iterable[int | str]],
    ) -> Round:
        """Hand out whole transcripts by hand: coder to transcripts, in order."""
        self._must_have("rounds")
        standing = self.find_round(round)
        by_id: dict[int, list[Stretch]] = {
            self.find_coder(coder).id: [(each, 0, 0) for each in self._ids_of(transcripts)]
            for coder, transcripts in work.items()
        }
        return self._hand_out(standing, by_id, None)

    def accept(
        self,
        round: str | Round,  # noqa: A002 - the word for it everywhere
        coders: Sequence[str],
    ) -> dict[str, int]:
        """Accept what coders finished in a round: it is sealed from now on.

        Returns how many transcripts were sealed, by coder.
        """
        self._must_have("merge")
        standing = self.find_round(round)
        who = [self.find_coder(each) for each in coders]
        sealed = finishing.accept(self._history, self.coder, standing, who)
        return {each.coder_id: sealed[each.id] for each in who}

    # questions

    def kinds_of_strata(self) -> tuple[str, ...]:
        """Everything by which transcripts can be spread evenly."""
        from annotator.teamwork.strata import kinds_of_strata

        return self._ask(kinds_of_strata)

    def find_round(self, round: str | Round) -> Round:  # noqa: A002 - the word for it everywhere
        """The round of this name as it is now."""
        if isinstance(round, Round):
            found = [each for each in self.rounds() if each.id == round.id]
        else:
            wanted = round.strip().casefold()
            found = [each for each in self.rounds() if each.name.casefold() == wanted]
        if not found:
            name = round.name if isinstance(round, Round) else round
            known = ", ".join(each.name for each in self.rounds())
            raise NotFound(f"There is no round called “{name}”.", f"There are: {known}.")
        return found[0]

    def assignments(
        self,
        round: str | Round,  # noqa: A002 - the word for it everywhere
        *,
        coder: Coder | None = None,
    ) -> tuple[Assignment, ...]:
        """What was handed out in a round; a plain coder is told of their own work only."""
        mine = coder if self._may("others") else self.coder
        standing = self.find_round(round)
        return self._ask(
            read_assignments.assignments, standing.id, coder_id=mine.id if mine else None
        )

    def finished_marks(self, round: str | Round) -> tuple[Finished, ...]:  # noqa: A002 - the word for it everywhere
        """Who finished which transcript of a round, and when it was accepted."""
        marks = self._ask(read_decisions.finished_marks, round_id=self.find_round(round).id)
        if self._may("others"):
            return marks
        return tuple(mark for mark in marks if mark.coder_id == self.coder.id)

    def _about(
        self, rule: AllocationRule, transcripts: Iterable[int | str] | None
    ) -> AllocationRule:
        """The rule with the transcripts that it is about."""
        if transcripts is None:
            return rule
        wanted = set(self._ids_of(transcripts))
        if not wanted:
            raise Refused("No transcript is chosen.", "Choose one or more.")
        infos = self.infos()
        everything = wanted == {info.id for info in infos}
        chosen = () if everything else [info.uuid.hex for info in infos if info.id in wanted]
        return replace(rule, chosen=tuple(sorted(chosen)))

    def _ids_of(self, transcripts: Iterable[int | str]) -> list[int]:
        """Local ids, in order; those that are ids already are looked for in one list."""
        known = {info.id for info in self.infos()}
        return [
            each if isinstance(each, int) and each in known else self.info(each).id
            for each in transcripts
        ]

    def _hand_out(
        self,
        standing: Round,
        work: Mapping[int, Sequence[Stretch]],
        rule: AllocationRule | None,
    ) -> Round:
        return round_acts.hand_out(self._history, self.coder, replace(standing), work, rule=rule)
