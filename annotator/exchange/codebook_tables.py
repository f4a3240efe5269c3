"""How does a codebook kept in Excel or a CSV become codes?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from annotator.errors import UserError
from annotator.exchange.code_tree import SEPARATOR, Described, in_tree_order
from annotator.exchange.headers import recognised
from annotator.exchange.spreadsheets import Row, RowProblems, Table, read_table
from annotator.model.code_ids import MAX_LENGTH, RESERVED_IDS, key_of
from annotator.model.codebook import CodeDraft
from annotator.operations.codebook_rules import KEYS_IN_USE

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

_GROUP_WORDS = {"group", "category", "theme", "true", "yes", "1"}
_HEX = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def read_codebook(path: Path | str) -> tuple[CodeDraft, ...]:
    """The codes of a table, groups before their codes, otherwise in the order of the file.

    The table has one row per code and headings as in `SYNONYMS`, in any order. Groups come from
    rows of kind *group*, from the column *group*, or from a path such as "Economy > Taxes"; a
    group that has no row gets one made. Raises `FileProblem` for a file that cannot be read and
    `UserError`, which names the row, for one that makes no codebook.
    """
    return codes_of(read_table(path, prefer_sheet="codebook"))


def codes_of(table: Table) -> tuple[CodeDraft, ...]:
    """The codes of a table that is already read."""
    places = _places(table)
    problems = RowProblems(table.name)
    described = [_described(row, places, problems) for row in table.rows]
    _check_ids(described, problems)
    _check_keys(described, problems)
    problems.raise_if_any()
    codes = in_tree_order(described, problems)
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


def _described(row: Row, places: Mapping[str, int], problems: RowProblems) -> Described:
    def cell(field: str) -> str:
        return row.cells[places[field]] if field in places else ""

    name, path, above = _name_and_path(_one_line(cell("name")), _one_line(cell("path")), places)
    if not name:
        problems.add(row.number, "the code has no name.")
    draft = CodeDraft(
        code_id=_one_line(cell("code_id")),
        name=name,
        is_group=cell("kind").strip().casefold() in _GROUP_WORDS,
        number=_number(cell("number"), row.number, problems),
        key=_key(cell("key"), row.number, problems),
        color=_color(cell("color"), row.number, problems),
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


def _check_ids(described: Sequence[Described], problems: RowProblems) -> None:
    seen: dict[str, int] = {}
    for each in described:
        code_id = each.draft.code_id
        if not code_id:
            continue
        if code_id.casefold() in RESERVED_IDS:
            problems.add(
                each.row,
                f'the id "{code_id}" would be read as a missing value by R, pandas or Stata.',
            )
        if len(code_id) > MAX_LENGTH:
            problems.add(each.row, f"the id has more than {MAX_LENGTH} characters.")
        first = seen.setdefault(key_of(code_id), each.row)
        if first != each.row:
            problems.add(each.row, f'the id "{code_id}" stands in row {first} already.')


def _check_keys(described: Sequence[Described], problems: RowProblems) -> None:
    seen: dict[str, int] = {}
    for each in described:
        key = each.draft.key.casefold()
        if key and not each.draft.is_group and seen.setdefault(key, each.row) != each.row:
            again = each.draft.key
            problems.add(each.row, f'the key "{again}" stands in row {seen[key]} already.')


def _number(text: str, row: int, problems: RowProblems) -> int | None:
    text = text.strip().removesuffix(".0")
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        problems.add(row, "the number of the code is not a whole number.")
        return None


def _key(text: str, row: int, problems: RowProblems) -> str:
    key = text.strip()
    if len(key) > 1:
        problems.add(row, f'the key "{key[:12]}" is longer than one character.')
    elif key in KEYS_IN_USE:
        problems.add(row, f'the key "{key}" is taken by {KEYS_IN_USE[key]}.')
    return key


def _color(text: str, row: int, problems: RowProblems) -> str:
    """A colour as #RRGGBB; #RGB is doubled, and the opacity in front of eight digits dropped."""
    text = text.strip()
    if not text:
        return ""
    match = _HEX.fullmatch(text)
    if match is None:
        problems.add(row, f'the colour "{text[:20]}" is not written as #RRGGBB.')
        return ""
    digits = match[1] if len(match[1]) != 3 else "".join(digit * 2 for digit in match[1])
    return f"#{digits[-6:].upper()}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
