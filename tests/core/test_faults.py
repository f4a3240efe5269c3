"""Is a fault of the program told without text, names or a trace, and does the log stay small?"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator import cli, faults
from annotator.errors import FileProblem

QUOTE = "Secretary Blinken, Tony, welcome back to NATO."


def fault() -> BaseException:
    """An exception that quotes a transcript, with another one behind it."""
    try:
        try:
            int(QUOTE)
        except ValueError as error:
            raise KeyError(QUOTE) from error
    except KeyError as error:
        return error


def test_a_report_names_kinds_and_lines_but_quotes_nothing(tmp_path: Path) -> None:
    file = faults.save(faults.report(fault()), tmp_path / "reports")
    assert file is not None
    text = file.read_text(encoding="utf-8")
    assert "KeyError" in text
    assert "ValueError" in text
    assert "test_faults.py" in text
    assert "Blinken" not in text
    assert str(Path(__file__).parent) not in text  # whose computer it is, is nobody's business


def test_lines_of_the_program_keep_our_own_names_for_them() -> None:
    try:
        cli._parser().parse_args(["check"])
    except FileProblem as error:
        pytest.fail(str(error))
    except Exception as error:  # noqa: BLE001 - any will do
        written = faults.report(error)
    assert "annotator/cli.py:" in written


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for _number in range(faults.KEPT_REPORTS + 5):
        faults.save("x", tmp_path)
    assert len(list(tmp_path.glob("report *.txt"))) == faults.KEPT_REPORTS


def test_the_log_rotates_and_holds_kinds_only(tmp_path: Path) -> None:
    error = sqlite3.OperationalError(QUOTE)
    error.sqlite_errorcode = 13
    problem = FileProblem("The disk is full.", "", QUOTE)
    problem.__cause__ = error
    for _number in range(faults.LOG_BYTES // 50):
        faults.note(f"refused: {faults.kind_of(problem)}", tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["annotator.log", "annotator.log.1"]
    for path in tmp_path.iterdir():
        assert path.stat().st_size < faults.LOG_BYTES + 200
        assert "FileProblem from OperationalError 13" in path.read_text(encoding="utf-8")
        assert "Blinken" not in path.read_text(encoding="utf-8")


def test_where_nothing_can_be_written_nothing_is(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("", encoding="utf-8")
    faults.note("words", taken / "inside")
    assert faults.save("words", taken / "inside") is None


def test_a_fault_on_the_command_line_is_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from annotator.verbs import care

    def broken(_arguments: object) -> None:
        raise ValueError(QUOTE)

    monkeypatch.setattr(care, "_doctor", broken)
    assert cli.main(["doctor"]) == 1
    told = capsys.readouterr().err
    assert "Something went wrong inside the program." in told
    assert "Traceback" not in told
    assert "Blinken" not in told
    file = Path(told.partition("lies in ")[2].strip().removesuffix("."))
    assert "ValueError" in file.read_text(encoding="utf-8")
