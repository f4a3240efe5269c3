"""Are the passages found those that a person would pick out by hand?"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annotator
from annotator.model.beside import Standing, grown
from annotator.model.codebook import CodeDraft
from annotator.model.retrieval import SCOPES, Condition, PassageKey, Wanted
from annotator.model.spans import Span, SpanRow
from annotator.project import Project

_SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda s: (s[0], s[0] + s[1])), max_size=12
)


@given(_SPANS, _SPANS)
def test_overlap_is_what_a_look_at_every_pair_finds(
    standing: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    found = Standing(standing)
    for start, end in asked:
        assert found.over(start, end) is any(s < end and start < e for s, e in standing)
        assert found.on(start, end) is ((start, end) in standing)


def test_a_passage_grows_by_whole_units() -> None:
    units = SpanRow([Span(0, 5), Span(6, 10), Span(12, 20), Span(20, 25)])
    assert grown(units, Span(7, 8), 0) == Span(6, 10)
    assert grown(units, Span(7, 8), 1) == Span(0, 20)
    assert grown(units, Span(7, 13), 9) == Span(0, 25)
    assert grown(units, Span(10, 12), 1) == Span(10, 12)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Three transcripts, two coders, four codes, codings anywhere."""
    texts = {
        "a": (
            "Ana Lima (Minister): One is here. Two is there.\n\nBen Ode: Three. Four it is. Five.\n"
        ),
        "b": "Ben Ode: Six. Seven.\n\nAna Lima (Minister): Eight élan. Nine.\n\nBen Ode: Ten.\n",
        "c": "Cleo Wu: Eleven. Twelve. Thirteen.\n",
    }
    tmp_path = tmp_path_factory.mktemp("corpus")
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    project = annotator.create(tmp_path / "study.annotator", coder="ana")
    project.import_transcripts([tmp_path / f"{name}.txt" for name in texts])
    for number, day in ((1, "2023-05-01"), (2, "2024-01"), (3, "")):
        info = project.info(number)
        project.change_transcript(
            number, info.metadata.with_fields({"date": day, "source": f"s{number % 2}"})
        )
    for name in "WXYZ":
        project.add_code(CodeDraft(name, f"Code {name}"))
    chance = random.Random(7)
    for coder in ("ana", "ben"):
        project.use_coder(coder)
        for info in project.transcripts():
            sentences = project.transcript(info.id).spans("sentence")
            for _ in range(9):
                unit = sentences[chance.randrange(len(sentences))]
                end = unit.start + chance.randrange(3, len(unit) + 1)
                memo = chance.choice(["", "", "why"])
                project.apply_coding(
                    info.id, unit.start, end, chance.choice("WXYZ"),
                    unsure=chance.random() < 0.3, memo=memo,
                )  # fmt: skip
    yield project
    project.close()


def _all(project: Project) -> list[PassageKey]:
    found = [
        PassageKey(each.id, info.id, each.start, each.end, each.code_id, each.coder_id, each.unsure)
        for info in project.transcripts()
        for each in project.codings_in(info.id)
    ]
    return sorted(found, key=lambda k: (k.transcript_id, k.start, -k.end, k.coding_id))


def _codes(project: Project, names: str) -> frozenset[int]:
    return frozenset(project.code(name).id for name in names)


def test_nothing_said_finds_everything_in_order(corpus: Project) -> None:
    found = corpus.retrieve()
    assert list(found.keys) == _all(corpus)
    assert found.n_transcripts == 3
    assert not found.is_cut


def test_each_limit_keeps_what_a_person_would_keep(corpus: Project) -> None:
    everything = _all(corpus)
    ana = corpus.find_coder("ana").id
    turns = {info.id: corpus.transcript(info.id).turns for info in corpus.transcripts()}
    noted = {
        each.id for key in everything for each in [corpus.coding(key.coding_id)]
        if corpus.memos("coding", each.uuid)
    }  # fmt: skip

    def speaker(key: PassageKey) -> str:
        return next(t.speaker for t in turns[key.transcript_id] if t.start <= key.start < t.end)

    def quote(key: PassageKey) -> str:
        return corpus.coding(key.coding_id).quote

    limits = (
        (Wanted(codes=_codes(corpus, "WX")), lambda k: k.code_id in _codes(corpus, "WX")),
        (Wanted(coders=frozenset({ana})), lambda k: k.coder_id == ana),
        (Wanted(speakers=frozenset({"Ana Lima"})), lambda k: speaker(k) == "Ana Lima"),
        (Wanted(unsure=True), lambda k: k.unsure),
        (Wanted(unsure=False), lambda k: not k.unsure),
        (Wanted(memo=True), lambda k: k.coding_id in noted),
        (Wanted(memo=False), lambda k: k.coding_id not in noted),
        (Wanted(words="ELAN"), lambda k: "élan" in quote(k)),
        (Wanted(since="2023-05-02"), lambda k: k.transcript_id == 2),
        (Wanted(until="2023"), lambda k: k.transcript_id == 1),
        (Wanted(since="2023-05", until="2024-01"), lambda k: k.transcript_id in {1, 2}),
        (Wanted(attribute=("source", "s1")), lambda k: k.transcript_id in {1, 3}),
        (
            Wanted(codes=_codes(corpus, "W"), unsure=True, coders=frozenset({ana})),
            lambda k: k.code_id in _codes(corpus, "W") and k.unsure and k.coder_id == ana,
        ),
    )
    for wanted, fits in limits:
        expected = [key for key in everything if fits(key)]
        assert list(corpus.retrieve(wanted).keys) == expected, wanted
        assert expected or wanted.words, wanted


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("absent", [False, True])
def test_conditions_are_those_of_a_look_at_every_pair(
    corpus: Project, scope: str, *, absent: bool
) -> None:
    everything = _all(corpus)
    x = _codes(corpus, "X")

    def around(key: PassageKey) -> Span:
        opened = corpus.transcript(key.transcript_id)
        span = Span(key.start, key.end)
        if scope == "near":
            return grown(opened.spans("sentence"), span, 1)
        if scope == "turn":
            return grown(opened.spans("turn"), span, 0)
        return Span(0, len(opened.text)) if scope == "transcript" else span

    def stands(key: PassageKey) -> bool:
        others = [
            other for other in everything
            if other.code_id in x
            if (other.transcript_id, other.coder_id) == (key.transcript_id, key.coder_id)
        ]  # fmt: skip
        if scope == "passage":
            return any((o.start, o.end) == (key.start, key.end) for o in others)
        return any(Span(o.start, o.end).overlaps(around(key)) for o in others)

    condition = Condition(x, scope, within=1 if scope == "near" else 0, absent=absent)
    wanted = Wanted(codes=_codes(corpus, "WY"), conditions=(condition,))
    expected = [
        key for key in everything
        if key.code_id in _codes(corpus, "WY") and stands(key) is not absent
    ]  # fmt: skip
    assert list(corpus.retrieve(wanted).keys) == expected


def test_a_list_is_cut_where_it_would_not_end(corpus: Project) -> None:
    from annotator.store import read_passages

    infos = corpus.transcripts()
    found = corpus._ask(read_passages.passages, infos, Wanted(), most=5)
    assert found.is_cut
    assert list(found.keys) == _all(corpus)[:5]


def test_what_is_shown_of_a_passage(corpus: Project) -> None:
    key = corpus.retrieve(Wanted(speakers=frozenset({"Ana Lima"}))).keys[0]
    [shown] = corpus.passages_shown([key.coding_id, 999_999])
    assert shown.key == key
    assert (shown.speaker, shown.role, shown.date) == (
        "Ana Lima",
        "Minister",
        corpus.info(key.transcript_id).metadata.date,
    )
    assert shown.quote == corpus.transcript(key.transcript_id).quote(shown.span)
    assert shown.sentences is not None
    assert shown.coder in {"ana", "ben"}
    choices = corpus.passage_choices()
    assert choices.speakers == ("Ana Lima", "Ben Ode")
    assert choices.roles == ("Minister",)
    assert choices.dates == ("2023-05-01", "2024-01")
    assert ("source", ("s0", "s1")) in choices.attributes
