"""What did the codebook say when, what did its changes mean, and what is to be looked at again?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.errors import NotFound, Progress, no_progress
from annotator.model.rechecks import (
    Choice,
    LaidOver,
    Meaning,
    Recheck,
    RecheckProgress,
    Redefinition,
    Wider,
    rechecked,
)
from annotator.model.versions import CodeChange, FrozenCodebook, differences, frozen
from annotator.operations import rechecking, redefinitions
from annotator.operations import versions as version_acts
from annotator.project.acting import Acting
from annotator.store import read_codebook, read_rechecks
from annotator.work import Throttled

if TYPE_CHECKING:
    from annotator.model.codebook import Code, CodebookVersion
    from annotator.model.spans import Span
    from annotator.search import Query


class VersionActs(Acting):
    """Versions of the codebook, and the passages that a change sends back to coders."""

    def versions(self) -> tuple[CodebookVersion, ...]:
        """All versions of the codebook, the oldest first; the last is the one worked on."""
        return self._ask(read_codebook.versions)

    def freeze_codebook(self, name: str, note: str = "") -> CodebookVersion:
        """Keep what the codebook says now; the next change begins a new version by itself."""
        self._must_have("codebook")
        return version_acts.freeze(self._history, self.coder, name, note)

    def describe_version(self, version_id: int, *, name: str, note: str) -> CodebookVersion:
        """Give a version another name and note."""
        self._must_have("codebook")
        return version_acts.describe(self._history, self.coder, version_id, name=name, note=note)

    def version_problem(self, name: str, *, own_id: int | None = None) -> str:
        """What stands against the name of a version; for telling at typing time."""
        others = (each.name for each in self.versions() if each.id != own_id)
        return version_acts.version_problem(name, others)

    def said_in(self, version_id: int) -> FrozenCodebook:
        """The codebook as it stood in a version; the one worked on as it stands now."""
        found = self._ask(read_codebook.said_in, version_id)
        if found is not None:
            return found
        book = self.codebook()
        if version_id == book.version.id:
            return frozen(book)
        raise NotFound(
            "What the codebook said in this version was not kept.",
            "Only versions that were frozen can be compared.",
        )

    def version_differences(self, before: int, after: int) -> tuple[CodeChange, ...]:
        """What differs between two versions, code by code: texts, keys, fields, rules, the tree."""
        return differences(self.said_in(before), self.said_in(after))

    def codings_by_version(self) -> dict[int, int]:
        """How many codings were made under each version."""
        return self._ask(read_codebook.codings_by_version)

    def redefinitions(self, code_id: int | None = None) -> tuple[Redefinition, ...]:
        """Changes of definitions of codes that had codings, the newest first."""
        return self._ask(read_rechecks.redefinitions, code_id=code_id)

    def neighbours(self, code_id: int) -> tuple[Code, ...]:
        """Codes that the code's "don't use when" names, now or before its last change."""
        code, book = self.code(code_id), self.codebook()
        texts = [code.dont_use_when]
        for each in self.redefinitions(code_id):
            texts += each.changed.get("dont_use_when", ())
        return redefinitions.neighbours(book, code, texts)

    def say_what_it_means(
        self,
        redefinition_id: int,
        meaning: Meaning,
        *,
        note: str = "",
        neighbours: Sequence[int] = (),
        search: Query | None = None,
        sample: int = 0,
        seed: int = 1,
        progress: Progress = no_progress,
    ) -> int:
        """Say what a change of a definition means; how many passages wait because of it.

        narrower: every coding of the code made before. wider: passages of `neighbours`, hits of
        `search` and, for each coder, `sample` sentences without a code. both: all of these.
        """
        self._must_have("codebook")
        watched = Throttled(progress)
        wider = None
        if meaning in {"wider", "both"}:
            hits: defaultdict[int, list[Span]] = defaultdict(list)
            for hit in self.search(search, progress=watched) if search is not None else ():
                hits[hit.info.id].append(hit.span)
            wider = Wider(
                tuple(neighbours),
                {each: tuple(spans) for each, spans in hits.items()},
                "" if search is None else search.words,
                sample,
                seed,
            )
        return redefinitions.say_what_it_means(
            self._history,
            self.coder,
            redefinition_id,
            meaning,
            note=note,
            wider=wider,
            progress=watched,
        )

    def recheck_queue(
        self, *, waiting: bool | None = None, redefinition_id: int | None = None
    ) -> tuple[Recheck, ...]:
        """The current coder's passages to look at again: all, or those that wait (or do not)."""
        decided = None if waiting is None else not waiting
        return self._ask(
            read_rechecks.items,
            coder_id=self.coder.id,
            redefinition_id=redefinition_id,
            decided=decided,
        )

    def recheck_progress(self) -> tuple[RecheckProgress, ...]:
        """How far each coder is with each change that sent passages back."""
        return self._ask(read_rechecks.progress)

    def is_finished(self, transcript_id: int, round_id: int, coder_id: int) -> bool:
        """Whether a coder has finished a transcript in a round: that work stays as it was."""
        return self._ask(rechecking.has_finished, transcript_id, round_id, coder_id)

    def decide_recheck(
        self, recheck_id: int, decision: Choice, code: int | str | None = None
    ) -> Recheck:
        """Decide on one passage: keep, change (to `code`), add (`code`), remove.

        Work in progress is changed at once; a transcript that was finished stays as it was, and
        the decision stands beside it. Without `code` the code in question is given.
        """
        item = self._ask(rechecking.found_item, recheck_id)
        return rechecking.decide(
            self._history,
            self.coder,
            recheck_id,
            decision,
            self.transcript(item.transcript_id),
            given=None if code is None else self.code(code),
        )

    def codings_after_rechecks(self) -> list[LaidOver]:
        """Every coding on the current texts with the decisions of rechecks laid over it."""
        with self._reading() as connection:
            decided = read_rechecks.items(connection, decided=True)
            return rechecked(read_rechecks.laid_over(connection), decided)
