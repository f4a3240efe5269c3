"""What of a project is compared, and who judged what of it? From the project file to a panel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace

from annotator.model.codable_turns import Scope
from annotator.model.rounds import AFTER_DISCUSSION
from annotator.reliability.judged_text import judged_continua
from annotator.reliability.marks import MarkTable, mark_table
from annotator.reliability.panel import CodeName, Compared, GroupStudy, RoundFacts
from annotator.reliability.plain_figures import alternative_of
from annotator.reliability.presence import Presence, presence_of
from annotator.reliability.projection import RULES, CodedText, Rule
from annotator.reports.chosen import (
    chosen,
    chosen_codes,
    dated,
    lying_rounds,
    names_of_transcript,
)
from annotator.reports.done import Done
from annotator.reports.prepared import BY_CHARACTER, Prepared, PreparedText, Projected
from annotator.reports.said_in_fields import field_studies
from annotator.store import read_codebook, read_people, read_transcripts
from annotator.store.plan_deviations import deviations_of
from annotator.work import Watch, unwatched

if TYPE_CHECKING:
    from annotator.model.codebook import Codebook
    from annotator.model.people import Coder, Round
    from annotator.model.transcript import TranscriptInfo
    from annotator.reliability.arrays import BoolArray, IntArray
    from annotator.reliability.choice import Choice, Work
    from annotator.reliability.continua import Continua


_Found = tuple["TranscriptInfo", PreparedText, CodedText]
"""A transcript, cut into units, and what was done on it."""


class Comparison(Struct, frozen=True, eq=False):
    """Everything a panel and the passages behind it are made of."""

    compared: Compared
    infos: tuple[TranscriptInfo, ...]
    """In the order of the documents of the presence."""
    coders: tuple[Coder, ...]
    codebook: Codebook
    lying: tuple[Round, ...]
    """The round, and before it what it lies over where it is a layer after discussion."""
    transcripts: tuple[Projected, ...]
    texts: tuple[PreparedText, ...]
    done: Done


def compare(
    connection: sa.Connection, choice: Choice, prepared: Prepared, *, watch: Watch = unwatched
) -> Comparison:
    """Read one state of the project and project it as chosen; UserError for unknown names.

    One comparison at a time, whatever thread asks: what is kept between them is shared. `watch`
    is called at every transcript.
    """
    with prepared.turn:
        return _compared(connection, choice, prepared, watch)


def _compared(
    connection: sa.Connection, choice: Choice, prepared: Prepared, watch: Watch
) -> Comparison:
    everyone = read_people.coders(connection)
    book = read_codebook.codebook(connection)
    every_info = read_transcripts.transcript_infos(connection)
    infos = chosen(every_info, choice.transcripts, names_of_transcript, "transcript")
    infos = dated(infos, choice)
    lying, present = lying_rounds(connection, choice.round)
    in_round = lying[-1]
    coders = chosen(everyone, choice.coders, lambda who: (who.coder_id, who.name), "coder")
    if choice.coders is None:
        coders = tuple(who for who in coders if who.id in present)
    names, moved = chosen_codes(book, choice)
    done = Done.read(connection, lying, infos)
    work = choice.work or done.work([who.id for who in coders])
    choice = replace(choice, round=in_round.name, work=work)
    scope = Scope(in_round.plan.codable, in_round.plan.persons)
    texts = _texts(infos, partial(prepared.text, choice.unit, scope, connection), watch)
    found = list(_done_on(texts, done, coders, work, moved))
    documents = [document for _, _, document in found]
    ids = tuple(name.id for name in names)
    said = [_said_by(choice, text) for _, text, _ in found]

    def views(rule: Rule) -> Iterator[Projected]:
        for one, own in zip(documents, said, strict=True):
            watch()
            yield _of_the_chosen(prepared.projection(one, ids, choice.unit, rule), own)

    # one rule after the other, and nothing of the others kept but figures
    alternatives = tuple(
        alternative_of(rule, _presence(choice, found, tuple(views(rule)), ids, coders))
        for rule in _other_rules(choice)
    )
    transcripts = tuple(views(choice.rule))
    presence = _presence(choice, found, transcripts, ids, coders)
    compared = Compared(
        choice, presence, alternatives,
        boundary=_boundaries(transcripts, presence.weight > 0),
        uncounted=_uncounted(transcripts, ids),
        names=names,
        coders=tuple(who.coder_id for who in coders),
        transcripts=tuple(info.doc_id for info, _, _ in found),
        n_codings=sum(map(_n_codings, transcripts, said)),
        drafts=done.has_drafts((info for info, _, _ in found), documents),
        codebook_version=book.version.name,
        corpus=len(every_info),
        facts=_facts(connection, in_round),
        fields=field_studies(
            connection, book, lying, names=names, coders=coders, views=transcripts, done=done
        ),
        groups=tuple(_groups(book, names)),
        continua=_continua(choice, ids, coders, transcripts, said),
    )  # fmt: skip
    return Comparison(
        compared, tuple(info for info, _, _ in found), coders, book, lying, transcripts,
        tuple(text for _, text, _ in found), done,
    )  # fmt: skip


def _texts(
    infos: Iterable[TranscriptInfo], cut: Callable[[TranscriptInfo], PreparedText], watch: Watch
) -> Iterator[tuple[TranscriptInfo, PreparedText]]:
    for info in infos:
        watch()
        yield info, cut(info)


def _done_on(
    texts: Iterable[tuple[TranscriptInfo, PreparedText]],
    done: Done,
    coders: Sequence[Coder],
    work: Work,
    moved: Mapping[int, int],
) -> Iterator[_Found]:
    """The texts on which somebody's work counts, with what is compared of it."""
    for info, text in texts:
        document = done.document(info, text, [who.id for who in coders], work, moved)
        if document is not None:
            yield info, text, document


def _other_rules(choice: Choice) -> list[Rule]:
    """Under which rules of what makes a unit coded the same codings are looked at as well."""
    return [] if choice.unit in BY_CHARACTER else [rule for rule in RULES if rule != choice.rule]


def _spoken(
    choice: Choice,
    found: Sequence[_Found],
    views: Sequence[Projected],
) -> BoolArray | None:
    """Shape (units,): said by one of the chosen speakers or roles; None where all are."""
    if choice.speakers is None and choice.roles is None:
        return None
    kept = [np.zeros(0, dtype=np.bool_)]
    for (_, text, _), view in zip(found, views, strict=True):
        said = _said_by(choice, text)
        if said is not None:
            kept.append(said[units_of(text, view)])
    return np.concatenate(kept)


def _said_by(choice: Choice, text: PreparedText) -> BoolArray | None:
    """Shape (units of the text,), as in `_spoken`; None where all are wanted."""
    if choice.speakers is None and choice.roles is None:
        return None
    wanted = (_folded(choice.speakers), _folded(choice.roles))
    fits = [_fits(who, wanted) for who in (*text.speakers, ("", ""))]  # last: in no turn
    return np.array(fits, dtype=np.bool_)[text.turn]


def _fits(who: Sequence[str], wanted: Sequence[frozenset[str] | None]) -> bool:
    pairs = zip(who, wanted, strict=True)
    return all(names is None or said.casefold() in names for said, names in pairs)


def _of_the_chosen(view: Projected, said: BoolArray | None) -> Projected:
    """Without the codings that count nowhere and stand where somebody else speaks."""
    if said is None:
        return view
    inside = _inside(view, said)
    kept = tuple(row for row in view.coded.uncounted if inside[row])
    return replace(view, coded=replace(view.coded, uncounted=kept))


def _n_codings(view: Projected, said: BoolArray | None) -> int:
    """Codings that are compared, counted or not; none where one coder alone worked."""
    source = view.coded.source
    if len(source.coders) < 2:
        return 0
    if said is None:
        return len(source.marks) - view.coded.left_out
    code, coder = mark_table(source.marks).places(view.coded.codes, source.coders)
    return int(np.count_nonzero((code >= 0) & (coder >= 0) & _inside(view, said)))


def _inside(view: Projected, said: BoolArray) -> BoolArray:
    """Shape (marks,): which of them touch a unit that is wanted; `said` has shape (units,)."""
    marks, text = mark_table(view.coded.source.marks), view.coded.source.text
    before = np.concatenate(([0], np.cumsum(said)))
    first = np.searchsorted(text.ends, marks.start, side="right")
    last = np.searchsorted(text.starts, marks.end, side="left")
    return np.asarray(before[np.maximum(first, last)] > before[first], dtype=np.bool_)


def units_of(text: PreparedText, view: Projected) -> IntArray:
    """The unit of the text that each unit of the projection lies in."""
    starts = view.coded.span_start
    return np.maximum(np.searchsorted(text.codable.starts, starts, side="right") - 1, 0)


def _facts(connection: sa.Connection, in_round: Round) -> RoundFacts:
    """What a methods section says of a round."""
    rule = in_round.plan.rule
    return RoundFacts(
        blind=in_round.blind,
        after_discussion=in_round.purpose == AFTER_DISCUSSION,
        codable=in_round.plan.codable,
        persons=in_round.plan.persons,
        seed=rule.seed if rule is not None else None,
        strata=rule.strata if rule is not None else (),
        threshold=(in_round.plan.frozen.plan if in_round.plan.frozen else in_round.plan).threshold,
        frozen_at=in_round.plan.frozen.at if in_round.plan.frozen is not None else "",
        deviations=deviations_of(connection, in_round),
    )


def _folded(names: Sequence[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(name.casefold() for name in names)


def _presence(
    choice: Choice,
    found: Sequence[_Found],
    views: Sequence[Projected],
    codes: tuple[int, ...],
    coders: Sequence[Coder],
) -> Presence:
    """All transcripts as one table with all coders in their order, those without work too."""
    kept = _spoken(choice, found, views)
    whole = presence_of([view.coded for view in views], codes=codes)
    ids = tuple(who.id for who in coders)
    place = {coder: number for number, coder in enumerate(whole.coders)}
    judged = np.zeros((whole.n_units, len(ids)), dtype=np.bool_)
    finishing = np.zeros_like(judged)
    moved = np.zeros(max(len(whole.coders), 1), dtype=np.int64)
    for number, coder in enumerate(ids):
        if coder in place:
            judged[:, number] = whole.judged[:, place[coder]]
            finishing[:, number] = whole.finishing[:, place[coder]]
            moved[place[coder]] = number
    presence = replace(
        whole, coders=ids, judged=judged, finishing=finishing, coder=moved[whole.coder],
        unknown=frozenset((code, int(moved[who]), at) for code, who, at in whole.unknown),
        uncounted=sum(len(view.coded.uncounted) for view in _of_two(views)),
    )  # fmt: skip
    if not choice.indicative:
        presence = replace(presence, has_parts=False)
    return presence if kept is None else presence.of_units(kept)


def _boundaries(views: Sequence[Projected], kept: BoolArray) -> IntArray:
    """Shape (cells, 2): code and unit, counted over all transcripts."""
    found, start = [np.zeros((0, 2), dtype=np.int64)], 0
    for view in views:
        cells = view.boundary + np.array([0, start], dtype=np.int64)
        found.append(cells[kept[cells[:, 1]]])
        start += len(view.coded.weight)
    return np.concatenate(found)


def _uncounted(views: Sequence[Projected], codes: tuple[int, ...]) -> IntArray:
    place = {code: number for number, code in enumerate(codes)}
    found = np.zeros(len(codes), dtype=np.int64)
    for view in _of_two(views):
        marks = view.coded.source.marks
        for row in view.coded.uncounted:
            if isinstance(marks, MarkTable):
                found[place[int(marks.code[row])]] += 1
    return found


def _of_two(views: Sequence[Projected]) -> list[Projected]:
    """The transcripts that two coders worked on: with one alone there is nothing to compare."""
    return [view for view in views if len(view.coded.source.coders) >= 2]


def _groups(book: Codebook, names: Sequence[CodeName]) -> Iterator[GroupStudy]:
    """The groups whose codes exclude each other, by a rule of the codebook."""
    place = {name.id: at for at, name in enumerate(names)}
    for rule in book.rules:
        group = book.by_id(rule.code_id)
        if rule.kind == "exclusive" and group is not None:
            own = sorted(place[code] for code in book.below(group.id) if code in place)
            if len(own) > 1:
                yield GroupStudy(group.name, tuple(own))


def _continua(
    choice: Choice,
    codes: tuple[int, ...],
    coders: Sequence[Coder],
    views: Sequence[Projected],
    said: Sequence[BoolArray | None],
) -> Continua | None:
    """The texts as free spans, cut where not the same coders judged."""
    if choice.unit not in BY_CHARACTER:
        return None
    texts = judged_continua(
        [view.coded.source for view in views], codes, tuple(who.id for who in coders), said
    )
    if choice.indicative:
        return texts
    return replace(texts, part=texts.part[:0], part_text=texts.part_text[:0])
