"""Which columns do the sheets on agreement have, and what do they mean?"""

from __future__ import annotations

from collections.abc import Iterable

from annotator.reports.columns import NEVER, Column
from annotator.reports.plain_names import plain_names

_TAKEN = frozenset({"code_id", "unit_id", "doc_id"})
_SEE = "blank: no value; status says why"
_NO_INTERVAL = "blank: no interval; see alpha_interval"


def _text(name: str, width: int, meaning: str, missing: str = NEVER) -> Column:
    return Column(name, "text", width, meaning, missing)


def _integer(name: str, width: int, meaning: str, missing: str = NEVER) -> Column:
    return Column(name, "integer", width, meaning, missing)


def _number(name: str, meaning: str, missing: str = _SEE) -> Column:
    return Column(name, "number", 11, meaning, missing)


_CODE = _text("code_id", 12, "Short label of the code.")
_FIRST = _text("coder_1", 12, "Short label of the first coder of the pair.")
_SECOND = _text("coder_2", 12, "Short label of the second coder of the pair.")

SUMMARY = (
    _text("round", 12, "Round that is compared."),
    _text("unit", 11, "Unit: sentence, paragraph, turn, transcript, character or free span."),
    _CODE,
    _text("code_name", 26, "Name of the code, or of a group of codes that exclude each other."),
    _text("field", 22, "Field of the code's codings; for a group, whether none is a value.",
          "blank: the code itself, present or absent"),
    _text("level", 10, "Level of measurement: nominal, ordinal, interval or ratio."),
    _text("enough", 12, "yes: ten uses or more; no: too few uses to judge.",
          "blank: of fields and groups"),
    _integer("n_coders", 9, "Coders compared."),
    _integer("n_units", 9, "Units judged by at least two coders (characters, free spans: code "
             "points)."),
    _integer("n_dropped", 10, "Units left out because fewer than two coders judged them."),
    _integer("n_coded", 9, "Units judged by two that anyone gave the code.", "blank: of groups"),
    _integer("n_uses", 9, "Uses: units judged by two that were coded, all coders added up.",
             "blank: of fields and groups"),
    _text("uses_by_coder", 24, "The same for each coder.", "blank: of fields and groups"),
    _integer("n_apart", 9, "Units on which the coders do not all agree.", "blank: of groups"),
    _integer("n_only_one", 10, "Of these, only some coded and the others gave nothing instead.",
             "blank: of fields and groups"),
    _integer("n_other_code", 10, "Of these, with another code instead.",
             "blank: of fields and groups"),
    _integer("n_boundary", 10, "Units that agree although the words marked differ (not counted).",
             "blank: of fields and groups"),
    _integer("n_nowhere", 10, "Codings that count in no unit under the rule.",
             "blank: of fields and groups"),
    _number("alpha", "Krippendorff's alpha at that level; by free span |u|-alpha (2016)."),
    _number("coverage", "The share of the material that the value looks at: of a field, of the "
            "units coded by anyone.", "blank: all of it"),
    _text("status", 30, "ok, or why there is no alpha."),
    _number("alpha_low", "Lower end of the 95 % interval.", _NO_INTERVAL),
    _number("alpha_high", "Upper end.", _NO_INTERVAL),
    _text("alpha_interval", 30, "How the interval was drawn, or why there is none."),
    _number("share_667", "Share of the resamples at .667 or above.", "blank: no interval"),
    _number("share_80", "Share of the resamples at .80 or above.", "blank: no interval"),
    _number("percent", "Mean pairwise agreement, 0 to 1.", "blank: no shared unit"),
    _number("positive", "Positive agreement, 0 to 1.", "blank: never used in a shared unit"),
    _number("kappa", "Cohen's kappa, for more than two coders the mean over pairs.",
            "blank: no value for a pair; see icr_pairwise"),
    _number("fleiss", "Fleiss' kappa.", "blank: no value"),
    _number("ac1", "Gwet's AC1.", "blank: no value"),
    _number("brennan_prediger", "Brennan and Prediger's coefficient.", "blank: no value"),
    _number("alpha_u_1995", "By free span, Krippendorff's older alpha_U (1995, 2004), to compare "
            "with INCEpTION: the mean over transcripts.", "blank: no value, or another unit"),
    _text("warnings", 40, "Why the value means little.", "blank: nothing to say"),
)  # fmt: skip

PAIRWISE = (
    _CODE, _FIRST, _SECOND,
    _integer("n_units", 9, "Units that both judged."),
    _integer("n_both", 9, "Units that both gave the code."),
    _integer("n_first", 9, "Units that only the first coder gave the code."),
    _integer("n_second", 9, "Units that only the second coder gave the code."),
    _integer("n_neither", 10, "Units that neither gave the code."),
    _number("percent", "Share of units on which both agree.", "blank: no shared unit"),
    _number("alpha", "Krippendorff's nominal alpha of the pair."),
    _number("kappa", "Cohen's kappa of the pair.", "blank: chance agreement is complete"),
    _number("kappa_live", "The same as a formula over the counts of this row, to be checked.",
            "blank until a spreadsheet program has calculated it, and where kappa is"),
    _text("status", 30, "ok, or why there is no alpha."),
)  # fmt: skip

CONFUSION = (
    _FIRST, _SECOND,
    _text("code_1", 12, "What the first coder gave the unit.", "blank: nothing instead"),
    _text("code_2", 12, "What the second coder gave it instead; the same code: both gave it.",
          "blank: nothing instead"),
    _integer("n_units", 9, "Units; one with several codes can count in several rows."),
)  # fmt: skip

DISAGREEMENTS = (
    _CODE,
    _text("kind", 22, "only one coder coded, other code, boundary only or other field value."),
    _text("unit_id", 14, "The unit, as in the sheet units."),
    _text("doc_id", 14, "Short label of the transcript."),
    _integer("unit", 8, "Number of the unit in its transcript, from 1."),
    _text("speaker", 22, "Who speaks, as labelled.", "blank: no label"),
    _integer("char_start", 10, "First character of the unit: 0-based, in code points."),
    _integer("char_stop", 10, "Character after the last one."),
    _text("coded_by", 16, "Coders who gave the code."),
    _text("not_coded_by", 16, "Coders who did not.", "blank: all did, on different words"),
    _text("instead", 22, "What those gave the unit instead.", "blank: nothing"),
    _text("text", 50, "The words of the unit."),
    _text("passages", 60, "The words that each coder marked."),
)  # fmt: skip

METHOD = (
    _text("item", 24, "What the line is about."),
    _text("text", 100, "What is to be said about it."),
)


def wide(coders: Iterable[str]) -> tuple[Column, ...]:
    """The columns of icr_wide: one for each coder, under a name that statistics takes."""
    return (
        _CODE,
        _text("unit_id", 14, "The unit, as in the sheet units; judged by two coders or more."),
        *(
            _integer(name, 10, f"1 where {coder} gave the unit the code, 0 where not.",
                     "blank: missing, for instance not assigned or not finished")
            for coder, name in coder_names(coders).items()
        ),
    )  # fmt: skip


def coder_names(coders: Iterable[str]) -> dict[str, str]:
    """Each coder's column name: lower-case ASCII, at most 32, not reserved, all different."""
    return plain_names(coders, prefix="coder", taken=_TAKEN)
