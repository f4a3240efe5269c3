"""Does search find what a reader would call the same words?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annotator
from annotator.errors import Cancelled
from annotator.model.codebook import CodeDraft
from annotator.project import Project
from annotator.search import (
    BadQuery,
    Query,
    Searched,
    Sieve,
    around,
    find,
    fold,
    has_odd_letters,
    sieve,
)

LETTERS = st.text(alphabet="aAeéÉßſяЙйשָׁ\u0301 \n😀ﬁİı", max_size=30)


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("Straße und STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("Café, cafe\u0301, CAFE", "café", ["Café", "cafe\u0301", "CAFE"]),
        ("Україна, УКРАЇНА", "україна", ["Україна", "УКРАЇНА"]),
        ("burden\nsharing", "burden sharing", ["burden\nsharing"]),
        ("50% (of it)", "% (o", ["% (o"]),
        ("שָׁלוֹם", "שלום", ["שָׁלוֹם"]),
        ("a😀b", "😀B", ["😀b"]),
        ("Fuß", "s", ["ß"]),
        ("anything", "  ", []),
    ],
)
def test_hits(text: str, words: str, hits: list[str]) -> None:
    assert [text[span.start : span.end] for span in find(text, words)] == hits


@given(LETTERS, LETTERS)
def test_every_hit_folds_to_the_words(text: str, words: str) -> None:
    wanted = [fold(piece) for piece in words.split() if fold(piece)]
    last = 0
    for span in find(text, words):
        assert last <= span.start < span.end <= len(text)
        last = span.end
        assert "".join(wanted) in "".join(fold(text[span.start : span.end]).split())


@given(LETTERS, LETTERS, LETTERS)
def test_what_is_there_is_found(before: str, words: str, after: str) -> None:
    if fold(words).split():
        assert find(f"{before} {words} {after}", words)


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("art of the start", Query("art", whole_words=True), ["art"]),
        ("Élan élan ELAN", Query("élan", exact=True), ["élan"]),
        ("Élan élan ELAN", Query("elan"), ["Élan", "élan", "ELAN"]),
        ("Allies, ally, alliance", Query(r"all(y|ies)\b", pattern=True), ["Allies", "ally"]),
        ("été 2023, Été 24", Query(r"été \d+", pattern=True), ["été 2023", "Été 24"]),
        ("Über uns", Query("Ü.er", pattern=True), ["Über"]),
        ("a b", Query("x*", pattern=True), []),
        ("one.\ntwo.", Query("^two", pattern=True), ["two"]),
        ("Київ і КИЇВ", Query("київ", whole_words=True), ["Київ", "КИЇВ"]),
        ("Straße", Query(r"\w+ss\w", pattern=True), ["Straße"]),
        ("fünf und funf", Query(r"f[üo]nf", pattern=True), ["fünf", "funf"]),
    ],
)
def test_ways_of_looking(text: str, query: Query, hits: list[str]) -> None:
    assert [text[span.start : span.end] for span in Searched(text).find(query)] == hits


@pytest.mark.parametrize("pattern", ["(", "[a", "*a", r"\p{Nope}"])
def test_a_pattern_that_is_none_is_said(pattern: str) -> None:
    with pytest.raises(BadQuery, match="cannot be read"):
        Searched("some text").find(Query(pattern, pattern=True))


def test_a_pattern_that_would_never_end_is_given_up() -> None:
    with pytest.raises(BadQuery, match="too long"):
        Searched("a" * 4000 + "!").find(Query(r"(a|aa)+(a|aa)+$", pattern=True), time_limit=0.05)


def test_long_texts_are_folded_whole() -> None:
    text = "xÉß " * 50_000
    hits = Searched(text).find(Query("xess"))
    assert len(hits) == 50_000
    assert {text[hit.start : hit.end] for hit in hits} == {"xÉß"}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Project]:
    for number in (1, 2):
        text = "Ana: We met in Kyiv. It rained.\n\nBen: Yes.\n\nAna: Kyiv, then.\n\nBen: So.\n"
        (tmp_path / f"{number}.txt").write_text(text + f"\nAna: {number}.\n", encoding="utf-8")
    with annotator.create(tmp_path / "study.annotator", coder="ana") as project:
        project.import_transcripts([tmp_path / "1.txt", tmp_path / "2.txt"])
        project.add_code(CodeDraft("UKR", "Ukraine"))
        yield project


def test_the_whole_project_is_searched_and_each_transcript_told_at_once(two: Project) -> None:
    told: list[int] = []
    hits = two.search(Query("KYIV"), found=lambda new: told.append(len(new)))
    assert told == [2, 2]
    assert [(hit.info.id, hit.words) for hit in hits] == [(n, "Kyiv") for n in (1, 1, 2, 2)]
    assert hits[0].before.endswith("We met in")
    assert hits[0].after.startswith(". It rained.")


def test_a_search_stops_when_asked(two: Project) -> None:
    def stop(done: int, total: int, label: str) -> None:
        assert (total, label) == (2, "Searching")
        if done == 1:
            raise Cancelled

    told: list[object] = []
    with pytest.raises(Cancelled):
        two.search(Query("Kyiv"), progress=stop, found=told.append)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("level", "quotes"),
    [
        ("match", ["Kyiv", "Kyiv"]),
        ("sentence", ["We met in Kyiv.", "Kyiv, then."]),
        ("paragraph", ["We met in Kyiv. It rained.", "Kyiv, then."]),
    ],
)
def test_what_was_found_is_coded_as_one_act_and_marked(
    two: Project, level: str, quotes: list[str]
) -> None:
    passages = []
    for hit in two.search(Query("kyiv")):
        span = around(two.transcript(hit.info.id), hit.span, level)
        passages.append((hit.info.id, span.start, span.end))
    assert two.apply_to_found(passages, "UKR", words="kyiv") == 4
    made = [each for number in (1, 2) for each in two.codings_in(number)]
    assert [each.quote for each in made] == quotes * 2
    assert {each.found_by for each in made} == {"kyiv"}
    assert two.apply_to_found(passages, "UKR", words="kyiv") == 0
    assert two.check() == ()
    two.undo()
    assert two.n_codings() == 0


_LETTERS = st.text(st.sampled_from("abeksSEÉé\u0301ßK\u212a\xa0’–… \nжЖ"), max_size=14)


@given(_LETTERS, _LETTERS, st.booleans(), st.booleans())
def test_what_falls_through_the_sieve_holds_no_hit(
    text: str, words: str, whole: bool, exact: bool
) -> None:
    query = Query(words, whole_words=whole, exact=exact)
    looked_for = sieve(query)
    if looked_for is None:
        return
    small = "".join(each.lower() if each.isascii() else each for each in text)
    holds = all(any(word in small for word in entry) for entry in looked_for.words)
    if not holds and looked_for.is_sure and not has_odd_letters(text):
        assert Searched(text).find(query) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Burden  sharing", Sieve((("burden",), ("sharing",)), is_sure=True)),
        ("don't", Sieve((("don",),), is_sure=True)),
        ("élan", Sieve((("elan",),), is_sure=True)),
        ("Жук", Sieve((("Жук", "жук", "ЖУК"),), is_sure=False)),
        ("…", None),
        ("", None),
    ],
)
def test_the_sieve_of_a_query(words: str, expected: Sieve | None) -> None:
    assert sieve(Query(words)) == expected


def test_the_sieve_of_a_pattern_takes_its_longest_certain_words() -> None:
    assert sieve(Query(r"\bBurden.sharing", pattern=True)) == Sieve(
        (("sharing",), ("burden",)), is_sure=True
    )
    assert sieve(Query("élan|elan", pattern=True)) is None
    assert sieve(Query("Élan.s", pattern=True)) == Sieve((("elan",),), is_sure=True)


@given(st.text())
def test_long_texts_are_folded_like_short_words(text: str) -> None:
    assert Searched(text)._folded.text == fold(text)


def test_transcripts_with_the_words_as_typed_are_told_first(tmp_path: Path) -> None:
    texts = ("No resume here? A résumé.", "A resume.", "Nothing.", "RÉSUMÉ and Жук.")
    files = []
    for number, words in enumerate(texts):
        files.append(tmp_path / f"{number}.txt")
        files[-1].write_text(words + "\n", "utf-8")
    with annotator.create(tmp_path / "s.annotator", coder="ana") as project:
        project.import_transcripts(files)
        told: list[int] = []
        hits = project.search(Query("resume"), found=lambda some: told.append(some[0].info.id))
        assert told == [1, 2, 4]
        assert [hit.info.id for hit in hits] == [1, 1, 2, 4]
        assert [hit.words for hit in project.search(Query("жук"))] == ["Жук"]
