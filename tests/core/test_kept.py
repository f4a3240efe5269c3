"""Is what stays in memory never older than the last change?"""

from __future__ import annotations

from annotator.kept import Kept
from annotator.model.codebook import CodeDraft
from annotator.project import Project


def test_an_answer_is_read_once() -> None:
    kept: Kept[str, int] = Kept(2)
    answers = iter(range(10))
    assert [kept.get(key, lambda: next(answers)) for key in "aabab"] == [0, 0, 1, 0, 1]
    kept.forget("a")
    assert kept.get("a", lambda: next(answers)) == 2


def test_the_oldest_goes_first() -> None:
    kept: Kept[str, str] = Kept(2)
    for key in "abac":
        kept.get(key, lambda key=key: key)  # type: ignore[misc]
    assert kept.get("a", lambda: "new") == "a"
    assert kept.get("b", lambda: "new") == "new"


def test_a_change_while_it_is_read_is_not_missed() -> None:
    kept: Kept[str, str] = Kept(2)

    def slowly() -> str:
        kept.forget("a")  # what another thread does meanwhile
        return "old"

    assert kept.get("a", slowly) == "old"
    assert kept.get("a", lambda: "new") == "new"


def test_a_codebook_read_beside_a_change_is_not_kept(project: Project) -> None:
    read = project._ask

    def while_it_changes(question: object, *rest: object, **more: object) -> object:
        answer = read(question, *rest, **more)  # type: ignore[arg-type]
        project._ask = read  # type: ignore[method-assign]
        project.add_code(CodeDraft("NEW", "New"))
        return answer

    project._codebooks.forget(None)
    project._ask = while_it_changes  # type: ignore[method-assign,assignment]
    project.codebook()
    assert project.code("NEW").name == "New"
