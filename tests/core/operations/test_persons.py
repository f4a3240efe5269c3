"""Does the register know who speaks, and do turns follow what is said there?"""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import NotFound, Refused
from annotator.model.persons import Attribute, PersonDraft, PersonLabel, Unplaced, lies_between
from annotator.project import Project

DEBATE = """Debate in the hall
28 November 2023

MR. NIXON: Good evening to all of you.

MR. KENNEDY: Thank you, Mr. Nixon.

MR. NIXON: The first question is yours.

MR. KENNEDY: Then I shall ask it.
"""
OTHER = """Second debate
5 December 2023

RICHARD NIXON: Good evening again.

MR. KENNEDY: Thank you.

RICHARD NIXON: Please go on.

MR. KENNEDY: I shall.
"""


def bring(project: Project, folder: Path, name: str, text: str) -> int:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return project.import_transcripts([path]).imported[0].id


def speakers(project: Project, transcript_id: int) -> list[str]:
    return [name for name, _ in project.info(transcript_id).speakers]


def test_full_names_become_persons_and_others_wait(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, "debate.txt", DEBATE)
    assert [(one.name, one.n_turns, one.n_transcripts) for one in project.persons()] == [
        ("Anna Example", 1, 1)
    ]
    assert project.unplaced_speakers() == (
        Unplaced("MR. KENNEDY", "", ("MR. KENNEDY",), 2, 1),
        Unplaced("MR. NIXON", "", ("MR. NIXON",), 2, 1),
        Unplaced("Reporter", "", ("Reporter",), 1, 1),
    )


def test_speakers_of_many_files_are_one_person(project: Project, tmp_path: Path) -> None:
    first = bring(project, tmp_path, "debate.txt", DEBATE)
    second = bring(project, tmp_path, "second.txt", OTHER)
    nixon = project.person("richard nixon")
    assert project.place_speakers([("MR. NIXON", "")], nixon.id) == 2
    nixon = project.person("Richard Nixon")
    assert (nixon.n_turns, nixon.n_transcripts) == (4, 2)
    assert speakers(project, first) == ["RICHARD NIXON", "MR. KENNEDY"]
    renamed = project.change_person(nixon.id, PersonDraft("Richard Nixon", role="Vice President"))
    assert renamed.name == "Richard Nixon"
    assert speakers(project, second) == ["Richard Nixon", "MR. KENNEDY"]
    assert {turn.speaker for turn in project.transcript(first).turns} == {
        "Richard Nixon",
        "MR. KENNEDY",
    }
    project.undo()
    project.undo()
    assert speakers(project, first) == ["MR. NIXON", "MR. KENNEDY"]
    assert [turn.label for turn in project.transcript(first).turns][:1] == ["MR. NIXON"]


def test_a_person_known_by_name_is_found_in_the_next_file(project: Project, tmp_path: Path) -> None:
    project.add_person(PersonDraft("Mr. Nixon"))
    first = bring(project, tmp_path, "debate.txt", DEBATE)
    assert project.person("Mr. Nixon").n_turns == 2
    assert speakers(project, first) == ["Mr. Nixon", "MR. KENNEDY"]


def test_a_label_of_a_person_is_proposed_for_the_next_files(
    project: Project, tmp_path: Path
) -> None:
    project.add_person(
        PersonDraft("John F. Kennedy", labels=(PersonLabel("MR. KENNEDY"), PersonLabel("JFK", "x")))
    )
    path = tmp_path / "debate.txt"
    path.write_text(DEBATE, encoding="utf-8")
    plan = project.plan_import([path])
    survey = plan.entries[0].survey
    assert survey is not None
    assert survey.speakers == (("MR. NIXON", ""), ("John F. Kennedy", ""))
    project.carry_out(plan)
    assert project.person("JFK").n_turns == 2


def test_making_persons_of_all_is_one_step(project: Project, tmp_path: Path) -> None:
    first = bring(project, tmp_path, "debate.txt", DEBATE)
    before = project.persons()
    waiting = [(one.name, one.role) for one in project.unplaced_speakers()]
    made = project.make_persons(waiting)
    assert sorted(one.name for one in made) == ["MR. KENNEDY", "MR. NIXON", "Reporter"]
    assert project.unplaced_speakers() == ()
    assert project.undo().persons
    assert project.persons() == before
    assert len(project.unplaced_speakers()) == 3
    assert project.redo().transcripts >= {first}
    assert project.unplaced_speakers() == ()


def test_two_persons_are_joined_with_all_that_is_known(project: Project, tmp_path: Path) -> None:
    first = bring(project, tmp_path, "debate.txt", DEBATE)
    one = project.add_person(
        PersonDraft("John F. Kennedy", attributes=(Attribute("party", "Democratic"),)),
        [("MR. KENNEDY", "")],
    )
    other = project.add_person(
        PersonDraft("Jack Kennedy", note="nickname", attributes=(Attribute("country", "USA"),)),
        [("MR. NIXON", "")],  # by mistake
    )
    joined = project.join_persons(one.id, [other.id])
    assert joined.n_turns == 4
    assert joined.labels == (PersonLabel("Jack Kennedy"),)
    assert joined.attributes == (Attribute("party", "Democratic"), Attribute("country", "USA"))
    assert speakers(project, first) == ["John F. Kennedy"]
    with pytest.raises(NotFound):
        project.change_person(other.id, PersonDraft("Jack"))
    project.undo()
    assert project.person("Jack Kennedy").n_turns == 2
    assert project.check() == ()


def test_what_was_said_of_one_is_said_of_the_one_who_stays(project: Project) -> None:
    from annotator.model.code_fields import FieldDraft

    field = project.add_field(project.code("UKR").id, FieldDraft("target", "person"))
    kept, gone = (project.add_person(PersonDraft(name)) for name in ("Ann Lee", "Anne Lee"))
    transcript = project.transcripts()[0].id
    words = project.transcript(transcript).spans("sentence")[0]
    coding = project.apply_coding(transcript, words.start, words.end, "UKR")
    project.set_fields(coding.id, {field.id: "Anne Lee"})
    project.join_persons(kept.id, [gone.id])
    assert project.coding(coding.id).fields == (("target", "Ann Lee"),)


def test_a_person_taken_out_leaves_the_name(project: Project) -> None:
    anna = project.person("Anna Example")
    project.remove_person(anna.id)
    assert project.persons() == ()
    assert project.info("D1").speakers[0][0] == "Anna Example"
    assert project.check() == ()
    project.undo()
    assert project.persons() == (anna,)


def test_persons_that_an_import_brought_go_with_it(project: Project, tmp_path: Path) -> None:
    before = project.persons()
    bring(project, tmp_path, "second.txt", OTHER)
    assert "RICHARD NIXON" in {one.name for one in project.persons()}
    project.undo()
    assert project.persons() == before
    project.redo()
    assert project.person("Richard Nixon").n_turns == 2
    assert project.check() == ()


def test_names_are_taken_once(project: Project) -> None:
    with pytest.raises(Refused, match="already"):
        project.add_person(PersonDraft("  anna   EXAMPLE "))
    with pytest.raises(Refused, match="needs a name"):
        project.add_person(PersonDraft(" "))
    with pytest.raises(Refused, match="ends before it begins"):
        project.add_person(
            PersonDraft("Ann Lee", attributes=(Attribute("office", "chair", "2024", "2023"),))
        )
    assert [one.name for one in project.persons()] == ["Anna Example"]


def test_an_attribute_holds_for_a_time(project: Project) -> None:
    person = project.add_person(
        PersonDraft(
            "Jens Stoltenberg",
            attributes=(
                Attribute("country", "Norway"),
                Attribute("office", "Prime Minister", "2005-10-17", "2013-10-16"),
                Attribute("office", "Secretary General", "2014-10", "2024-10-01"),
            ),
        )
    )
    assert person.values_on("2013-10-16") == {"country": "Norway", "office": "Prime Minister"}
    assert person.values_on("2014-01-01") == {"country": "Norway"}
    assert person.values_on("2023") == {"country": "Norway", "office": "Secretary General"}
    assert person.values_on("") == {"country": "Norway"}


@pytest.mark.parametrize(
    ("date", "since", "until", "lies"),
    [
        ("2023-11-28", "", "", True),
        ("2023-11-28", "2023-11-28", "2023-11-28", True),
        ("2023-11-28", "2023", "2023", True),
        ("2023-11-28", "2023-12", "", False),
        ("2023-11-28", "", "2023-11-27", False),
        ("", "2023", "", False),
    ],
)
def test_partial_days(date: str, since: str, until: str, lies: bool) -> None:
    assert lies_between(date, since, until) is lies


def test_only_who_may_change_transcripts_may_change_persons(project: Project) -> None:
    project.use_coder("somebody")
    with pytest.raises(Refused, match="change the transcripts"):
        project.add_person(PersonDraft("Ann Lee"))
    assert [one.name for one in project.persons()] == ["Anna Example"]


def test_a_person_is_as_before_also_where_a_transcript_of_theirs_went(
    project: Project, tmp_path: Path
) -> None:
    """Its turns are kept, and follow, so that they are right when it comes back."""
    debate = bring(project, tmp_path, "debate.txt", DEBATE)
    made = project.make_persons([("MR. NIXON", "")])[0]
    project.remove_transcript(debate)
    project.change_person(made.id, PersonDraft("Richard Nixon"))
    project.undo()
    assert project.person("MR. NIXON").id == made.id
    project.redo()
    project.undo()
    project.undo()
    assert "MR. NIXON" in speakers(project, debate)
    assert project.check() == ()
