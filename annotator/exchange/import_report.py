"""What came in, what was odd and what was refused? A report to be looked at and to be saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from annotator.errors import FileProblem
from annotator.exchange.plain_tables import cannot_be_written, write_rows

if TYPE_CHECKING:
    from annotator.model.transcript import TranscriptInfo
    from annotator.transcripts import Refusal

Outcome = Literal["imported", "to look at", "skipped", "refused"]

_HEADER = ("file", "outcome", "doc_id", "title", "what", "hint")
_WIDTHS = (36, 12, 8, 40, 60, 60)


class ReportLine(Struct, frozen=True):
    """One transcript or one file, and what became of it."""

    file: str
    outcome: Outcome
    doc_id: str = ""
    title: str = ""
    what: str = ""
    """What was odd, or why it stays outside."""
    hint: str = ""


class ImportReport(Struct, frozen=True):
    """What came in and what did not."""

    imported: tuple[TranscriptInfo, ...]
    refused: tuple[Refusal, ...]
    to_look_at: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Transcripts that came in with questions open: (transcript id, the questions)."""
    noted: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """What was noticed about transcripts that came in and asks for nothing: (id, notes)."""
    skipped: tuple[Refusal, ...] = ()
    """Files that stay outside because somebody said so: their texts are there already."""

    @property
    def lines(self) -> tuple[ReportLine, ...]:
        """One line for everything, in order: what came in, what was skipped, what was refused."""
        asked, noted = dict(self.to_look_at), dict(self.noted)
        return (
            *(
                _came(info, asked.get(info.id, ()), noted.get(info.id, ()))
                for info in self.imported
            ),
            *(_stays(one, "skipped") for one in self.skipped),
            *(_stays(one, "refused") for one in self.refused),
        )


def save_report(report: ImportReport, path: Path) -> Path:
    """Write the report as .csv, .xlsx or .txt. Raises `FileProblem` where that cannot be."""
    if path.suffix.casefold() not in {".csv", ".xlsx", ".txt"}:
        raise FileProblem(
            f"A report is saved as .csv, .xlsx or .txt, and {path.name} is none of them.",
            f"Call it {path.stem}.csv.",
        )
    if path.suffix.casefold() != ".txt":
        write_rows(_rows(report.lines), path, sheet="import", widths=_WIDTHS)
        return path
    try:
        _as_text(report.lines, path)
    except OSError as error:
        raise cannot_be_written(path, error) from error
    return path


def _came(info: TranscriptInfo, asked: Sequence[str], noted: Sequence[str]) -> ReportLine:
    outcome: Outcome = "to look at" if asked else "imported"
    notes = f"Noted: {'; '.join(noted)}." if noted else ""
    what = " ".join(part for part in (*asked, notes) if part)
    return ReportLine(info.source_name, outcome, info.doc_id, info.metadata.title, what)


def _stays(one: Refusal, outcome: Outcome) -> ReportLine:
    return ReportLine(one.name, outcome, what=one.error.message, hint=one.error.hint)


def _rows(lines: Sequence[ReportLine]) -> Iterator[tuple[str, ...]]:
    yield _HEADER
    for one in lines:
        yield (one.file, one.outcome, one.doc_id, one.title, one.what, one.hint)


def _as_text(lines: Sequence[ReportLine], path: Path) -> None:
    written: list[str] = []
    for outcome in ("imported", "to look at", "skipped", "refused"):
        some = [one for one in lines if one.outcome == outcome]
        if some:
            written += [f"{outcome[:1].upper()}{outcome[1:]}: {len(some)}", ""]
            written += [_line(one) for one in some]
            written.append("")
    path.write_text("\n".join(written), encoding="utf-8")


def _line(one: ReportLine) -> str:
    words = " ".join(part for part in (one.what, one.hint) if part)
    name = f"{one.doc_id}  {one.file}" if one.doc_id else one.file
    return f"  {name}: {words}" if words else f"  {name}"
