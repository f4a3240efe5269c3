"""How does an entry of an import plan read: in the list, above its form, in its banners?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.model.counts import counted
from annotator.transcripts.encodings import ENCODINGS
from annotator_ui.import_review.banner import Said
from annotator_ui.import_review.in_words import (
    encoding_words,
    size_words,
)
from annotator_ui.import_review.shown_file import ShownFile
from annotator_ui.item_models.arriving_files import FileLine, Group, Mark
from annotator_ui.item_models.dates import date_words

if TYPE_CHECKING:
    from annotator.exchange.import_plan import Entry
    from annotator.transcripts.surveys import Question, Survey

_TWINS = (("skip", "Skip it"), ("replace", "Replace the other"), ("keep both", "Keep both"))
_ACCEPT = (("accept", "Right as proposed"),)
_COLUMNS = (("columns", "Choose the columns…"),)
_LETTERS = (("accept", "The letters are right"), ("other", "Choose another…"))
_ASKED_ELSEWHERE = (
    "the encoding is a guess", "the date ", "speaker label", "without a label", "possible label",
)  # fmt: skip


def line_of(entry: Entry, group: Group) -> FileLine:
    """The row of an entry; `group` is where it stood when the sheet opened."""
    survey = entry.survey
    part = "" if survey is None else survey.member or survey.place
    if part and survey is not None and survey.member:
        part = part.rpartition("/")[2]
    below = f"{entry.name} · {_below(entry)}" if part else _below(entry)
    return FileLine(entry.id, part or entry.name, below, group, _mark(entry, group))


def refusal_of(entry: Entry) -> str:
    """One sentence with the name of the file and why it stays outside."""
    why = entry.error.message if entry.error is not None else ""
    return why if entry.name in why else f"{entry.name}: {why}"


def shown_file(entry: Entry) -> ShownFile:
    """Everything the middle of the sheet says about an entry."""
    survey = entry.survey
    if survey is None:
        said = (("error:", _refusal(entry)),)
        return ShownFile(entry.id, entry.name, "Refused", said=said, columns=entry.columns)
    return ShownFile(
        key=entry.id,
        name=entry.name,
        facts=_facts(survey),
        counts=", ".join(
            (
                counted(survey.n_turns, "turn"),
                counted(survey.n_paragraphs, "paragraph"),
                counted(survey.n_sentences, "sentence"),
            )
        ),
        encoding=_encoding(survey),
        encodings=ENCODINGS,
        said=tuple(_said(entry, survey)),
        survey=survey,
        asked=tuple(one.key for one in entry.questions if one.about == "label"),
        columns=entry.columns,
    )


def _below(entry: Entry) -> str:
    if entry.survey is None:
        return _without_name(entry)
    question = entry.question
    if question is not None:
        return question.short
    if not entry.comes_in:
        return "Left out: the same text is there"
    speakers = len(entry.survey.speakers)
    said = counted(speakers, "speaker") if speakers else "no speaker"
    return f"{said} · {counted(entry.survey.n_sentences, 'sentence')}"


def _without_name(entry: Entry) -> str:
    """Why it is refused; its name stands above already."""
    why = entry.error.message if entry.error is not None else ""
    rest = why.removeprefix(f"“{entry.name}” ").rstrip(".")
    return rest[:1].upper() + rest[1:]


def _mark(entry: Entry, group: Group) -> Mark:
    if entry.state == "refused":
        return "refused"
    if entry.state == "to look at":
        return "look"
    if not entry.comes_in:
        return "left out"
    return "settled" if group == "look" else "ready"


def _facts(survey: Survey) -> str:
    kind = survey.format[:1].upper() + survey.format[1:]
    where = survey.place or (f"in {survey.member}" if survey.member else "")
    return ", ".join(part for part in (kind, where, size_words(survey.size)) if part)


def _encoding(survey: Survey) -> str:
    if not survey.encoding:
        return ""
    return encoding_words(survey.encoding, certain=survey.encoding_certain)


def _refusal(entry: Entry) -> Said:
    error = entry.error
    message, hint = ("", "") if error is None else (error.message, error.hint)
    return Said("error", message, hint, _COLUMNS if entry.columns else ())


def _said(entry: Entry, survey: Survey) -> Iterator[tuple[str, Said]]:
    """What is asked, the answered dates and twins (they may be changed), what is worth knowing."""
    questions = entry.questions
    number = len(questions)
    lead = "One question here." if number == 1 else f"{number} questions here."
    labels = [one for one in questions if one.about == "label"]
    for one in questions:
        if one.about == "label" and one is not labels[0]:
            continue
        yield f"{one.about}:{one.key}", _question(one, lead, entry, survey)
        lead = ""
    yield from _answered(entry, survey)
    odd = [flag for flag in survey.flags if not any(words in flag for words in _ASKED_ELSEWHERE)]
    if odd:
        yield "odd", Said("plain", "Worth knowing:", "; ".join(odd) + ".")


def _question(one: Question, lead: str, entry: Entry, survey: Survey) -> Said:
    if one.about == "twin":
        return Said("warn", lead, one.sentence, _TWINS)
    if one.about == "date":
        dates = (*survey.dates, *entry.told)
        date = next(each for each in dates if each.words == one.key)
        days = tuple((iso, date_words(iso)) for iso in date.readings)
        return Said("warn", lead, one.sentence, days)
    if one.about == "encoding":
        return Said("warn", lead, one.sentence, _LETTERS)
    return Said("warn", lead, one.sentence, _ACCEPT)


def _answered(entry: Entry, survey: Survey) -> Iterator[tuple[str, Said]]:
    for date in (*survey.dates, *entry.told):
        chosen = entry.decisions.dates.get(date.words)
        if chosen:
            days = tuple((iso, date_words(iso)) for iso in date.readings)
            words = f"{date.words} is read as {date_words(chosen)}."
            yield f"date:{date.words}", Said("plain", "Answered:", words, days, chosen)
    if entry.twin is not None and entry.looked:
        yield "twin:", Said("plain", "Answered:", str(entry.twin), _TWINS, entry.twin_choice)
