"""Do the files of the sample agree with each other?"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter

import pytest

from annotator_resources import resource

TEXT = resource("sample", "nato_2023-11-28.txt").read_bytes()
SHA256 = "84d64695e2a1cc08b94059094c01a9e36f5b5c2126234b6f5d3159395133d0f6"


def rows(name: str) -> list[dict[str, str]]:
    with resource("sample", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CODES = {row["code_id"]: row for row in rows("codebook.csv")}
CODINGS = rows("codings.csv")


def test_the_transcript_is_the_one_that_was_coded() -> None:
    assert hashlib.sha256(TEXT).hexdigest() == SHA256
    assert SHA256 in resource("sample", "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("coding", CODINGS, ids=lambda row: row["coding_id"])
def test_a_passage_quotes_the_text(coding: dict[str, str]) -> None:
    start, stop = int(coding["char_start"]), int(coding["char_stop"])
    assert coding["segment"] == TEXT.decode("utf-8")[start:stop] != ""
    assert coding["code_id"] in CODES
    assert coding["certainty"] in {"sure", "unsure"}


def test_both_coders_are_there() -> None:
    assert Counter(row["coder_id"] for row in CODINGS) == {"coder_a": 31, "coder_b": 29}
    assert len({row["coding_id"] for row in CODINGS}) == len(CODINGS)


def test_the_codebook_can_be_used_by_keyboard_and_told_apart() -> None:
    assert len(CODES) == 12
    assert list(Counter(row["group"] for row in CODES.values()).values()) == [5, 5, 2]
    for column in ("code_num", "name", "key", "color"):
        assert len({row[column].casefold() for row in CODES.values()}) == len(CODES)
    assert all(re.fullmatch("#[0-9A-F]{6}", row["color"]) for row in CODES.values())
    assert all(len(row["key"]) == 1 for row in CODES.values())


def test_adjudications_settle_codes_of_the_codebook() -> None:
    adjudications = rows("adjudications.csv")
    assert len(adjudications) == 17
    assert {row["code_id"] for row in adjudications} <= set(CODES)
    assert {row["decision"] for row in adjudications} == {"keep", "drop"}
    assert all(1 <= int(row["sentence"]) <= 33 for row in adjudications)


def test_every_file_is_plain_utf8_with_line_feeds() -> None:
    for name in ("codebook.csv", "codings.csv", "adjudications.csv", "nato_2023-11-28.txt"):
        data = resource("sample", name).read_bytes()
        data.decode("utf-8")
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
