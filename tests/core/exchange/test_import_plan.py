"""Does a plan say what would come in, take decisions, and come in as decided and as one act?"""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

import annotator
from annotator.errors import Cancelled, FileProblem, UserError
from annotator.exchange.import_plan import Entry, ImportPlan
from annotator.exchange.import_report import save_report
from annotator.project import Project
from annotator.transcripts.choices import UNNAMED, Choice
from annotator.transcripts.decisions import Decisions

TALK = """Joint statements

28 November 2023

Last updated: 28 Nov. 2023 16:04

(As delivered)

MR. FOX: We met today. It was long.

MS. HARE: It was not.

MR. FOX: Well. It was long enough.

MS. HARE: We agree.
"""
ASIDE = TALK.replace("MS. HARE: We agree.", "MS. HARE: We agree.\n\nNote well: it is over.")
ENGLISH_OR_AMERICAN = "Remarks\n\n03/04/2023\n\nMR. FOX: Hello.\n\nMR. FOX: Bye.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "press"
    place.mkdir()
    (place / "a.txt").write_text(TALK, encoding="utf-8")
    (place / "b.txt").write_text(ENGLISH_OR_AMERICAN, encoding="utf-8")
    (place / "empty.txt").write_bytes(b"")
    return place


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return annotator.create(tmp_path / "study.annotator", coder="coder_a")


@pytest.fixture(autouse=True)
def closed(project: Project) -> object:
    yield
    project.close()


def one(plan: ImportPlan, name: str) -> Entry:
    return next(entry for entry in plan.entries if entry.name == name)


def test_a_plan_writes_nothing_and_says_what_stands_where(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder])
    assert project.transcripts() == ()
    assert project.next_undo() == ""
    assert [(entry.name, entry.state) for entry in plan.entries] == [
        ("a.txt", "ready"),
        ("b.txt", "to look at"),
        ("empty.txt", "refused"),
    ]
    found = one(plan, "a.txt").survey
    assert found is not None
    fields = {field.name: (field.value, field.line) for field in found.fields if field.value}
    assert fields == {
        "title": ("Joint statements", 1),
        "date": ("2023-11-28", 3),
        "last_updated": ("2023-11-28T16:04", 5),
        "note": ("(As delivered)", 7),
        "language": ("en", None),
    }
    assert (found.format, found.encoding, found.size) == ("text file", "utf-8", len(TALK))
    assert (found.n_turns, found.n_sentences) == (4, 6)
    labels = {label.label: label for label in found.labels}
    assert labels["MR. FOX"].count == 2
    assert labels["MR. FOX"].passage == "We met today. It was long."
    assert labels["MR. FOX"].line == 9
    assert labels["Last updated"].decision == "not a speaker"


def test_the_plan_holds_no_text(project: Project, folder: Path) -> None:
    (folder / "long.txt").write_text(TALK + "MR. FOX: " + "We go on. " * 50_000, encoding="utf-8")
    plan = project.plan_import([folder / "long.txt"])
    assert len(repr(plan)) < 10_000


def test_a_date_that_reads_two_ways_is_asked(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder])
    entry = one(plan, "b.txt")
    assert entry.question is not None
    assert entry.question.short == "3 April 2023 or 4 March 2023?"
    plan = plan.decide(entry.id, replace(entry.decisions, dates={entry.question.key: "2023-04-03"}))
    assert one(plan, "b.txt").state == "ready"
    found, read = project.preview(one(plan, "b.txt"))
    assert found.metadata.date == read.date == "2023-04-03"
    assert not any("two ways" in flag for flag in found.flags)
    report = project.carry_out(plan)
    assert {info.source_name: info.metadata.date for info in report.imported} == {
        "a.txt": "2023-11-28",
        "b.txt": "2023-04-03",
    }


def test_decisions_come_in(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder / "a.txt"])
    plan = plan.decide_label([0], "MR. FOX", Choice(name="Fred Fox", role="Fox of State"))
    plan = plan.decide_label([0], "MS. HARE", Choice(join="MR. FOX"))
    plan = plan.fill({0: {"place": "Brussels", "title": "Fox alone"}})
    assert [label.choice.name for label in one(plan, "a.txt").labels][:1] == ["Fred Fox"]
    (info,) = project.carry_out(plan).imported
    assert info.speakers == (("Fred Fox", "Fox of State"),)
    assert (info.metadata.title, info.metadata.place) == ("Fox alone", "Brussels")
    assert info.n_turns == 1


def test_one_label_is_decided_in_all_files_that_have_it(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder])
    having = plan.with_label("MR. FOX")
    assert [entry.name for entry in having] == ["a.txt", "b.txt"]
    plan = plan.decide_label([entry.id for entry in plan.entries], "MR. FOX", Choice(name="Fred"))
    imported = project.carry_out(plan).imported
    assert all("Fred" in {name for name, _ in info.speakers} for info in imported)


def test_a_label_inside_a_paragraph_is_asked_until_somebody_decides(
    project: Project, folder: Path
) -> None:
    words = "MR. FOX: We met.\n\nMS. HARE: So be it. MR. FOX: Thank you.\n\nMS. HARE: Yes.\n"
    (folder / "inside.txt").write_text(f"{words}\nMR. FOX: It is late.\n", encoding="utf-8")
    plan = project.plan_import([folder / "inside.txt"])
    (entry,) = plan.entries
    assert [one.short for one in entry.questions] == ["Is “… MR. FOX” a speaker?"]
    assert project.carry_out(plan).to_look_at[0][1][0].endswith("Proposed: not a speaker.")
    project.undo()
    report = project.carry_out(plan.decide_label([0], "… MR. FOX", Choice()))
    assert report.to_look_at == ()
    assert [turn.speaker for turn in project.transcript("D1").turns] == [
        "MR. FOX", "MS. HARE", "MR. FOX", "MS. HARE", "MR. FOX",
    ]  # fmt: skip


def test_labels_are_remembered_for_the_next_files_of_the_source(
    project: Project, folder: Path
) -> None:
    plan = project.plan_import([folder / "a.txt"])
    project.carry_out(plan.decide_label([0], "MR. FOX", Choice(name="Fred Fox")))
    again = project.plan_import([folder / "b.txt"])
    label = again.entries[0].labels[0]
    assert (label.label, label.choice.name) == ("MR. FOX", "Fred Fox")
    project.undo()
    forgotten = project.plan_import([folder / "b.txt"])
    assert forgotten.entries[0].labels[0].choice.name == "MR. FOX"


def test_nothing_is_remembered_where_nobody_wants_it(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder / "a.txt"]).decide_label(
        [0], "MR. FOX", Choice(name="Fred Fox")
    )
    project.carry_out(replace(plan, remember=False))
    again = project.plan_import([folder / "b.txt"])
    assert again.entries[0].labels[0].choice.name == "MR. FOX"


def test_words_without_a_label_get_a_speaker(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "speech.txt"
    path.write_text("Friends, we are here. We stay.\n\nThank you.\n", encoding="utf-8")
    plan = project.plan_import([path])
    found = plan.entries[0].survey
    assert found is not None
    assert found.unnamed is not None
    assert found.unnamed.passage == "Friends, we are here. We stay."
    plan = plan.decide_label([0], UNNAMED, Choice(name="Ann Ash"))
    (info,) = project.carry_out(plan).imported
    assert info.speakers == (("Ann Ash", ""),)


@pytest.mark.parametrize("choice", ["skip", "replace", "keep both"])
def test_the_same_text_in_the_project(project: Project, folder: Path, choice: str) -> None:
    project.import_transcripts([folder / "a.txt"])
    twin = folder / "twin.txt"
    twin.write_text(TALK.replace("We met", "We  met"), encoding="utf-8")
    plan = project.plan_import([twin])
    entry = plan.entries[0]
    assert entry.twin is not None
    assert (entry.twin.exact, entry.state, entry.comes_in) == (False, "to look at", False)
    plan = plan.decide_twin([0], choice)  # type: ignore[arg-type]
    report = project.carry_out(plan)
    names = [(info.doc_id, info.source_name) for info in project.transcripts()]
    assert (
        names
        == {
            "skip": [("D1", "a.txt")],
            "replace": [("D1", "twin.txt")],
            "keep both": [("D1", "a.txt"), ("D2", "twin.txt")],
        }[choice]
    )
    assert len(report.skipped) == (choice == "skip")
    if choice != "skip":
        project.undo()
        assert [info.source_name for info in project.transcripts()] == ["a.txt"]


def test_the_same_text_among_the_files(project: Project, folder: Path) -> None:
    (folder / "c.txt").write_text(TALK, encoding="utf-8")
    plan = project.plan_import([folder])
    twin = one(plan, "c.txt").twin
    assert twin is not None
    assert (twin.exact, twin.name) == (True, "a.txt")
    replaced = plan.decide_twin([one(plan, "c.txt").id], "replace")
    assert [i.source_name for i in project.carry_out(replaced).imported] == ["b.txt", "c.txt"]


def test_a_coded_transcript_is_not_replaced(project: Project, folder: Path) -> None:
    project.import_transcripts([folder / "a.txt"])
    project.decide_nothing("D1", 100, 110)
    plan = project.plan_import([folder / "a.txt"]).decide_twin([0], "replace")
    with pytest.raises(UserError, match="coded already"):
        project.carry_out(plan)
    assert [info.source_name for info in project.transcripts()] == ["a.txt"]


def test_archives_and_batches_have_an_entry_for_each_transcript(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one/a.txt", TALK)
        archive.writestr("bad.txt", b"")
        archive.writestr(
            "corpus.csv",
            "doc_id,text,party\nx,We begin. We go on and on until it is late.,Green\n"
            "y,We end. We go home and stay there for a long time.,Red\n",
        )
    plan = project.plan_import([path])
    assert [(one.number, one.state) for one in plan.entries] == [
        (0, "ready"),
        (1, "refused"),
        (2, "ready"),
        (3, "ready"),
    ]
    assert [one.survey.member for one in plan.entries if one.survey] == [
        "one/a.txt",
        "corpus.csv",
        "corpus.csv",
    ]
    plan = plan.fill({3: {"date": "2023"}})
    found, read = project.preview(plan.entry(3))
    assert found.place == "document 2: y"
    assert read.text.startswith("We end.")
    report = project.carry_out(plan)
    last = report.imported[-1].metadata
    assert (last.date, last.extra) == ("2023", (("party", "Red"),))


def test_another_encoding_is_a_decision(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("MR. FOX: Škoda, že ne.\n\nMR. FOX: Ano.\n".encode("cp1250"))
    plan = project.plan_import([path])
    assert "encoding" in {question.about for question in plan.entries[0].questions}
    plan = plan.decide(0, Decisions(encoding="cp1250"))
    assert "encoding" not in {question.about for question in plan.entries[0].questions}
    assert "Škoda, že ne." in project.preview(plan.entries[0])[1].text


def test_labels_that_a_format_tells_can_be_decided(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "call.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann Ash>Hello there.</v>\n\n"
        "00:02.000 --> 00:03.000\n<v Bo>Hello.</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Note>recording</v>\n\n"
        "00:04.000 --> 00:05.000\n<v Bo>And bye.</v>\n",
        encoding="utf-8",
    )
    plan = project.plan_import([path])
    assert [label.label for label in plan.entries[0].labels] == ["Ann Ash", "Bo", "Note"]
    _, unchanged = project.preview(plan.entries[0])
    assert [turn.speaker for turn in unchanged.turns] == ["Ann Ash", "Bo", "Note", "Bo"]
    plan = plan.decide_label([0], "Bo", Choice(name="Bo Birch"))
    plan = plan.decide_label([0], "Note", Choice(speaker=False))
    _, read = project.preview(plan.entries[0])
    assert [turn.speaker for turn in read.turns] == ["Ann Ash", "Bo Birch"]
    assert read.text == unchanged.text
    assert "recording" in read.text[read.turns[1].text_start :]


def test_all_the_choices_of_a_survey_change_nothing(project: Project, folder: Path) -> None:
    (folder / "c.txt").write_text(ASIDE, encoding="utf-8")
    for entry in project.plan_import([folder]).entries:
        if entry.survey is not None:
            _, as_found = project.preview(entry)
            decided = replace(entry, decisions=Decisions(choices=entry.survey.proposed))
            assert project.preview(decided)[1] == as_found


def test_cancelling_leaves_nothing(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder])
    before = project.steps()

    def cancel(_done: int, _total: int, label: str = "") -> None:
        if label == "Writing":
            raise Cancelled

    with pytest.raises(Cancelled):
        project.carry_out(plan, progress=cancel)
    assert project.transcripts() == ()
    assert project.steps() == before


def test_an_import_is_one_act_that_goes_and_comes_back_whole(
    project: Project, folder: Path
) -> None:
    project.carry_out(project.plan_import([folder]))
    before = [project.transcript(info.id) for info in project.transcripts()]
    assert project.undo().label == "2 transcripts imported"
    assert project.transcripts() == ()
    assert project.check() == ()
    project.redo()
    assert [project.transcript(info.id) for info in project.transcripts()] == before


def test_an_import_is_not_taken_back_under_a_coding(project: Project, folder: Path) -> None:
    project.carry_out(project.plan_import([folder]))
    project.use_coder("coder_b")
    project.decide_nothing("D1", 100, 110)
    project.use_coder("coder_a")
    with pytest.raises(UserError, match="“Nothing applies to sentences 1 to 2”, done by coder_b"):
        project.undo()


def test_a_file_that_goes_meanwhile_stops_no_other(project: Project, folder: Path) -> None:
    plan = project.plan_import([folder])
    (folder / "a.txt").unlink()
    report = project.carry_out(plan)
    assert [info.source_name for info in report.imported] == ["b.txt"]
    assert [one.name for one in report.refused] == ["empty.txt", "a.txt"]


CORPUS = (
    "nr,Comment text,body,headline,when,who\n"
    "1,A long remark of an archivist on this speech and on that one,We agreed.,One,2023-01-02,Fox\n"
    "2,Another long remark of an archivist on this speech,They did not.,Two,2023-01-03,Hare\n"
)


def test_columns_of_a_table_are_for_what_somebody_says(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text(CORPUS, encoding="utf-8")
    columns = {"text": "comment  TEXT", "date": "when", "note": "body"}
    plan = project.plan_import([path], columns=columns)
    report = project.carry_out(plan)
    first = project.transcript(report.imported[0].id)
    assert first.text.startswith("Fox: A long remark")
    assert first.info.metadata.date == "2023-01-02"
    assert first.info.metadata.note == "We agreed."
    assert first.info.metadata.title == "One"
    assert dict(first.info.metadata.extra)["nr"] == "1"


def test_without_a_word_the_names_of_the_columns_tell(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text(CORPUS, encoding="utf-8")
    report = project.carry_out(project.plan_import([path]))
    assert project.transcript(report.imported[0].id).text == "Fox: We agreed."


def test_a_column_that_is_not_there_is_named_with_those_that_are(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "corpus.csv"
    path.write_text(CORPUS, encoding="utf-8")
    (entry,) = project.plan_import([path], columns={"text": "speech"}).entries
    assert entry.error is not None
    assert entry.error.message == "“corpus.csv” has no column called “speech”."
    assert entry.error.hint == "Its columns are nr, Comment text, body, headline, when, who."
    with pytest.raises(UserError, match="cannot be for “words”"):
        project.plan_import([path], columns={"words": "body"})


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.csv"
    path.write_text(CORPUS, encoding="utf-8")
    return path


def test_every_column_of_a_table_is_told_with_what_stands_in_it(
    project: Project, corpus: Path
) -> None:
    first = project.plan_import([corpus]).entries[0]
    assert [(one.name, one.use) for one in first.columns] == [
        ("nr", "variable"),
        ("Comment text", "variable"),
        ("body", "text"),
        ("headline", "title"),
        ("when", "variable"),
        ("who", "speaker"),
    ]
    assert first.columns[0].sample == "1  ·  2"


def test_a_table_is_read_again_with_other_columns(project: Project, corpus: Path) -> None:
    (folder := corpus.parent / "more").mkdir()
    (folder / "z.txt").write_text("ANNA: Yes.\n\nBEN: No.\n", encoding="utf-8")
    plan = project.plan_import([corpus, folder])
    other = plan.entries[2]
    said = [("text", "Comment text"), ("left out", "nr"), ("variable", "who")]
    again = project.plan_columns(plan, 1, said)
    assert [one.id for one in again.entries] == [0, 1, 2]
    assert again.entries[2].survey == other.survey
    report = project.carry_out(again)
    read = project.transcript(report.imported[0].id)
    assert read.text.startswith("A long remark")
    assert dict(read.info.metadata.extra) == {
        "body": "We agreed.",
        "when": "2023-01-02",
        "who": "Fox",
    }


def test_a_table_read_again_may_hold_other_transcripts(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "turns.csv"
    path.write_text(
        "sitting,mp,text\na,Fox,Yes we can.\na,Hare,No.\nb,Fox,We could.\nb,Hare,Never.\n",
        encoding="utf-8",
    )
    (tmp_path / "z.txt").write_text("ANNA: Yes we can.\n\nBEN: No.\n", encoding="utf-8")
    plan = project.plan_import([path, tmp_path / "z.txt"])
    assert len(plan) == 5
    plan = plan.decide(1, replace(plan.entries[1].decisions, fields={"title": "By hand"}))
    again = project.plan_columns(plan, 3, [("speaker", "mp"), ("id", "sitting")])
    assert [one.id for one in again.entries] == [0, 1, 2]
    assert [one.survey.n_turns for one in again.entries if one.survey] == [2, 2, 2]
    assert again.entries[0].decisions.fields == {}  # nobody knows which of the new ones was meant


def test_what_was_decided_stays_where_a_table_holds_as_many(project: Project, corpus: Path) -> None:
    plan = project.plan_import([corpus])
    plan = plan.decide(1, replace(plan.entries[1].decisions, fields={"title": "By hand"}))
    again = project.plan_columns(plan, 0, [("text", "Comment text")])
    titles = [one.survey.metadata.title for one in again.entries if one.survey]
    assert titles == ["One", "By hand"]


def test_columns_are_remembered_for_tables_of_the_same_shape(
    project: Project, corpus: Path
) -> None:
    plan = project.plan_import([corpus])
    project.carry_out(project.plan_columns(plan, 0, [("text", "Comment text")]))
    turned = corpus.with_name("next.csv")
    turned.write_text(
        "who,body,nr,when,headline,Comment text\nFox,Short.,9,2024-01-01,Nine,A remark on it\n",
        encoding="utf-8",
    )
    again = project.plan_import([turned])
    read = project.transcript(project.carry_out(again).imported[0].id)
    assert read.text == "Fox: A remark on it"
    plain = project.plan_import([corpus], columns={"text": "body"})
    assert plain.entries[0].columns[2].use == "text"  # what is said now counts more


def test_columns_are_not_remembered_where_nobody_wants_it(project: Project, corpus: Path) -> None:
    plan = project.plan_columns(project.plan_import([corpus]), 0, [("text", "Comment text")])
    project.carry_out(replace(plan, remember=False))
    assert project.plan_import([corpus]).entries[0].columns[2].use == "text"


def test_a_table_without_texts_is_told_which_column_it_is(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("a,a,\nx,Yes.,7\ny,No.,8\n", encoding="utf-8")
    plan = project.plan_import([path])
    (entry,) = plan.entries
    assert entry.error is not None
    assert "no column that holds texts" in str(entry.error)
    assert [one.name for one in entry.columns] == ["a", "a (column B)", "column C"]
    again = project.plan_columns(plan, 0, [("text", "a (column B)"), ("variable", "column C")])
    report = project.carry_out(again)
    read = project.transcript(report.imported[1].id)
    assert read.text == "No."
    assert dict(read.info.metadata.extra) == {"a": "y", "column C": "8"}
    (remembered, _) = project.plan_import([path]).entries
    assert remembered.error is None


def test_the_column_of_the_text_is_said_to_be_a_guess(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "guess.csv"
    path.write_text(f"nr,remark\n1,{'Long words stand here. ' * 3}\n", encoding="utf-8")
    (entry,) = project.plan_import([path]).entries
    assert entry.survey is not None
    assert "the text is taken from the column “remark”, which is a guess" in entry.survey.flags


def test_a_table_in_an_archive_is_read_again_alone(project: Project, corpus: Path) -> None:
    path = corpus.with_name("both.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "ANNA: Yes.\n\nBEN: No.\n")
        archive.writestr("corpus.csv", CORPUS)
        archive.writestr("z.csv", "text\nAnother table.\n")
    plan = project.plan_import([path])
    again = project.plan_columns(plan, 1, [("text", "Comment text")])
    report = project.carry_out(again)
    assert report.refused == ()
    texts = sorted(project.transcript(info.id).text for info in report.imported)
    assert [text.split()[0] for text in texts] == ["ANNA:", "Another", "Fox:", "Hare:"]
    assert "A long remark" in texts[2]
    with pytest.raises(UserError, match="no column called “nowhere”"):
        project.plan_columns(plan, 1, [("text", "nowhere")])


def test_a_table_that_is_gone_cannot_be_read_again(project: Project, corpus: Path) -> None:
    plan = project.plan_import([corpus])
    corpus.unlink()
    with pytest.raises(UserError, match="is not there"):
        project.plan_columns(plan, 0, [("text", "body")])


def test_a_drive_that_goes_meanwhile_leaves_the_project_as_it_was(
    project: Project, folder: Path
) -> None:
    plan = project.plan_import([folder])
    coming = len(plan.coming)
    folder.rename(folder.with_name("unplugged"))
    report = project.carry_out(plan)
    assert report.imported == ()
    gone = report.refused[-coming:]
    assert all(one.error.message.endswith("is not there.") and one.error.hint for one in gone)
    assert project.transcripts() == ()
    assert project.next_undo() == ""
    again = project.plan_import([folder])
    assert [one.state for one in again.entries] == ["refused"]


def test_the_report_is_saved(project: Project, folder: Path, tmp_path: Path) -> None:
    report = project.carry_out(project.plan_import([folder]))
    assert [(one.file, one.outcome) for one in report.lines] == [
        ("a.txt", "imported"),
        ("b.txt", "to look at"),
        ("empty.txt", "refused"),
    ]
    for ending in ("csv", "xlsx", "txt"):
        save_report(report, tmp_path / f"report.{ending}")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[2]["what"] == "“empty.txt” is empty."
    assert "Refused: 1" in (tmp_path / "report.txt").read_text(encoding="utf-8")
    with pytest.raises(FileProblem, match=r"\.csv, \.xlsx or \.txt"):
        save_report(report, tmp_path / "report.doc")
