"""What stands against a draft is told from its rivals alone, as the whole codebook tells it."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.codebook import Code, Codebook, CodebookVersion, CodeDraft
from annotator.operations.codebook import problems
from annotator.operations.codebook_rules import Shelf

IDS = st.sampled_from(["UKR", "ukr", " Ukr", "BURDEN", "Größe", "GRÖSSE", "NA", ""])
KEYS = st.sampled_from(["", "u", "U", "ua", "ub", "Ub", "b", "n", " "])


def code(number: int, code_id: str, key: str) -> Code:
    texts = ("",) * 6
    return Code(
        number, UUID(int=number), code_id, code_id, None, False, number, None, key, "", *texts, ""
    )


@given(st.lists(st.tuples(IDS, KEYS), max_size=6), IDS, KEYS, st.integers(0, 6))
def test_problems(codes: list[tuple[str, str]], code_id: str, key: str, own: int) -> None:
    book = Codebook(
        tuple(code(n, *each) for n, each in enumerate(codes, 1)),
        CodebookVersion(1, UUID(int=0), "1.0", "", ""),
    )
    draft = CodeDraft(code_id, code_id, key=key)
    whole = Shelf(each for each in book.codes if each.id != own).problems(draft)
    assert problems(book, draft, own_id=own) == whole
