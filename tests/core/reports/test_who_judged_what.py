"""Is what nobody could judge missing, and is everything else counted, unit by unit?"""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

import annotator
from annotator.project import Project
from annotator.reliability.choice import Choice
from annotator.reports.methods_text import methods_text
from annotator.reports.passages import Behind
from annotator.sample import build_sample
from annotator.store.schema import code as code_table
from annotator.store.schema import codebook_version
from annotator.store.schema import coding as coding_table
from tests.core.reports.conftest import TALK, code

FINISHED = Choice(rule="half of the unit", work="as finished")
SPEAKERS = ("Jens Stoltenberg", "Antony Blinken")
AS_FINISHED = Choice(work="as finished")


def made_after_the_version_of_b(study: Project, *codes: str) -> None:
    """b coded under a version that was frozen before these codes were made, a under a later one."""
    with study._store.writing() as connection:
        version, born = codebook_version, code_table
        connection.execute(sa.update(version).values(frozen_at="2000-01-01T00:00:00Z"))
        old = sa.update(born).where(born.c.code_id.not_in(codes))
        connection.execute(old.values(created_at="1999-01-01T00:00:00Z"))
        row = connection.execute(sa.select(version)).one()._asdict()
        row |= {"id": 99, "uuid": uuid4(), "frozen_at": ""}
        connection.execute(sa.insert(version).values(row))
        [a] = [one for one in study.coders() if one.coder_id == "a"]
        own = sa.update(coding_table).where(coding_table.c.coder_id == a.id)
        connection.execute(own.values(codebook_version_id=99))


def test_a_kappa_that_is_not_there_names_coders_as_people_do(study: Project) -> None:
    for who in "abc":
        code(study, who, "Ten.", "X")
    code(study, "c", "Eleven.", "Y")
    row = study.compared(AS_FINISHED).row("Y")
    assert row is not None
    assert row.kappa.reason == "a and b: never used"


def test_a_new_group_was_known_by_whoever_knew_its_codes(study: Project) -> None:
    code(study, "b", "One two three.", "X")
    code(study, "b", "Ten.", "Y")
    code(study, "a", "One two three.", "Y")
    made_after_the_version_of_b(study, "G")
    row = study.reliability(work="as finished", level="parent").row("G")
    assert row is not None
    assert (row.alpha.n_units, row.uses, row.disagreements) == (5, (1, 2), 1)
    # ones 3, zeros 7, one unit apart
    assert row.alpha.value == pytest.approx(1 - 9 * 2 / (2 * 3 * 7))


def test_who_used_a_code_knew_it_whatever_its_version_says(study: Project) -> None:
    """As where codes were merged into one that was made later."""
    for who in "ab":
        code(study, who, "One two three.", "Z")
    code(study, "a", "Ten.", "Z")
    made_after_the_version_of_b(study, "Z")
    panel = study.compared(AS_FINISHED)
    row = panel.row("Z")
    assert row is not None
    assert (row.alpha.n_units, row.uses, row.disagreements) == (5, (2, 1), 1)
    assert row.alpha.value == pytest.approx(1 - 9 * 2 / (2 * 3 * 7))
    [pair] = panel.pairs
    assert pair.codes[panel.rows.index(row)].units == 5


def test_what_one_could_not_code_is_no_agreed_passage(study: Project) -> None:
    code(study, "b", "One two three.", "X")
    code(study, "a", "Ten.", "Z")
    made_after_the_version_of_b(study, "Z")
    for which in ("agreed", "coded", "all"):
        assert not study.passages(AS_FINISHED, Behind("Z", which)).rows
    assert len(study.passages(AS_FINISHED, Behind("X", "coded")).rows) == 1


def test_nobody_judges_a_paragraph_of_which_a_part_was_handed_out(study: Project) -> None:
    for who in "ab":
        code(study, who, "One two three.", "X")
    study.use_coder("a")
    ids = {one.coder_id: one.id for one in study.coders()}
    end = TALK.index(" Seven")
    work = {ids["a"]: [(1, 0, 0)], ids["b"]: [(1, 0, end)]}
    study._hand_out(study.find_round("main"), work, None)
    assert study.reliability(work="as finished").n_units == 2
    assert study.reliability(work="as finished", unit="paragraph").n_units == 0
    assert study.reliability(work="as finished", unit="transcript").n_units == 0
    characters = study.reliability(work="as finished", unit="character")
    assert characters.n_units == len("Anna: One two three.") + len("Four five six.")


def test_a_paragraph_with_one_decided_sentence_is_no_zero_by_finishing(study: Project) -> None:
    for who, decided in (("a", "Eleven."), ("b", "Ten.")):
        study.use_coder(who)
        start = TALK.index(decided)
        study.decide_nothing("D1", start, start + len(decided))
        study.finish("D1")
    # two paragraphs and two coders: of the second both decided a sentence, of the first none
    assert study.reliability(unit="paragraph").by_finishing == 0.5
    assert study.reliability().by_finishing == pytest.approx(8 / 10)


def test_a_year_is_not_all_its_days(study: Project, tmp_path: Path) -> None:
    for number, date in enumerate(("2024", "2024-01-15")):
        path = tmp_path / f"{number}.txt"
        path.write_text(TALK.replace("Ten", f"Ten {number}"), "utf-8")
        study.import_transcripts([path])
        info = study.transcripts()[-1]
        study.change_transcript(info.id, replace(info.metadata, date=date))
    for who in "ab":
        study.use_coder(who)
        for doc in ("D2", "D3"):
            study.apply_coding(doc, TALK.index("Four"), TALK.index("Four") + 14, "X")
    parts = study.reliability_by("date", AS_FINISHED)
    assert [part.name for part in parts] == ["2024", "2024-01-15"]
    for part in parts:
        assert study.compared(part.choice).n_units == part.agreement.n_units


def test_rounds_are_of_the_coders_chosen(study: Project) -> None:
    for who, words in (("a", "Ten."), ("b", "Ten."), ("c", "Eleven.")):
        code(study, who, words, "X")
    two = Choice(work="as finished", coders=("a", "b"))
    [part] = study.drift(two).rounds
    assert part.agreement.pooled_alpha == study.compared(two).pooled.alpha.value == 1
    assert study.compared(part.choice).coders == ("a", "b")


def test_without_a_disagreement_no_size_of_a_sample_is_told(study: Project) -> None:
    for who in "ab":
        for words in ("One two three.", "Ten."):
            code(study, who, words, "X")
    code(study, "a", "Eleven.", "Y")
    found = {one.code: one for one in study.sample_sizes(AS_FINISHED)}
    assert (found["X"].alpha, found["X"].low, found["X"].high) == (1, None, None)
    assert "no disagreement" in found["X"].reason
    assert "no disagreement" not in found["Y"].reason


def test_a_boundary_between_two_of_three_is_of_one_kind(study: Project) -> None:
    """Where a third did not code, it is "only one coder coded" in table, sheet and passages."""
    code(study, "a", "One two three.", "X")
    code(study, "b", "One two", "X")
    code(study, "c", "Ten.", "Y")
    row = study.compared(AS_FINISHED).row("X")
    assert row is not None
    assert {kind: many for kind, many in row.kinds.items() if many} == {"only one coder coded": 1}
    assert study.passages(AS_FINISHED, Behind("X")).counts == {"only one coder coded": 1}
    code(study, "c", "two three.", "X")
    row = study.compared(AS_FINISHED).row("X")
    assert row is not None
    assert {kind: many for kind, many in row.kinds.items() if many} == {"boundary only": 1}
    assert study.passages(AS_FINISHED, Behind("X")).counts == {"boundary only": 1}


def test_what_nobody_is_named_for_can_be_compared_alone(study: Project) -> None:
    """A text without turns, and any text by the transcript."""
    for who in "ab":
        code(study, who, "Ten.", "X")
    for choice in (AS_FINISHED, replace(AS_FINISHED, unit="transcript")):
        for by in ("speaker", "role"):
            [part] = study.reliability_by(by, choice)
            assert study.compared(part.choice).n_units == part.agreement.n_units > 0


def test_the_sentence_counts_those_who_are_compared(study: Project, tmp_path: Path) -> None:
    for who in "ab":
        code(study, who, "One two three.", "X")
        study.finish("D1")
    code(study, "c", "Ten.", "Y")  # a draft, so nothing of c is compared
    said = methods_text(study.compared(Choice()))
    assert said.startswith("Two coders coded one transcript")
    assert "Not every coder" not in said
    study.finish("D1")
    assert methods_text(study.compared(Choice())).startswith("Three coders coded one transcript")
    second = tmp_path / "second.txt"
    second.write_text(TALK.replace("Ten", "Twelve"), "utf-8")
    study.use_coder("a")
    study.import_transcripts([second])
    for who in "bc":
        study.use_coder(who)
        study.apply_coding("D2", TALK.index("Four"), TALK.index("Four") + 14, "X")
        study.finish("D2")
    said = methods_text(study.compared(Choice()))
    assert "Not every coder judged every sentence: each was judged by two or more." in said


def test_codings_are_counted_where_the_chosen_speak(tmp_path: Path) -> None:
    built = build_sample(tmp_path)
    with annotator.open(built.project_path, read_only=True) as project:
        whole = project.compared(FINISHED)
        parts = [project.compared(replace(FINISHED, speakers=(name,))) for name in SPEAKERS]
    assert whole.n_codings == sum(part.n_codings for part in parts)
    assert all(part.n_codings for part in parts)
    assert whole.uncounted == sum(part.uncounted for part in parts)
    for rule in range(len(whole.alternatives)):
        counts = [part.alternatives[rule].uncounted for part in parts]
        assert whole.alternatives[rule].uncounted == sum(counts)


def test_what_has_no_code_stands_where_it_was_read(study: Project, tmp_path: Path) -> None:
    for number in range(2):
        path = tmp_path / f"{number}.txt"
        path.write_text(TALK.replace("Ten", f"Ten {number}"), "utf-8")
        study.import_transcripts([path])
    for doc in ("D1", "D2", "D3"):
        for who in "ab":
            study.use_coder(who)
            if doc == "D2":
                study.decide_nothing(doc, TALK.index("Four"), TALK.index("Four") + 14)
            else:
                study.apply_coding(doc, TALK.index("Four"), TALK.index("Four") + 14, "X")
    stretches = study.drift(AS_FINISHED).stretches
    assert [one.doc_ids for one in stretches] == [("D1",), ("D2",), ("D3",)]
    assert all(one.coded_until for one in stretches)


def test_the_sentence_tells_of_intervals_that_are_there(study: Project, tmp_path: Path) -> None:
    """Y is used in one transcript of eleven: most resamples have no value."""
    paths = [tmp_path / f"{number}.txt" for number in range(10)]
    for number, path in enumerate(paths):
        path.write_text(TALK.replace("Ten", f"Ten {number}"), "utf-8")
    study.import_transcripts(paths)
    docs = [info.doc_id for info in study.transcripts()]
    for who in "ab":
        study.use_coder(who)
        for number, doc in enumerate(docs):
            words = "Four" if number % 3 or who == "a" else "Seven"
            study.apply_coding(doc, TALK.index(words), TALK.index(words) + 14, "X")
        study.apply_coding("D1", TALK.index("nine"), 70, "Y")
    panel = study.compared(AS_FINISHED)
    x, y = panel.row("X"), panel.row("Y")
    assert x is not None
    assert y is not None
    assert x.alpha.interval is not None
    assert y.alpha.interval is not None
    assert x.alpha.interval.low is not None
    assert y.alpha.interval.low is None
    assert y.alpha.interval.dropped > 50
    said = methods_text(panel)
    assert "resamples of 11 transcripts, seed 1. Without an interval: Y." in said
    parents = methods_text(study.compared(replace(AS_FINISHED, level="parent")))
    assert "Each group stands for all its codes." in parents


def test_who_was_not_handed_a_unit_has_no_boundary_in_it(study: Project) -> None:
    for who, words in (("a", "One two three."), ("b", "two three."), ("c", "One two three.")):
        code(study, who, words, "X")
        code(study, who, "Ten.", "Y")
    study.use_coder("a")
    row = study.compared(AS_FINISHED).row("X")
    assert row is not None
    assert row.kinds["boundary only"] == 1
    ids = {one.coder_id: one.id for one in study.coders()}
    ben = TALK.index("Ben")
    work = {ids["a"]: [(1, 0, 0)], ids["b"]: [(1, ben, len(TALK))], ids["c"]: [(1, 0, 0)]}
    study._hand_out(study.find_round("main"), work, None)
    row = study.compared(AS_FINISHED).row("X")
    assert row is not None
    assert (row.uses, row.kinds["boundary only"]) == ((1, 0, 1), 0)
    assert not study.passages(AS_FINISHED, Behind("X")).rows


def test_one_speaker_in_capitals_too_is_one_part(study: Project, tmp_path: Path) -> None:
    said = "Anna: Good day to all.\n\nBen: Why is that?\n\nAnna: It is so.\n\nBen: I see. Good.\n"
    paths = [tmp_path / "small.txt", tmp_path / "capitals.txt"]
    paths[0].write_text(said, "utf-8")
    paths[1].write_text(said.replace("Anna:", "ANNA:").replace("Ben:", "BEN:"), "utf-8")
    study.import_transcripts(paths)
    for who in "ab":
        study.use_coder(who)
        for doc in ("D2", "D3"):
            study.apply_coding(doc, 6, 22, "X")
    parts = study.reliability_by("speaker", AS_FINISHED)
    assert len(parts) == 2
    for part in parts:
        assert study.compared(part.choice).n_units == part.agreement.n_units


def test_a_group_leaves_out_who_lacked_one_of_its_codes(stances: Project) -> None:
    """By free span as by unit: what b could not give is no gap of b's."""
    free = replace(AS_FINISHED, unit="free span")
    [group] = stances.compared(free).groups
    assert group.family is not None
    assert group.family.u.n_coders == 2
    with stances._store.writing() as connection:
        [b] = [one for one in stances.coders() if one.coder_id == "b"]
        x = sa.select(code_table.c.id).where(code_table.c.code_id == "X").scalar_subquery()
        mine = (coding_table.c.coder_id == b.id) & (coding_table.c.code_id != x)
        connection.execute(sa.update(coding_table).where(mine).values(code_id=x))
    made_after_the_version_of_b(stances, "Y")
    [group] = stances.compared(free).groups
    assert group.family is not None
    assert group.family.u.value is None
    assert "two coders" in group.family.u.reason
