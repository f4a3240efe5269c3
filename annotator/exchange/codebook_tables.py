"""How does a codebook kept in Excel or a CSV become codes?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from annotator.errors import UserError
from annotator.exchange.code_tree import SEPARATOR, Described, in_tree_order
from annotator.exchange.headers import recognised
from annotator.exchange.spreadsheets import Row, RowProblems, Table, read_table, shortened
from annotator.model.code_ids import MAX_LENGTH, RESERVED_IDS, key_of
from annotator.model.code_keys import KEYS_IN_USE, MOST_STROKES, KeyRing, strokes_of
from annotator.model.codebook import CodeDraft
from annotator.model.long_texts import CUT_MARK, long_texts_name

Answer = TypeVar("Answer")

SYNONYMS = {
    "code_id": (
        "code_id", "codeid", "id", "code", "variable_name", "variable", "tag", "label",
        "short_label", "short_name", "abbreviation",
    ),
    "name": (
        "name", "code_name", "codename", "long_name", "title", "label", "long_label", "tag",
        "code", "short_label", "variable_name",
    ),
    "group": (
        "group", "group_name", "parent", "parent_name", "parent_id", "parent_code", "category",
        "theme", "domain", "domain_name",
    ),
    "path": ("path", "code_path", "full_path"),
    "number": ("code_num", "number", "numeric", "num", "no", "nr", "value"),
    "key": ("key", "shortcut", "hotkey"),
    "color": ("color", "colour", "color_hex", "colour_hex", "hex", "color_code"),
    "brief": (
        "brief_definition", "short_definition", "brief", "short_description", "definition",
        "description",
    ),
    "full": (
        "full_definition", "long_definition", "detailed_definition", "full_description",
        "long_description", "definition", "description",
    ),
    "use_when": ("use_when", "when_to_use", "inclusion", "inclusion_criteria", "include"),
    "dont_use_when": (
        "dont_use_when", "do_not_use_when", "when_not_to_use", "exclusion",
        "exclusion_criteria", "exclude",
    ),
    "example": ("example", "examples", "typical_example", "anchor_example"),
    "counter_example": (
        "counter_example", "counterexample", "counter_examples", "non_example",
        "atypical_example",
    ),
    "memo": ("memo", "note", "notes", "comment", "comments"),
    "kind": ("kind", "type", "is_group"),
}  # fmt: skip
"""Field to headings that mean it, the surest first; fields choose in this order."""

MAX_CODES = 20_000
"""Rows above which a table is no codebook, but the wrong file."""

_LARGEST_NUMBER = 999_999_999_999_999
"""Fifteen digits: the longest that Excel keeps."""
_WHOLE = re.compile(r"([+-]?[0-9]+)(?:\.0*)?")
_TEXTS = ("brief", "full", "use_when", "dont_use_when", "example", "counter_example", "memo")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")
_BLANKS = re.compile(r"[ \t\r\n\v\f]+")  # a no-break space is somebody's wish
_GROUP_WORDS = {"group", "category", "theme", "true", "yes", "1"}
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def read_codebook(path: Path | str) -> tuple[CodeDraft, ...]:
    """The codes of a table, groups before their codes, otherwise in the order of the file.

    The table has one row per code and headings as in `SYNONYMS`, in any order. Groups come from
    rows of kind *group*, from the column *group*, or from a path such as "Economy > Taxes"; a
    group that has no row gets one made. Raises `FileProblem` for a file that cannot be read and
    `UserError`, which names the row, for one that makes no codebook.
    """
    return codes_of(read_table(path, prefer_sheet="codebook", max_rows=MAX_CODES))


def codes_of(table: Table) -> tuple[CodeDraft, ...]:
    """The codes of a table that is already read."""
    places = _places(table)
    headings = {field: table.header[number] for field, number in places.items()}
    problems = RowProblems(table.name)
    described = [_described(row, places, headings, problems) for row in table.rows]
    _check_ids(described, headings, problems)
    _check_keys(described, headings, problems)
    _check_numbers(described, headings, problems)
    problems.raise_if_any()
    codes = in_tree_order(described, problems, name_column=headings.get("name", ""))
    problems.raise_if_any()
    return codes


def _places(table: Table) -> dict[str, int]:
    places = recognised(table.header, SYNONYMS)
    if not {"code_id", "name", "path"} & places.keys():
        raise UserError(
            f"{table.name} has no column that names the codes.",
            "The first row needs headings such as code_id, name, group, brief_definition, key.",
            f"headings: {', '.join(table.header)}",
        )
    if not table.rows:
        raise UserError(f"{table.name} holds no codes.", "Put one code in each row.")
    if not {"name", "path"} & places.keys():
        # One column alone that names the codes, whatever it is called, holds their names.
        places["name"] = places.pop("code_id")
    return places


def _described(
    row: Row, places: Mapping[str, int], headings: Mapping[str, str], problems: RowProblems
) -> Described:
    def cell(field: str) -> str:
        return row.cells[places[field]] if field in places else ""

    name, path, above = _name_and_path(_one_line(cell("name")), _one_line(cell("path")), places)
    if not name:
        column = headings.get("name") or headings.get("path", "")
        problems.add(row.number, "the code has no name.", column=column)

    for field in _TEXTS:
        if cell(field).endswith(CUT_MARK):
            words = f"the text was cut; the whole of it is in {long_texts_name(problems.table)}."
            problems.add(row.number, words, column=headings[field])

    def taken(field: str, reading: Callable[[str], Answer], otherwise: Answer) -> Answer:
        try:
            return reading(cell(field).strip())
        except ValueError as error:
            problems.add(row.number, str(error), column=headings[field])
            return otherwise

    draft = CodeDraft(
        code_id=_one_line(cell("code_id")),
        name=name,
        is_group=cell("kind").strip().casefold() in _GROUP_WORDS,
        number=taken("number", _number, None),
        key=taken("key", _key, ""),
        color=taken("color", _color, ""),
        brief=cell("brief"),
        full=cell("full"),
        use_when=cell("use_when"),
        dont_use_when=cell("dont_use_when"),
        example=cell("example"),
        counter_example=cell("counter_example"),
        memo=cell("memo"),
    )
    return Described(row.number, draft, _one_line(cell("group")), path, above)


def _name_and_path(name: str, path: str, places: Mapping[str, int]) -> tuple[str, str, str]:
    """The code's own name, its whole path, and the path above it."""
    if not path and not {"group", "path", "kind"} & places.keys():
        # Nothing else says where a code stands, so a name may be a path.
        name, path = "", name
    if not path:
        return name, name, ""
    if name and path.endswith(name):
        # The name may itself hold the sign that separates: cut it off as it stands.
        above = path.removesuffix(name).rstrip().removesuffix(SEPARATOR)
    else:
        above, _, last = path.rpartition(SEPARATOR)
        name = name or last.strip()
    return name, path, above.strip()


def _check_ids(
    described: Sequence[Described], headings: Mapping[str, str], problems: RowProblems
) -> None:
    seen: dict[str, int] = {}
    column = headings.get("code_id", "")
    for each in described:
        code_id = each.draft.code_id
        if not code_id:
            continue
        if code_id.casefold() in RESERVED_IDS:
            words = f'the id "{code_id}" would be read as a missing value by R, pandas or Stata.'
            problems.add(each.row, words, column=column)
        if len(code_id) > MAX_LENGTH:
            words = f"the id has more than {MAX_LENGTH} characters."
            problems.add(each.row, words, column=column)
        first = seen.setdefault(key_of(code_id), each.row)
        if first != each.row:
            words = f'the id "{shortened(code_id)}" stands in row {first} already.'
            problems.add(each.row, words, column=column)


def _check_keys(
    described: Sequence[Described], headings: Mapping[str, str], problems: RowProblems
) -> None:
    seen: KeyRing[int] = KeyRing()
    for each in described:
        key = "" if each.draft.is_group else each.draft.key
        standing = seen.in_the_way(key)
        if standing is None:
            seen.put(key, each.row)
            continue
        other, row = standing
        words = f'the key "{key}" stands in row {row} already.'
        if strokes_of(key) != strokes_of(other):
            words = f'the key "{key}" cannot stand beside "{other}" in row {row}: one begins both.'
        problems.add(each.row, words, column=headings["key"])


def _check_numbers(
    described: Sequence[Described], headings: Mapping[str, str], problems: RowProblems
) -> None:
    seen: dict[int, int] = {}
    for each in described:
        number = each.draft.number
        if each.draft.is_group or number is None:
            continue
        if seen.setdefault(number, each.row) != each.row:
            words = f"the number {number} stands in row {seen[number]} already."
            problems.add(each.row, words, column=headings["number"])


def _number(text: str) -> int | None:
    """The number that a cell holds; raises `ValueError` with the sentence to show."""
    if not text:
        return None
    if _DAY.fullmatch(text):
        raise ValueError(f'"{shortened(text)}" is a date: format the column as numbers.')
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise ValueError(f'"{shortened(text)}" is not a whole number.')
    digits = whole[1].lstrip("+-0")
    if len(digits) > len(str(_LARGEST_NUMBER)):
        raise ValueError(f"a number has at most {len(str(_LARGEST_NUMBER))} digits.")
    return -int(digits or "0") if whole[1].startswith("-") else int(digits or "0")


def _key(text: str) -> str:
    text = _BLANKS.sub("", text)
    if len(text) > MOST_STROKES:
        raise ValueError(f'the key "{shortened(text)}" is longer than two characters.')
    if text[:1] in KEYS_IN_USE:
        raise ValueError(f'the key "{text[0]}" is taken by {KEYS_IN_USE[text[0]]}.')
    return text


def _color(text: str) -> str:
    """A colour as #RRGGBB; #RGB is doubled, and the opacity in front of eight digits dropped."""
    if not text:
        return ""
    match = _HEX.fullmatch(text)
    if match is None:
        raise ValueError(f'the colour "{shortened(text)}" is not written as #RRGGBB.')
    digits = match[1] if len(match[1]) != 3 else "".join(digit * 2 for digit in match[1])
    return f"#{digits[-6:].upper()}"


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
