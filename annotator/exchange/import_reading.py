"""What do files become in a plan of an import, when they are read once, and once more?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from annotator.errors import Progress, UserError, no_progress
from annotator.exchange.import_plan import Entry, ImportPlan, Twin, changed
from annotator.transcripts import Refusal
from annotator.transcripts.choices import NO_CHOICES, Choices
from annotator.transcripts.decisions import Decisions
from annotator.transcripts.formats import Found, files_in, found_in
from annotator.transcripts.readers.table_columns import (
    USES,
    NoTextColumn,
    Said,
    signature_of,
)
from annotator.transcripts.surveys import Survey, survey

if TYPE_CHECKING:
    from annotator.model.transcript import Transcript


class Standing(Struct, frozen=True):
    """The transcripts of the project by their texts: (id, name) by the hash of the text."""

    exact: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    folded: Mapping[str, tuple[int, str]] = field(default_factory=dict)


class Known(Struct, frozen=True):
    """What a project knows before it looks at files."""

    standing: Standing = field(default_factory=Standing)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    """Choices on labels by source; those of the source "" count anywhere."""
    columns: Mapping[str, Said] = field(default_factory=dict)
    """What columns are for, by the signature of the table that has them."""


def plan_of(
    paths: Sequence[Path],
    known: Known,
    *,
    columns: Said = (),
    progress: Progress = no_progress,
) -> ImportPlan:
    """Read every file once and say what it would become; a bad file is an entry of its own.

    `columns` says of all tables which column, by name, is for what; where it says nothing, what
    was said of such a table before counts.
    """
    decisions = Decisions(columns=_known_uses(columns))
    entries: list[Entry] = []
    twins = _Twins(known.standing)
    files = list(_files(paths))
    for done, file in enumerate(files):
        if isinstance(file, Refusal):
            entries.append(_refused(len(entries), Path(file.name), 0, file))
            continue
        progress(done, len(files), file.name)
        for number, one, decided in _in_file(file, decisions, known.columns):
            if isinstance(one, Refusal):
                entries.append(_refused(len(entries), file, number, one))
                continue
            entry = Entry(len(entries), file, number, file.name, decisions=decided)
            entry = _surveyed(entry, one, known.choices)
            entry = twins.noticed(entry)
            entries.append(entry)
            _ = entry.questions  # here, and not when a window waits for all of them
    progress(len(files), len(files), "")
    return ImportPlan(tuple(entries))


def with_columns(
    plan: ImportPlan,
    entry_id: int,
    columns: Said,
    known: Known,
    *,
    progress: Progress = no_progress,
) -> ImportPlan:
    """The plan with one table read again, its columns for what is said; ids are new.

    Where it holds as many transcripts as before, what was decided about each stays. Raises
    `UserError` where it cannot be read like this.
    """
    entry = plan.entry(entry_id)
    table = [one for one in plan.entries if _same_table(one, entry)]
    fresh = list(_read_again(entry, table, _known_uses(columns), known, progress))
    first = table[0].id
    others = [one for one in plan.entries if not _same_table(one, entry)]
    before = [one for one in others if one.id < first]
    twins = _Twins(known.standing)
    entries: list[Entry] = []
    for at, one in enumerate((*before, *fresh, *others[len(before) :])):
        entries.append(twins.noticed(replace(one, id=at, twin=None)))
        _ = entries[-1].questions
    return replace(plan, entries=tuple(entries))


def _same_table(one: Entry, other: Entry) -> bool:
    return one.path == other.path and one.member == other.member


def _read_again(
    entry: Entry, before: Sequence[Entry], columns: Said, known: Known, progress: Progress
) -> Iterator[Entry]:
    """The entries of a table anew, with what was decided about them."""
    decisions = replace(Decisions(encoding=entry.decisions.encoding), columns=tuple(columns))
    found: list[tuple[int, Found]] = []
    for number, one in enumerate(found_in(entry.path, decisions.asked)):
        if isinstance(one, Refusal):
            if not entry.member or one.name.endswith(entry.member.rpartition("/")[2]):
                raise one.error
        elif one.member == entry.member:
            progress(len(found), max(len(before), len(found)), entry.name)
            found.append((number, one))
    if not found:
        raise changed(entry)
    choices = {label: one for each in before for label, one in each.decisions.choices.items()}
    for at, (number, one) in enumerate(found):
        progress(at, len(found), entry.name)
        new = Entry(0, entry.path, number, entry.name, decisions=decisions)
        if len(found) == len(before):
            kept = replace(before[at].decisions, columns=tuple(columns))
            new = replace(new, decisions=kept, told=before[at].told)
        else:
            new = replace(new, decisions=replace(decisions, choices=choices))
        yield _surveyed(new, one, known.choices)


def _in_file(
    file: Path, decisions: Decisions, columns: Mapping[str, Said]
) -> Iterator[tuple[int, Found | Refusal, Decisions]]:
    """What stands in a file; a table about whose columns something is remembered, like that."""
    for number, one in enumerate(found_in(file, decisions.asked)):
        said = () if decisions.columns or number else _remembered(one, columns)
        if said:
            decided = replace(decisions, columns=tuple(said))
            again = enumerate(found_in(file, decided.asked))
            yield from ((place, each, decided) for place, each in again)
            return
        yield number, one, decisions


def _remembered(one: Found | Refusal, columns: Mapping[str, Said]) -> Said:
    if isinstance(one, Found):
        table = () if one.member else one.draft.columns
    else:
        table = one.error.columns if isinstance(one.error, NoTextColumn) else ()
    return columns.get(signature_of(table), ()) if table and columns else ()


def _known_uses(columns: Said) -> tuple[tuple[str, str], ...]:
    for use, _ in columns:
        if use not in USES:
            raise UserError(f"A column cannot be for “{use}”.", f"It can be for {', '.join(USES)}.")
    return tuple(sorted(columns))


def read_entry(entry: Entry) -> tuple[Survey, Transcript]:
    """One entry read again under its present decisions. Raises `UserError`."""
    for number, one in enumerate(found_in(entry.path, entry.decisions.asked)):
        if isinstance(one, Refusal) and (number == entry.number or not number):
            raise one.error
        if number == entry.number and isinstance(one, Found):
            return survey(one, entry.decisions)
    raise changed(entry)


def _files(paths: Sequence[Path]) -> Iterator[Path | Refusal]:
    """The files in what was chosen, each once."""
    seen: set[Path] = set()
    for path in paths:
        for file in files_in(path):
            if isinstance(file, Refusal):
                yield file
            elif file not in seen:
                seen.add(file)
                yield file


def _refused(entry_id: int, path: Path, number: int, refusal: Refusal) -> Entry:
    return Entry(entry_id, path, number, refusal.name, error=refusal.error)


def _surveyed(entry: Entry, found: Found, remembered: Mapping[str, Choices]) -> Entry:
    """The entry with its survey, under the choices that are remembered for its source."""
    first, _ = survey(found, entry.decisions)
    source = _source(entry.path, first)
    known = {**remembered.get("", NO_CHOICES), **remembered.get(source, NO_CHOICES)}
    known.update(entry.decisions.choices)
    choices = {label: known[label] for label in first.proposed if label in known}
    entry = replace(entry, survey=first, source=source)
    decisions = replace(entry.decisions, choices=choices)
    if choices == entry.decisions.choices:
        return replace(entry, decisions=decisions)
    again, _ = survey(found, decisions)
    return replace(entry, survey=again, decisions=decisions)


def _source(path: Path, found: Survey) -> str:
    """The site that a transcript names as its source, else the folder it lies in."""
    named = found.metadata.source.strip()
    host = urlsplit(named if "//" in named else f"//{named}").hostname if named else None
    return (host or named or path.parent.name).removeprefix("www.")


class _Twins:
    """Which texts were seen, in the project and in the files before."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._exact: dict[str, Entry] = {}
        self._folded: dict[str, Entry] = {}

    def noticed(self, entry: Entry) -> Entry:
        """The entry, with its twin where it has one."""
        found = entry.survey
        if found is None:
            return entry
        twin = self._twin(found)
        self._exact.setdefault(found.sha256, entry)
        self._folded.setdefault(found.folded_sha256, entry)
        return replace(entry, twin=twin)

    def _twin(self, found: Survey) -> Twin | None:
        for exact, texts, seen, key in (
            (True, self._standing.exact, self._exact, found.sha256),
            (False, self._standing.folded, self._folded, found.folded_sha256),
        ):
            if key in texts:
                transcript_id, name = texts[key]
                return Twin(name, exact, transcript_id=transcript_id)
            if key in seen:
                return Twin(seen[key].name, exact, entry_id=seen[key].id)
        return None
