"""How do projected codings become a panel: every figure of one comparison?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from annotator.reliability.arrays import among, distinct
from annotator.reliability.by_code import (
    GOOD,
    RARE_BELOW,
    AgreementTable,
    CodeAgreement,
    Headline,
    agreement_by_code,
)
from annotator.reliability.exclusive import family_agreement, group_agreement
from annotator.reliability.field_values import FieldAgreement, field_agreement
from annotator.reliability.kinds import (
    Disagreements,
    Kind,
    confusions_of,
    disagreements_of,
)
from annotator.reliability.pairs import PairOfCoders, coder_pairs, kappa_of
from annotator.reliability.panel import (
    CodeName,
    Compared,
    ConfusionCell,
    FieldRow,
    FieldStudy,
    GroupRow,
    GroupStudy,
    LeftOut,
    PairRow,
    Panel,
    PanelRow,
)
from annotator.reliability.panel_words import notes_of
from annotator.reliability.plain_figures import PlainFigures, median_of
from annotator.reliability.resampling import Resampling
from annotator.reliability.result import ONE_CODER_ONLY, RARE, Result
from annotator.reliability.span_table import SpanAgreement, agreement_on_spans, passages_by_coder

if TYPE_CHECKING:
    from annotator.reliability.arrays import IntArray
    from annotator.reliability.choice import Choice
    from annotator.reliability.continua import Continua
    from annotator.reliability.presence import Presence

ONLY_OVER_UNITS = "counted over units; free passages have none"


def panel_of(compared: Compared, *, watch: Callable[[], None] | None = None) -> Panel:
    """Everything about one comparison. Nothing in it is not-a-number; what lacks says why.

    `watch` is called now and then, where it takes long.
    """
    choice, presence = compared.choice, compared.presence
    table = agreement_by_code(
        presence,
        resampling=_plan(choice),
        intervals=("krippendorff_alpha",),
    )
    spans = _spans(compared, watch)
    over_units = compared.choice.unit != "free span"
    pairs = tuple(_named_pairs(compared)) if over_units else ()
    by_finishing = presence.of_units(presence.judged_by_two()).share_by_finishing()
    without = PlainFigures.of(presence.without_finishing()) if by_finishing else None
    shared = presence.judged.sum(axis=1) >= 2
    n_units = float(presence.weight @ shared)
    studied = [(study, _field(compared, study)) for study in compared.fields]
    rows = _on_spans(_rows(compared, table, pairs, studied), compared, spans)
    panel = Panel(
        choice,
        coders=tuple(compared.coders),
        transcripts=tuple(
            compared.transcripts[place] for place in distinct(presence.document[shared]).tolist()
        ),
        n_units=n_units,
        n_dropped=float(presence.weight.sum()) - n_units,
        n_codings=compared.n_codings,
        uncounted=presence.uncounted,
        undecided=presence.partly_judged(),
        by_finishing=by_finishing,
        median_without_finishing=without.median if without else None,
        rows=rows,
        pooled=table.pooled if spans is None else replace(table.pooled, alpha=spans.pooled),
        headline=_headline(rows, table.headline),
        fields=tuple(_field_row(compared, *one) for one in studied),
        groups=tuple(_group_row(compared, study) for study in compared.groups),
        pairs=_pair_rows(pairs),
        left_out=_left_out(compared) if over_units else (),
        alternatives=compared.alternatives,
        confusion=_confusion(compared),
        codebook_version=compared.codebook_version,
        corpus=compared.corpus,
        facts=compared.facts,
        notes=(),
    )  # fmt: skip
    return _noted(panel, drafts=compared.drafts)


def _rows(
    compared: Compared,
    table: AgreementTable,
    pairs: tuple[PairOfCoders, ...],
    studied: Iterable[tuple[FieldStudy, FieldAgreement]],
) -> tuple[PanelRow, ...]:
    disagreed = disagreements_of(compared.presence)
    only, other = disagreed.counts(len(compared.names))
    boundary = _boundaries_alone(compared, disagreed)
    differing: dict[int, set[int]] = {}
    for study, found in studied:
        differing.setdefault(study.code, set()).update(found.differing)
    return tuple(
        _row(name, found, kappa_of(found.code, pairs), int(compared.uncounted[place]), {
            "only one coder coded": int(only[place]),
            "other code": int(other[place]),
            "boundary only": int(boundary[place]),
            "other field value": len(differing.get(place, ())),
        })
        for place, (name, found) in enumerate(zip(compared.names, table.codes, strict=True))
    )  # fmt: skip


def _boundaries_alone(compared: Compared, disagreed: Disagreements) -> IntArray:
    """Per code, units on which all gave it and only the boundary differs: one kind, not two."""
    code, unit = compared.boundary.T
    apart = among(
        code * compared.presence.n_units + unit,
        disagreed.code * compared.presence.n_units + disagreed.unit,
    )
    return np.bincount(code[~apart], minlength=len(compared.names))


def _row(
    name: CodeName, found: CodeAgreement, kappa: Result, uncounted: int, kinds: Mapping[Kind, int]
) -> PanelRow:
    return PanelRow(
        name,
        enough=sum(found.uses) >= RARE_BELOW,
        alpha=found.alpha, percent=found.percent, positive=found.positive,
        negative=found.negative, kappa=kappa,
        fleiss=found.fleiss, ac1=found.ac1, brennan_prediger=found.brennan_prediger,
        uses=found.uses, coded=found.coded, disagreements=found.disagreements,
        kinds=kinds, uncounted=uncounted, warnings=found.warnings,
    )  # fmt: skip


class _Spans(Struct, frozen=True):
    """The same codes over free spans."""

    rows: tuple[SpanAgreement, ...]
    pooled: Result


def _spans(compared: Compared, watch: Callable[[], None] | None) -> _Spans | None:
    if compared.choice.unit != "free span" or compared.continua is None:
        return None
    ids = [name.id for name in compared.names]
    rows, pooled = agreement_on_spans(
        compared.continua, ids, unknown=_unknown(compared.presence),
        resampling=_plan(compared.choice), watch=watch,
    )  # fmt: skip
    return _Spans(rows, pooled)


def _unknown(presence: Presence) -> set[tuple[Hashable, ...]]:
    """Code, coder and document by their names, where the coder's codebook lacked the code."""
    return {
        (presence.codes[code], presence.coders[coder], presence.documents[document])
        for code, coder, document in presence.unknown
    }


def _on_spans(
    rows: tuple[PanelRow, ...], compared: Compared, spans: _Spans | None
) -> tuple[PanelRow, ...]:
    """Rare is about passages and not about characters; and for free spans alpha is |u|-alpha."""
    texts = compared.continua
    if texts is None or not len(texts):
        return rows
    counted = tuple(_rare(row, passages_by_coder(texts, row.code.id)) for row in rows)
    if spans is None:
        return counted
    return tuple(
        replace(
            row, alpha=span.alpha, uses=tuple(map(float, span.passages)), spans=span,
            kappa=_over_units(row.kappa), fleiss=_over_units(row.fleiss),
            ac1=_over_units(row.ac1), brennan_prediger=_over_units(row.brennan_prediger),
        )
        for row, span in zip(counted, spans.rows, strict=True)
    )  # fmt: skip


def _over_units(result: Result) -> Result:
    return Result(result.coefficient, None, ONLY_OVER_UNITS)


def _rare(row: PanelRow, passages: tuple[int, ...]) -> PanelRow:
    total = sum(passages)
    warnings = [
        *([ONE_CODER_ONLY] if sum(one > 0 for one in passages) == 1 else []),
        *([RARE] if 0 < total < RARE_BELOW else []),
    ]
    return replace(row, enough=total >= RARE_BELOW, warnings=tuple(warnings))


def _headline(rows: tuple[PanelRow, ...], found: Headline) -> Headline:
    values = [row.alpha.value for row in rows if row.alpha.value is not None]
    good = sum(value >= GOOD - 1e-12 for value in values)
    return Headline(median(values) if values else None, len(values), good, found.same_code_sets)


def _field(compared: Compared, study: FieldStudy) -> FieldAgreement:
    return field_agreement(
        compared.presence, compared.names[study.code].id, study.values, level=study.level,
        categories=study.categories, resampling=_plan(compared.choice),
    )  # fmt: skip


def _field_row(compared: Compared, study: FieldStudy, found: FieldAgreement) -> FieldRow:
    return FieldRow(
        compared.names[study.code], study.field, study.level, found.alpha, found.percent,
        found.n_coded, found.n_both, found.n_compared,
        len({unit for unit, _ in found.conflicts}), len(found.differing),
    )  # fmt: skip


def _group_row(compared: Compared, study: GroupStudy) -> GroupRow:
    names = tuple(compared.names[place] for place in study.codes)
    ids = [name.id for name in names]
    plan = _plan(compared.choice)
    found = group_agreement(compared.presence, ids, resampling=plan)
    family = None
    if compared.continua is not None and len(compared.continua):
        labels = [name.code_id for name in names]
        called = _labelled(compared, compared.continua, dict(zip(ids, labels, strict=True)))
        family = family_agreement(called, labels, resampling=plan)
    several = len({unit for unit, _ in found.several})
    return GroupRow(study.name, names, found.with_none, found.without_none, several, family)


def _labelled(compared: Compared, texts: Continua, codes: Mapping[Hashable, str]) -> Continua:
    """The free spans of these codes, with code, coder and transcript as people call them.

    Who lacked one of the codes in a text is missing in it: what they left out is no gap.
    """
    for code in codes:
        texts = texts.without_who_lacked_it(code, _unknown(compared.presence))
    return texts.called(
        codes,
        dict(zip(compared.presence.coders, compared.coders, strict=True)),
        dict(zip(compared.presence.documents, compared.transcripts, strict=True)),
    )


def _plan(choice: Choice) -> Resampling:
    return Resampling(resamples=choice.resamples, seed=choice.seed)


def _named_pairs(compared: Compared) -> Iterator[PairOfCoders]:
    """Every pair with its coders as people call them: a reason without a value names them."""
    names = dict(zip(compared.presence.coders, compared.coders, strict=True))
    for pair in coder_pairs(compared.presence):
        yield replace(pair, first=names[pair.first], second=names[pair.second])


def _pair_rows(pairs: tuple[PairOfCoders, ...]) -> tuple[PairRow, ...]:
    by_pair: dict[tuple[str, str], list[PairOfCoders]] = {}
    for pair in pairs:
        by_pair.setdefault((str(pair.first), str(pair.second)), []).append(pair)
    return tuple(_pair_row(first, second, tuple(own)) for (first, second), own in by_pair.items())


def _pair_row(first: str, second: str, own: tuple[PairOfCoders, ...]) -> PairRow:
    def summed(part: Callable[[PairOfCoders], float]) -> float:
        return sum(part(pair) for pair in own)

    pooled = PairOfCoders(
        first, second, "pooled",
        both=summed(lambda pair: pair.both), first_only=summed(lambda pair: pair.first_only),
        second_only=summed(lambda pair: pair.second_only), neither=summed(lambda p: p.neither),
    )  # fmt: skip
    units = max((pair.units for pair in own), default=0.0)
    alphas = tuple(pair.alpha for pair in own)
    return PairRow(first, second, units, median_of(alphas), pooled.alpha, pooled.percent, own)


def _left_out(compared: Compared) -> tuple[LeftOut, ...]:
    every = range(len(compared.coders))
    if len(every) < 3:
        return ()
    found = []
    for gone in every:
        others = [who for who in every if who != gone]
        rest = PlainFigures.of(compared.presence.of_coders(others))
        found.append(LeftOut(compared.coders[gone], rest.median, rest.pooled, rest.alphas))
    return tuple(found)


def _confusion(compared: Compared) -> tuple[ConfusionCell, ...]:
    labels = [name.code_id for name in compared.names]

    def label(place: int | None) -> str:
        return "" if place is None else labels[place]

    return tuple(
        ConfusionCell(
            compared.coders[cell.first], compared.coders[cell.second],
            label(cell.code), label(cell.other_code), cell.units,
        )
        for cell in confusions_of(compared.presence)
    )  # fmt: skip


def _noted(panel: Panel, *, drafts: bool) -> Panel:
    return replace(panel, notes=tuple(notes_of(panel, drafts=drafts)))
