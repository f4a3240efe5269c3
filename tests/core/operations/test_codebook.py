"""Do acts on the codebook keep the tree whole, and say what they refuse?"""

from __future__ import annotations

import pytest

from annotator.errors import NotFound, Refused, UserError
from annotator.model.code_colors import CALM_COLORS
from annotator.model.codebook import CodeDraft
from annotator.project import Project


def tree(project: Project) -> list[str]:
    """Names in tree order, indented by depth."""
    book = project.codebook()
    return ["  " * (len(book.path(code)) - 1) + code.code_id for code in book.codes]


def test_the_tree(project: Project) -> None:
    assert tree(project) == ["G1", "  UKR", "  CHINA", "BURDEN"]
    assert project.codebook().version.name == "1.0"


def test_a_code_gets_an_id_a_colour_and_the_last_place(project: Project) -> None:
    made = project.add_code(CodeDraft("", "Na: enlargement", parent="theatres"))
    assert made.code_id == "Na_enlargement".casefold()
    assert made.color.startswith("#")
    assert tree(project) == ["G1", "  UKR", "  CHINA", "  na_enlargement", "BURDEN"]


@pytest.mark.parametrize(
    ("draft", "message"),
    [
        (CodeDraft("X", "  "), "needs a name"),
        (CodeDraft("ukr", "Again"), "belongs to “Support for Ukraine”"),
        (CodeDraft("None", "Nothing"), "read it as missing"),
        (CodeDraft("X", "X", key="U"), "key U belongs to “Support for Ukraine”"),
        (CodeDraft("X", "X", key="0"), "“nothing applies”"),
        (CodeDraft("X", "X", key="abc"), "one character, or two"),
        (CodeDraft("X", "X", key="ux"), "U alone belongs to “Support for Ukraine”"),
        (CodeDraft("X", "X", key="/x"), "the palette"),
        (CodeDraft("X", "X", color="red"), "written like"),
        (CodeDraft("X" * 33, "X"), "at most 32"),
        (CodeDraft("X", "X", parent="Nowhere"), "no group called"),
        (CodeDraft("X", "X", parent="UKR"), "no group called"),
    ],
)
def test_what_cannot_be_added(project: Project, draft: CodeDraft, message: str) -> None:
    before, steps = tree(project), len(project.steps())
    with pytest.raises(UserError, match=message) as caught:
        project.add_code(draft)
    assert caught.value.hint
    assert tree(project) == before
    assert len(project.steps()) == steps


def test_many_at_once_or_none(project: Project) -> None:
    with pytest.raises(Refused):
        project.add_codes([CodeDraft("NEW", "New"), CodeDraft("BAD", "")])
    assert "NEW" not in tree(project)
    done = project.add_codes(
        [CodeDraft("new", "New"), CodeDraft("UKR", "Ukraine!", parent="G1", key="u")]
    )
    assert (done.added, done.changed, done.same) == (1, 1, 0)
    assert project.code("UKR").name == "Ukraine!"
    project.undo()
    assert project.code("UKR").name == "Support for Ukraine"


def test_two_codes_exchange_their_keys_and_groups_may_come_later(project: Project) -> None:
    done = project.add_codes(
        [
            CodeDraft("UKR", "Support for Ukraine", parent="Theatres", key="c"),
            CodeDraft("CHINA", "China", parent="G1", key="u"),
            CodeDraft("G1", "Theatres", is_group=True),
        ]
    )
    assert (done.added, done.changed, done.same) == (0, 2, 1)
    assert [project.code(name).key for name in ("UKR", "CHINA")] == ["c", "u"]
    assert project.code("G1").color == ""
    project.undo()
    assert [project.code(name).key for name in ("UKR", "CHINA")] == ["u", "c"]


def test_a_colour_that_is_given_is_no_other_codes(project: Project) -> None:
    there = sum(not code.is_group for code in project.codebook().codes)
    blue = CALM_COLORS[there % len(CALM_COLORS)]  # that of the next code without one
    drafts = [CodeDraft("P1", "Plain one"), CodeDraft("P2", "Plain two")]
    project.add_codes([*drafts, CodeDraft("B", "Blue", color=blue)])
    colors = [code.color for code in project.codebook().codes if not code.is_group]
    assert len(set(colors)) == len(colors)


def test_move(project: Project) -> None:
    burden, group = project.code("BURDEN").id, project.code("G1").id
    project.move_code(burden, parent_id=group, position=0)
    assert tree(project) == ["G1", "  BURDEN", "  UKR", "  CHINA"]
    project.move_code(burden, parent_id=None, position=99)
    assert tree(project) == ["G1", "  UKR", "  CHINA", "BURDEN"]
    inner = project.add_code(CodeDraft("G2", "Inner", parent="G1", is_group=True))
    with pytest.raises(Refused, match="into itself"):
        project.move_code(group, parent_id=inner.id, position=0)
    with pytest.raises(Refused, match="stand in groups"):
        project.move_code(burden, parent_id=project.code("UKR").id, position=0)
    with pytest.raises(NotFound):
        project.move_code(999, parent_id=None, position=0)


def test_change_and_what_it_refuses(project: Project) -> None:
    code = project.code("UKR")
    project.change_code(code.id, CodeDraft("UKR", "Help", parent="", key="h", brief="short"))
    changed = project.code("UKR")
    assert (changed.name, changed.key, changed.brief, changed.parent_id) == (
        "Help",
        "h",
        "short",
        None,
    )
    assert changed.uuid == code.uuid
    with pytest.raises(Refused, match="cannot become a group"):
        project.change_code(code.id, CodeDraft("UKR", "Help", is_group=True))


def test_deleting_a_group_takes_all_in_it_and_undo_brings_all_back(project: Project) -> None:
    start = project.transcript(1).text.index("support Ukraine")
    made = project.apply_coding(1, start, start + 15, "UKR", memo="why?")
    before = tree(project)
    assert project.delete_code(project.code("G1").id) == 1
    assert tree(project) == ["BURDEN"]
    assert project.n_codings() == 0
    assert project.memos() == ()
    assert project.check() == ()
    project.undo()
    assert tree(project) == before
    assert project.coding(made.id).quote == "support Ukraine"
    assert len(project.memos()) == 1


def test_names_that_fit_two_codes(project: Project) -> None:
    project.add_code(CodeDraft("CHINA2", "China"))
    with pytest.raises(NotFound, match="no code called"):
        project.code("Chinas")
    assert project.code("china").code_id == "CHINA"
    project.change_code(project.code("CHINA").id, CodeDraft("PRC", "China", parent="G1"))
    with pytest.raises(NotFound, match="more than one code called"):
        project.code("China")


def test_codes_without_keys_get_some_and_undo_takes_them_back(project: Project) -> None:
    bare = [project.add_code(CodeDraft("", name)) for name in ("Umbrella", "Zebra")]
    assert project.give_keys() == 2
    keys = [code.key.casefold() for code in project.codebook().codes if not code.is_group]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    project.undo()
    assert [project.code(code.id).key for code in bare] == ["", ""]
    assert project.give_keys() == 2
    assert project.give_keys() == 0
