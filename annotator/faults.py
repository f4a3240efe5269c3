"""What went wrong inside the program, told without a word of any transcript? Reports and a log.

Nothing is sent anywhere. The words of an exception can quote what it stumbled over, so they are
left out; of the places in the program only our own names for them are kept, not where on whose
computer it is installed.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path, PurePath

KEPT_REPORTS = 20
LOG_BYTES = 200_000
"""Size at which the log is put aside as `annotator.log.1`; the one that was there goes."""

_OURS = frozenset({"annotator", "annotator_ui", "annotator_resources"})


def folder() -> Path:
    """Where reports and the log lie."""
    from platformdirs import user_data_path

    return user_data_path("annotator", "transcript-annotator") / "reports"


def report(error: BaseException, when: datetime | None = None) -> str:
    """Kinds of errors and lines of the program."""
    import platform
    import traceback

    moment = when or datetime.now(UTC)
    lines = [
        f"transcript-annotator {_version()}, {moment.isoformat(timespec='seconds')}",
        f"{platform.platform()}, Python {platform.python_version()}",
        "",
    ]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [
            f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}: {frame.line}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def save(written: str, place: Path) -> Path | None:
    """Write a report and return its path, or None where even that is impossible.

    Only the newest few are kept.
    """
    file = place / f"report {datetime.now(UTC):%Y-%m-%d %H.%M.%S.%f}.txt"
    try:
        place.mkdir(parents=True, exist_ok=True)
        file.write_text(written, encoding="utf-8")
    except OSError:
        return None
    with suppress(OSError):
        for old in sorted(place.glob("report *.txt"))[:-KEPT_REPORTS]:
            old.unlink()
    return file


def note(words: str, place: Path | None = None) -> None:
    """Add a line to the log: a time and words of ours, never of a transcript or of a path.

    Where nothing can be written nothing is.
    """
    file = (place or folder()) / "annotator.log"
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LOG_BYTES:
            file.replace(file.with_name("annotator.log.1"))
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {words}\n")


def kind_of(error: BaseException) -> str:
    """What an error is, for the log: its kinds and numbers, without its words."""
    link: BaseException | None = error
    said = []
    while link is not None:
        number = getattr(link, "sqlite_errorcode", None) or getattr(link, "errno", None)
        said.append(type(link).__qualname__ + (f" {number}" if number else ""))
        link = link.__cause__
    return " from ".join(said)


def _place(file: str) -> str:
    parts = PurePath(file).parts
    for index, part in enumerate(parts):
        if part in _OURS:
            return "/".join(parts[index:])
        if part == "site-packages":
            return "/".join(parts[index + 1 :])
    return parts[-1] if parts else ""


def _version() -> str:
    from annotator import __version__

    return __version__
