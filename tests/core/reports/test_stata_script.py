"""Would Stata, which is not at hand, take the do-file as it stands and find the same figures?"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotator.project import Project
from annotator.reliability.choice import Choice
from annotator.reports.plain_names import is_reserved, plain_names
from annotator_resources import resource

LOCAL = re.compile(r"`(\w+)'")
SCALAR = re.compile(r"scalar\((\w+)\)")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The commands, one a line, without comments."""
    text = resource("scripts", "recompute.do").read_text(encoding="utf-8")
    text = re.sub(r"\s*///\n\s*", " ", text)
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "*"]


@pytest.fixture(params=["two", "three, one of them called m"])
def folder(request: pytest.FixtureRequest, stances: Project, tmp_path: Path) -> Path:
    """With fields, a group, and in one case somebody who did not decide everything."""
    if request.param != "two":
        stances.use_coder("m")
        stances.apply_coding("D1", 17, 31, "Z")
    stances.export_reliability_folder(tmp_path / "out", Choice(work="drafts"))
    return tmp_path / "out"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_column_that_is_asked_for_is_there(lines: list[str], folder: Path) -> None:
    results, wide = (rows_of(folder / name) for name in ("results.csv", "wide/x.csv"))
    (keep,) = [line for line in lines if line.startswith("keep column")]
    assert set(keep.split()[1:]) <= set(results[0])
    (read,) = [line for line in lines if "results.csv" in line]
    (texts,) = re.findall(r"stringcols\(([\d ]+)\)", read)
    names = list(results[0])
    assert {names[int(at) - 1] for at in texts.split()} == {
        "code_id", "column", "coefficient", "status",
    }  # fmt: skip
    assert list(wide[0])[:2] == ["unit_id", "weight"]
    made = {name for line in lines if line.startswith("tempvar") for name in line.split()[1:]}
    for line in (line for line in lines if line.startswith(("generate", "egen", "collapse"))):
        assert set(LOCAL.findall(line)) - {"coders"} <= made, line
        bare = set(re.findall(r"[a-z]\w*", LOCAL.sub("", line)))
        known = {"generate", "double", "egen", "rownonmiss", "rowtotal", "if", "collapse", "sum"}
        assert bare - known <= {"weight"}, line


def test_a_scalar_is_never_taken_for_a_variable(lines: list[str]) -> None:
    """`p` alone would be the variable `pairs`: variables go before scalars, shortened as well."""
    defined = {found[1] for line in lines if (found := re.match(r"scalar (\w+) =", line))}
    (coefficients,) = [line for line in lines if line.startswith("foreach name in")]
    assert set(coefficients.removesuffix("{").split()[3:]) <= defined
    for line in lines:
        assert set(SCALAR.findall(line)) <= defined, line
        told = re.sub(r'"[^"]*"|^scalar \w+ =|^foreach .*', "", SCALAR.sub("", line))
        assert not defined & set(re.findall(r"\b\w+\b", told)), line


def test_quotes_brackets_and_blocks_close(lines: list[str]) -> None:
    text = "\n".join(lines)
    for opening, closing in ("()", "[]", "{}"):
        assert text.count(opening) == text.count(closing)
    for line in lines:
        assert line.count('"') % 2 == 0, line
        assert line.count("`") == line.count("'"), line
        assert "{" not in line or line.endswith("{"), line


def test_its_formulas_give_the_published_figures(lines: list[str], folder: Path) -> None:
    results = [row for row in rows_of(folder / "results.csv") if row["column"]]
    unit = results[0]["unit"]
    compared = 0
    for column in dict.fromkeys(row["column"] for row in results):
        found = computed(lines, rows_of(folder / "wide" / f"{column}.csv"))
        for row in results:
            name = row["coefficient"]
            if (row["column"], row["unit"]) == (column, unit) and name in found:
                if row["value"]:
                    assert found[name] == pytest.approx(float(row["value"]), abs=1e-12)
                else:
                    assert not np.isfinite(found[name])
                compared += 1
    assert compared == 15


def computed(lines: list[str], wide: list[dict[str, str]]) -> dict[str, float]:
    """What the lines that count and compute come to: the do-file's own words, run in NumPy."""
    coders = [name for name in wide[0] if name not in {"unit_id", "weight"}]
    given = np.array([[float(row[who] or "nan") for who in coders] for row in wide])
    known: dict[str, Any] = {"weight": np.array([float(row["weight"]) for row in wide])}
    scalars: dict[str, float] = {}
    with np.errstate(divide="ignore", invalid="ignore"):
        for line in lines:
            if found := re.match(r"egen double `(\w+)' = (\w+)\(", line):
                counts = {
                    "rownonmiss": np.isfinite(given).sum(axis=1),
                    "rowtotal": np.nansum(given, axis=1),
                }
                known[found[1]] = counts[found[2]].astype(float)
            elif found := re.match(r"generate double `(\w+)' = (.+)", line):
                formula, _, where = LOCAL.sub(r"\1", found[2]).partition(" if ")
                value = eval(formula, {}, known)  # noqa: S307 - our own script
                keep = eval(where, {}, known) if where else True  # noqa: S307
                known[found[1]] = np.where(keep, value, np.nan)
            elif line.startswith("collapse (sum)"):
                known = {
                    name: np.array([0, np.nansum(known[name])]) for name in LOCAL.findall(line)
                }
            elif (found := re.match(r"scalar (\w+) = (.+)", line)) and "difference" not in line:
                formula = SCALAR.sub(r"\1", LOCAL.sub(r"\1", found[2]))
                here = {name: np.float64(value) for name, value in scalars.items()}
                scalars[found[1]] = eval(formula, {}, known | here)  # noqa: S307
    return scalars


def test_names_are_such_as_stata_takes(folder: Path) -> None:
    pd = pytest.importorskip("pandas")
    tables = [folder / "long.csv", folder / "results.csv", *(folder / "wide").iterdir()]
    for names in (list(pd.read_csv(path, nrows=1).columns) for path in tables):
        assert len(set(names)) == len(names)
        for name in names:
            assert re.fullmatch(r"[a-z_][a-z0-9_]{0,31}", name)
            assert not is_reserved(name)
    found = plain_names(["str5", "strL", "_n", "using", "5", "x" * 40], prefix="coder")
    assert [found["str5"], found["strL"], found["_n"]] == ["coder_str5", "coder_strl", "n"]
