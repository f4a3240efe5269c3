"""A codebook goes out, is edited by others and comes back: what is shown, and what is done."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import annotator
from annotator.errors import Refused
from annotator.exchange.codebooks.plans import CodebookPlan
from annotator.model.codebook import CodeDraft
from annotator.project import Project

Rows = list[dict[str, str]]


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Project]:
    """Two groups, four codes, one coding with TAX."""
    with annotator.create(tmp_path / "a.annotator", coder="pi") as project:
        (tmp_path / "t.txt").write_text("We cut taxes. We keep the peace.\n", encoding="utf-8")
        project.import_transcripts([tmp_path / "t.txt"])
        project.add_codes(
            [
                CodeDraft("ECO", "Economy", is_group=True),
                CodeDraft("TAX", "Taxes", "ECO", key="t", brief="Any tax", full="Long\ntext"),
                CodeDraft("DEBT", "Debt", "ECO", key="d", number=2),
                CodeDraft("SEC", "Security", is_group=True),
                CodeDraft("WAR", "War", "SEC", color="#2D6FB4"),
                CodeDraft("PEACE", "Peace", "SEC", example="We keep the peace."),
            ]
        )
        project.apply_coding("D1", 0, 13, "TAX")
        yield project


def edited(project: Project, edit: Callable[[Rows], Rows]) -> CodebookPlan:
    """The codebook written as a table, its rows changed, and read again."""
    path = project.export_codebook(project.path.with_name("codes.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(rows[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, restval="", extrasaction="ignore")
        table.writeheader()
        table.writerows(edit(rows))
    return project.plan_codebook(path)


def shown(plan: CodebookPlan) -> list[str]:
    return [
        f"{each.kind} {each.code_id} {' '.join(part.part for part in each.parts)}".strip()
        for each in plan.changes
    ]


def tree(project: Project) -> list[str]:
    book = project.codebook()
    return ["/".join(each.code_id for each in book.line(code)) for code in book.codes]


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".qdc"])
def test_what_was_not_edited_changes_nothing(study: Project, ending: str) -> None:
    plan = study.plan_codebook(study.export_codebook(study.path.with_name(f"codes{ending}")))
    assert (shown(plan), plan.n_same, [str(note) for note in plan.notes]) == ([], 6, [])
    done = study.apply_codebook_plan(plan)
    assert (done.added, done.changed, done.removed, done.same) == (0, 0, 0, 6)
    study.undo()
    assert study.code_counts() == {}  # nothing was written: the coding is the last act


def test_added_changed_moved_and_removed_are_told_and_nothing_is_done(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        by_id = {row["code_id"]: row for row in rows}
        by_id["TAX"]["brief_definition"] = "Income taxes only"
        by_id["DEBT"]["group"], by_id["DEBT"]["path"] = "Security", ""
        new = {"code_id": "AID", "name": "Aid", "group": "Security", "kind": "code"}
        return [row for row in rows if row["code_id"] != "WAR"] + [new]

    before = study.codebook()
    plan = edited(study, edit)
    assert shown(plan) == ["changed TAX brief", "moved DEBT group", "added AID", "removed WAR"]
    assert [each.codings for each in plan.changes] == [1, 0, 0, 0]
    assert plan.declined == {plan.changes[3].id}
    assert study.codebook() == before

    done = study.apply_codebook_plan(plan)
    assert (done.added, done.changed, done.removed) == (1, 2, 0)
    assert tree(study) == ["ECO", "ECO/TAX", "SEC", "SEC/WAR", "SEC/DEBT", "SEC/PEACE", "SEC/AID"]
    assert [each.code_id for each in study.redefinitions() if not each.meaning] == [
        study.code("TAX").id
    ]
    study.undo()
    assert study.codebook().codes == before.codes


def test_each_change_is_accepted_by_itself(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        for row in rows:
            row["name"] = f"{row['name']} new"
            row["group"] = f"{row['group']} new" if row["group"] else ""
            row["path"] = ""
        return rows

    plan = edited(study, edit)
    assert [each.kind for each in plan.changes] == ["changed"] * 6
    group, tax = plan.changes[:2]
    plan = plan.decide((each.id for each in plan.changes), wanted=False)
    plan = plan.decide([tax.id], wanted=True)
    done = study.apply_codebook_plan(plan)
    assert (done.changed, done.same) == (1, 5)
    names = [code.name for code in study.codebook().codes]
    assert names == ["Economy", "Taxes new", "Debt", "Security", "War", "Peace"]
    assert group.id in plan.declined


def test_removing_takes_codings_along_and_keeps_groups_that_hold_something(study: Project) -> None:
    plan = edited(study, lambda rows: [row for row in rows if row["group"] != "Economy"])
    assert shown(plan) == ["removed TAX", "removed DEBT"]
    plan = plan.decide((each.id for each in plan.changes), wanted=True)
    assert study.apply_codebook_plan(plan).removed == 2
    assert tree(study) == ["ECO", "SEC", "SEC/WAR", "SEC/PEACE"]
    assert study.code_counts() == {}
    study.undo()
    assert study.code_counts() == {study.code("TAX").id: 1}

    without = edited(study, lambda rows: [row for row in rows if row["code_id"] == "DEBT"])
    removed = without.of_kind("removed")
    wanted = [each.id for each in removed if each.code_id in {"ECO", "TAX", "SEC", "WAR"}]
    done = study.apply_codebook_plan(without.decide(wanted, wanted=True))
    assert "The group “Security” still holds codes and stays." in done.notes
    assert tree(study) == ["ECO", "ECO/DEBT", "SEC", "SEC/PEACE"]


def test_the_order_of_the_file_is_taken_over(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        order = ["SEC", "PEACE", "WAR", "ECO", "TAX", "DEBT"]
        return sorted(rows, key=lambda row: order.index(row["code_id"]))

    plan = edited(study, edit)
    assert {each.kind for each in plan.changes} == {"moved"}
    assert len(plan.changes) == 2
    study.apply_codebook_plan(plan)
    assert tree(study) == ["SEC", "SEC/PEACE", "SEC/WAR", "ECO", "ECO/TAX", "ECO/DEBT"]
    assert shown(study.plan_anew(plan)) == []


def test_codes_are_known_by_id_then_by_name(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        by_id = {row["code_id"]: row for row in rows}
        by_id["TAX"]["name"] = "Levies"
        by_id["DEBT"]["code_id"] = "OWE"
        return rows

    plan = edited(study, edit)
    assert shown(plan) == ["changed TAX name", "changed OWE code_id"]
    study.apply_codebook_plan(plan)
    assert study.code("OWE").name == "Debt"


def test_columns_that_the_file_does_not_have_stay_as_they_are(study: Project) -> None:
    path = study.path.with_name("short.csv")
    path.write_text("Code;Memo\nTaxes;watch out\nPeace;\n", encoding="utf-8")
    plan = study.plan_codebook(path)
    assert shown(plan)[:1] == ["changed TAX memo"]
    study.apply_codebook_plan(plan)
    tax, peace = study.code("TAX"), study.code("PEACE")
    assert (tax.memo, tax.brief, tax.key, tax.full) == ("watch out", "Any tax", "t", "Long\ntext")
    assert peace.example == "We keep the peace."
    assert tree(study)[1] == "ECO/TAX"


def test_a_code_that_holds_codes_in_the_file_keeps_its_codings(study: Project) -> None:
    path = study.path.with_name("deeper.csv")
    path.write_text("id,name,parent\nTAX,Taxes,ECO\nCUT,Cuts,TAX\nECO,Economy,\n", encoding="utf-8")
    plan = study.plan_codebook(path)
    assert "“Taxes” is a code here and holds codes in the file" in str(plan.notes[0])
    study.apply_codebook_plan(plan)
    assert study.code_counts() == {study.code("TAX").id: 1}
    book = study.codebook()
    assert book.path(study.code("TAX")) == ("Economy", "Taxes", "Taxes")
    assert book.path(study.code("CUT")) == ("Economy", "Taxes", "Cuts")


def test_a_key_that_another_code_keeps_is_left_out(study: Project) -> None:
    path = study.path.with_name("keys.csv")
    path.write_text("id,name,key\nAID,Aid,T\n", encoding="utf-8")
    plan = study.plan_codebook(path)
    assert [str(note) for note in plan.notes] == [
        'Row 2: the key "T" cannot stand beside "t" of “Taxes” here; it was left out.'
    ]
    study.apply_codebook_plan(plan)
    assert study.code("AID").key == ""


def test_what_cannot_be_read_leaves_a_code_as_it_is(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        wrong = {"TAX": {"key": "???"}, "DEBT": {"key": "??", "code_num": "two"}}
        return [row | wrong.get(row["code_id"], {}) for row in rows]

    plan = edited(study, edit)
    assert (shown(plan), len(plan.notes)) == ([], 3)

    def same(rows: Rows) -> Rows:
        return [row | ({"key": "t"} if row["code_id"] == "DEBT" else {}) for row in rows]

    twice = edited(study, same)
    assert (shown(twice), len(twice.notes)) == ([], 1)


def test_two_codes_may_exchange_their_keys(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        keys = {"TAX": "d", "DEBT": "t"}
        return [row | {"key": keys.get(row["code_id"], row["key"])} for row in rows]

    study.apply_codebook_plan(edited(study, edit))
    assert (study.code("TAX").key, study.code("DEBT").key) == ("d", "t")


def test_a_plan_made_before_another_change_is_refused_and_can_be_made_anew(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        return [row | {"memo": "x"} for row in rows]

    plan = edited(study, edit)
    plan = plan.decide([plan.changes[0].id], wanted=False)
    study.add_code(CodeDraft("NEW", "New"))
    with pytest.raises(Refused, match="The codebook has changed since"):
        study.apply_codebook_plan(plan)
    anew = study.plan_anew(plan)
    assert [each.code_id for each in anew.of_kind("removed")] == ["NEW"]
    assert [each.code_id for each in anew.changes if each.id in anew.declined] == ["ECO", "NEW"]
    assert study.apply_codebook_plan(anew).changed == 5


# any codebook, any edit

_NAMES = st.sampled_from(["Tax", "Debt", "War", "Aid", "Peace", "Trade", "Tax", "Law"])


@st.composite
def books(draw: st.DrawFn) -> list[CodeDraft]:
    """Codes with free ids in groups up to three deep; a name stands once in a group."""
    drafts: list[CodeDraft] = []
    for number in range(draw(st.integers(1, 9))):
        groups = [""] + [draft.code_id for draft in drafts if draft.is_group]
        name, parent = draw(_NAMES), draw(st.sampled_from(groups))
        if any((each.name, each.parent) == (name, parent) for each in drafts):
            continue
        drafts.append(
            CodeDraft(
                f"c{number}",
                name,
                parent,
                is_group=draw(st.booleans()),
                brief=draw(st.sampled_from(["", "a", "b"])),
                key=draw(st.sampled_from(["", "abcdefghi"[number]])),
            )
        )
    return drafts


def said(project: Project) -> list[tuple[object, ...]]:
    book = project.codebook()
    return [
        (code.code_id, code.name, book.path(code), code.is_group, code.brief, code.key)
        for code in book.codes
    ]


@pytest.mark.long
@settings(max_examples=60)
@given(books(), books(), st.sampled_from([".csv", ".xlsx", ".qdc"]))
def test_whatever_comes_back_is_what_the_codebook_says_then(
    first: list[CodeDraft], second: list[CodeDraft], ending: str
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with annotator.create(folder / "b.annotator", coder="pi") as other:
            other.add_codes(second)
            path = other.export_codebook(folder / f"codes{ending}")
            wanted = said(other)
        with annotator.create(folder / "a.annotator", coder="pi") as project:
            project.add_codes(first)
            before = said(project)
            plan = project.plan_codebook(path)
            plan = plan.decide((each.id for each in plan.changes), wanted=True)
            kinds = {code[0]: code[3] for code in before}
            project.apply_codebook_plan(plan)
            if all(kinds.get(code[0], code[3]) == code[3] for code in wanted):
                assert said(project) == wanted
                assert project.plan_codebook(path).changes == ()
            if plan.accepted:
                project.undo()
            assert said(project) == before
