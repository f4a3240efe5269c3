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
from annotator.errors import Cancelled, Refused
from annotator.exchange.codebooks.plans import CodebookPlan
from annotator.model.code_fields import FieldDraft, Point
from annotator.model.code_notation import written_fields, written_rules
from annotator.model.code_rules import RuleDraft
from annotator.model.codebook import CodeDraft
from annotator.model.coding import Coding
from annotator.model.versions import own_rules
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


def test_a_code_with_another_name_is_known_by_its_definition(study: Project) -> None:
    path = study.path.with_name("names.csv")
    text = 'group;name;brief;full_definition\nEconomy;Levies;Any tax;"Long\ntext"\nEconomy;Debt;;\n'
    path.write_text(text, encoding="utf-8")
    plan = study.plan_codebook(path)
    assert shown(plan)[0] == "changed TAX name"
    told = "“Levies” says what “Taxes” says here: it is taken for its new name."
    assert [str(note) for note in plan.notes] == [f"Row 2: {told}"]
    study.apply_codebook_plan(plan)
    assert [code.name for code in study.codebook().codes if code.code_id == "TAX"] == ["Levies"]


def test_two_codes_with_one_definition_are_not_taken_for_a_renamed_one(study: Project) -> None:
    path = study.path.with_name("names.csv")
    text = 'name;brief;full_definition\nLevies;Any tax;"Long\ntext"\nDuties;Any tax;"Long\ntext"\n'
    path.write_text(text, encoding="utf-8")
    assert shown(study.plan_codebook(path))[:2] == [
        "added Levies brief full",
        "added Duties brief full",
    ]


HOLDING = "Code,Definition\nTrade > Tariffs,Any tariff\nTrade > Tariffs > Steel,On steel\n"


def test_a_code_that_holds_codes_can_be_applied_too(study: Project) -> None:
    """As in other programs: a group of its name, and the code with its definition in it."""
    path = study.path.with_name("holding.csv")
    path.write_text(HOLDING, encoding="utf-8")
    plan = study.plan_codebook(path)
    assert plan.holders == ("Tariffs",)
    assert shown(plan)[:3] == ["added Trade", "added Tariffs brief", "added Steel brief"]
    applied = plan.with_holders(applied=True)
    study.apply_codebook_plan(applied)
    assert tree(study)[-4:] == [
        "Trade",
        "Trade/Tariffs_2",
        "Trade/Tariffs_2/Tariffs",
        "Trade/Tariffs_2/Steel",
    ]
    told = "holds codes and can be applied: it became a group with that code in it."
    assert [str(note) for note in applied.notes] == [f"Row 2: “Tariffs” {told}"]
    # The same file again says the same, without being told.
    again = study.plan_codebook(path)
    assert (again.holders, [each for each in shown(again) if "removed" not in each]) == ((), [])


def test_a_code_that_comes_to_hold_codes_stays_with_its_codings(study: Project) -> None:
    path = study.path.with_name("holding.csv")
    text = "Code,Definition\nEconomy > Taxes,Any tax at all\nEconomy > Taxes > Income,On income\n"
    path.write_text(text, encoding="utf-8")
    plan = study.plan_codebook(path)
    assert "changed TAX brief group" in shown(plan)
    assert "removed TAX" not in shown(plan)
    study.apply_codebook_plan(plan)
    assert "ECO/Taxes/TAX" in tree(study)
    assert coding_of(study).code_id == study.code("TAX").id


def test_a_group_whose_last_code_is_not_in_the_file_stays_a_group(study: Project) -> None:
    path = study.path.with_name("paths.csv")
    text = "Code,Definition\nEconomy > Taxes,Any tax\nEconomy > Debt,\nSecurity,About it\n"
    path.write_text(text, encoding="utf-8")
    plan = study.plan_codebook(path)
    assert shown(plan) == ["changed SEC brief", "removed WAR", "removed PEACE"]
    assert [str(note) for note in plan.notes] == [
        "Row 4: “Security” holds codes here; it stays a group."
    ]


def test_siblings_whose_names_differ_in_case_alone_are_not_taken_for_each_other(
    study: Project,
) -> None:
    path = study.path.with_name("twice.csv")
    text = "group,name,definition\nTone,Praise,thanks\nTone,praise,thanks again\n"
    path.write_text(text, encoding="utf-8")
    study.apply_codebook_plan(study.plan_codebook(path))
    again = [each for each in study.plan_codebook(path).changes if each.kind != "removed"]
    assert again == []


def test_a_list_with_memos_alone_speaks_of_what_it_spoke_of_before(study: Project) -> None:
    """As MAXQDA writes them: a memo that the codebook has as a definition is one."""
    path = study.path.with_name("list.csv")
    path.write_text("Code;Memo\nTaxes;Any tax\nPeace;no war\n", encoding="utf-8")
    assert shown(study.plan_codebook(path))[:1] == ["changed PEACE brief"]


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


def with_field_and_rule(study: Project) -> None:
    """Way on the group, Amount on TAX with one value given, and one rule."""
    way = FieldDraft("Way", "scale", points=(Point("-1", "less"), Point("1", "more", "m")))
    study.add_field(study.code("ECO").id, way)
    study.add_field(study.code("TAX").id, FieldDraft("Amount", "number", least=0.5))
    study.add_rule(study.code("TAX").id, RuleDraft("not_with", "WAR", "sentence"))
    study.set_fields(coding_of(study).id, {"Amount": "3"})


def coding_of(project: Project) -> Coding:
    return project.uses_of(project.code("TAX").id)[0]


def more_of(project: Project, name: str) -> tuple[str, str]:
    book, code = project.codebook(), project.code(name)
    return (
        written_fields(each.draft for each in book.own_fields(code.id)),
        written_rules(own_rules(book, code)),
    )


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".qdc"])
def test_fields_and_rules_go_out_and_come_into_another_project(
    study: Project, ending: str, tmp_path: Path
) -> None:
    with_field_and_rule(study)
    path = study.export_codebook(tmp_path / f"codes{ending}")
    assert study.plan_codebook(path).changes == ()
    with annotator.create(tmp_path / "other.annotator", coder="pi") as other:
        other.apply_codebook_plan(other.plan_codebook(path))
        for name in ("ECO", "TAX"):
            assert more_of(other, name) == more_of(study, name)
    assert more_of(study, "TAX") == ("Amount: number; from 0.5", "not with WAR in one sentence")


def test_taking_in_says_how_far_it_is_and_leaves_nothing_behind_when_cancelled(
    study: Project,
) -> None:
    with_field_and_rule(study)
    before = study.codebook()

    def edit(rows: Rows) -> Rows:
        new = {
            "code_id": "CYBER",
            "name": "Cyber",
            "fields": "Target: text",
            "code_rules": "not with TAX in one sentence",
        }
        return [*[row for row in rows if row["code_id"] != "DEBT"], new]

    plan = edited(study, edit)
    plan = plan.decide([each.id for each in plan.of_kind("removed")], wanted=True)
    told: list[tuple[int, int, str]] = []

    def cancel_at_the_end(done: int, total: int, label: str = "") -> None:
        told.append((done, total, label))
        if label == "Fields and rules":
            raise Cancelled

    with pytest.raises(Cancelled):
        study.apply_codebook_plan(plan, progress=cancel_at_the_end)
    assert {label for _, _, label in told} == {"Codes", "Fields and rules"}
    assert all(done < total for done, total, _ in told)
    assert study.codebook() == before
    done = study.apply_codebook_plan(plan)
    assert (done.added, done.removed) == (1, 1)
    assert more_of(study, "CYBER") == ("Target: text", "not with TAX in one sentence")


def test_edited_fields_and_rules_are_shown_and_taken_in_as_one_act(study: Project) -> None:
    with_field_and_rule(study)
    before = [more_of(study, name) for name in ("ECO", "TAX", "DEBT")]

    def edit(rows: Rows) -> Rows:
        by_id = {row["code_id"]: row for row in rows}
        by_id["TAX"]["fields"] += "; required"
        by_id["TAX"]["code_rules"] = "not with War\nneeds PEACE in one turn (only told)"
        by_id["ECO"]["fields"] = ""
        by_id["DEBT"]["fields"] = "Way: choice; up, down"
        return rows

    plan = edited(study, edit)
    assert shown(plan) == ["changed ECO fields", "changed TAX fields rules", "changed DEBT fields"]
    assert [str(each) for each in plan.notes] == [
        "Row 2: the field “Way” is not there: it would go, with all that was said in it."
    ]
    study.apply_codebook_plan(plan)
    assert [more_of(study, name) for name in ("ECO", "TAX", "DEBT")] == [
        ("", ""),
        (
            "Amount: number; from 0.5; required",
            "needs PEACE in one turn (only told)\nnot with WAR on one passage",
        ),
        ("Way: choice; up, down", ""),
    ]
    assert coding_of(study).fields == (("Amount", "3"),)
    study.undo()
    assert [more_of(study, name) for name in ("ECO", "TAX", "DEBT")] == before


def test_a_line_nobody_understands_leaves_fields_and_rules_as_they_are(study: Project) -> None:
    with_field_and_rule(study)

    def edit(rows: Rows) -> Rows:
        by_id = {row["code_id"]: row for row in rows}
        by_id["TAX"]["fields"] = "Amount: numbre"
        by_id["TAX"]["code_rules"] = "not with NOBODY"
        by_id["WAR"]["code_rules"] = "exclusive"
        return rows

    plan = edited(study, edit)
    assert shown(plan) == []
    notes = [str(each) for each in plan.notes]
    assert notes[0].startswith("Row 3, column fields: “Amount: numbre” is no field.")
    assert "there is no code called “NOBODY”" in notes[1]
    assert "only the codes of a group can be exclusive" in notes[2]


def test_a_rule_about_a_code_that_is_not_taken_in_is_left_out(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        rows[1]["code_rules"] = "not with AID\nneeds OWE"
        rows[2]["code_id"] = "OWE"
        return [*rows, {"code_id": "AID", "name": "Aid", "kind": "code"}]

    plan = edited(study, edit)
    assert shown(plan) == ["changed TAX rules", "changed OWE code_id", "added AID"]
    others = [each.id for each in plan.changes[1:]]
    study.apply_codebook_plan(plan.decide(others, wanted=False))
    assert more_of(study, "TAX")[1] == "needs DEBT on one passage"
    study.undo()
    study.apply_codebook_plan(plan)
    assert more_of(study, "TAX")[1] == "needs OWE on one passage\nnot with AID on one passage"


def test_two_codes_exchange_their_keys_whether_one_or_both_are_wanted(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        by_id = {row["code_id"]: row for row in rows}
        by_id["TAX"]["key"], by_id["DEBT"]["key"] = "d", "t"
        return rows

    plan = edited(study, edit)
    assert shown(plan) == ["changed TAX key", "changed DEBT key"]
    for wanted, other, key in (("Taxes", "Debt", "d"), ("Debt", "Taxes", "t")):
        declined = [each.id for each in plan.changes if each.name == other]
        done = study.apply_codebook_plan(plan.decide(declined, wanted=False))
        assert done.notes == (
            f'“{wanted}” keeps its key: "{key}" cannot stand beside "{key}" of “{other}”.',
        )
        assert (study.code("TAX").key, study.code("DEBT").key) == ("t", "d")
    study.apply_codebook_plan(plan)
    assert (study.code("TAX").key, study.code("DEBT").key) == ("d", "t")


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".qdc"])
def test_two_sibling_groups_of_one_name_stay_two(study: Project, ending: str) -> None:
    study.add_codes(
        [
            CodeDraft("ECO2", "Economy", is_group=True),
            CodeDraft("JOBS", "Jobs", "ECO2"),
            CodeDraft("PAY", "Pay", "ECO2"),
        ]
    )
    path = study.export_codebook(study.path.with_name(f"codes{ending}"))
    assert shown(study.plan_codebook(path)) == []


def test_a_code_moved_to_a_group_further_down_moves_no_group(study: Project) -> None:
    def edit(rows: Rows) -> Rows:
        by_id = {row["code_id"]: row for row in rows}
        by_id["TAX"]["group"] = "Security"
        return rows

    plan = edited(study, edit)
    assert shown(plan) == ["moved TAX group"]
    study.apply_codebook_plan(plan)
    assert tree(study) == ["ECO", "ECO/DEBT", "SEC", "SEC/TAX", "SEC/WAR", "SEC/PEACE"]
