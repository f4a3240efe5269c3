"""Does the manual list every sentence with which the program refuses something?"""

from __future__ import annotations

from tests.harness.sentences import PAGE, page, sentences

SENTENCES = sentences()


def test_a_refusal_is_a_sentence() -> None:
    """One without words needs a line in CHOSEN_ELSEWHERE of tests/harness/sentences.py."""
    assert [one.place for one in SENTENCES if not one.message] == []
    assert [one.place for one in SENTENCES if one.hint and one.hint[-1] not in ".…?!»”)"] == []


def test_the_page_of_the_manual_lists_them_all() -> None:
    missing = set(page().splitlines()) ^ set(PAGE.read_text(encoding="utf-8").splitlines())
    assert not missing, "`uv run python -m tests.harness.sentences` writes the page anew"


def test_many_are_found() -> None:
    places = {one.file.split("/")[1] for one in SENTENCES}
    assert {"store", "transcripts", "operations", "exchange", "teamwork", "verbs"} <= places
    assert len(SENTENCES) > 300
