"""Do others compute the same figures from the files, and is a folder whole or not there?"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import annotator
from annotator.errors import Cancelled, FileProblem
from annotator.project import Project
from annotator.reliability import krippendorff_alpha
from annotator.reliability.choice import Choice
from annotator.reliability.panel import Panel
from annotator.reports.plain_names import RESERVED, plain_names
from annotator.sample import build_sample
from tests.undecided import leave_undecided

FINISHED = Choice(rule="any", work="as finished")
DRAFTS = Choice(rule="any", work="drafts")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    built = build_sample(tmp_path_factory.mktemp("sample"))
    with annotator.open(built.project_path, read_only=True) as project:
        yield project


@pytest.fixture(scope="module")
def folder(sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("out") / "agreement"
    sample.export_reliability_folder(place, FINISHED)
    return place


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With missing values."""
    place = tmp_path_factory.mktemp("out") / "drafts"
    path = build_sample(tmp_path_factory.mktemp("undecided")).project_path
    leave_undecided(path)
    with annotator.open(path, read_only=True) as undecided:
        undecided.export_reliability_folder(place, DRAFTS)
    return place


@pytest.fixture
def with_fields(stances: Project, tmp_path: Path) -> Path:
    """With a field and a group of codes that exclude each other."""
    stances.export_reliability_folder(tmp_path / "fields", FINISHED)
    return tmp_path / "fields"


@pytest.fixture(scope="module")
def panel(sample: Project) -> Panel:
    return sample.compared(FINISHED)


def python(place: Path, *, check: bool) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "recompute.py"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=check)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_figures_have_all_their_digits_and_gaps_their_reason(folder: Path, panel: Panel) -> None:
    rows = [row for row in table(folder / "results.csv") if row["unit"] == "sentence"]
    by_name = {(row["code_id"], row["coefficient"]): row for row in rows}
    for row in panel.rows:
        for name, result in (
            ("krippendorff_alpha", row.alpha), ("percent_agreement", row.percent),
            ("positive_agreement", row.positive), ("negative_agreement", row.negative),
            ("cohen_kappa", row.kappa), ("fleiss_kappa", row.fleiss), ("gwet_ac1", row.ac1),
            ("brennan_prediger", row.brennan_prediger),
        ):  # fmt: skip
            found = by_name[row.code.code_id, name]
            if result.value is None:
                assert found["value"] == ""
                assert found["status"] not in {"", "ok"}
            else:
                assert float(found["value"]) == pytest.approx(result.value, abs=1e-12)
                assert found["status"] == "ok"
    assert by_name["ENLARGE", "krippendorff_alpha"]["status"] == "never used"
    assert float(by_name["UKR", "cohen_kappa"]["standard_error"]) > 0
    free = [row for row in table(folder / "results.csv") if row["unit"] == "free span"]
    older = {row["code_id"]: row for row in free if row["coefficient"] == "alpha_u_1995"}
    assert (older["ENLARGE"]["value"], older["ENLARGE"]["status"]) == ("", "never used")
    assert -1 < float(older["UKR"]["value"]) < 1
    assert by_name["UKR", "holsti"]["value"] == by_name["UKR", "percent_agreement"]["value"]
    assert {row["unit"] for row in table(folder / "results.csv")} == {
        "sentence", "paragraph", "turn", "transcript", "character", "free span",
    }  # fmt: skip
    cells = {cell.casefold() for row in table(folder / "results.csv") for cell in row.values()}
    assert not cells & {"nan", "inf", "-inf", "none"}


def test_what_one_coder_was_not_given_lowers_no_figure(drafts: Path) -> None:
    """Of Holsti's decisions those count that both coders were to make."""
    rows = [row for row in table(drafts / "results.csv") if row["unit"] == "sentence"]
    by_name = {(row["code_id"], row["coefficient"]): row["value"] for row in rows}
    for code in ("UKR", "UNITY", "ENLARGE"):
        assert by_name[code, "holsti"] == by_name[code, "percent_agreement"]


def test_characters_have_no_standard_error(sample: Project, tmp_path: Path) -> None:
    report = sample.export_reliability_folder(
        tmp_path / "out", Choice(unit="character", work="as finished")
    )
    rows = [row for row in table(tmp_path / "out" / "results.csv") if row["unit"] == "character"]
    assert {row["standard_error"] for row in rows} == {""}
    assert {row["coefficient"] for row in rows} >= {"cohen_kappa", "gwet_ac1"}
    assert report.notes[0].startswith("ReCal counts units")


def test_no_two_rows_of_figures_have_the_same_name(
    folder: Path, stances: Project, tmp_path: Path
) -> None:
    stances.export_reliability_folder(tmp_path / "groups", FINISHED)
    for place in (folder, tmp_path / "groups"):
        rows = table(place / "results.csv")
        names = [(row["unit"], row["code_id"], row["coefficient"]) for row in rows]
        assert [name for name in names if names.count(name) > 1] == []
    assert {name[2] for name in names} >= {"span_f1_exact", "krippendorff_alpha_without_none"}


@pytest.mark.parametrize("name", ["folder", "drafts"])
def test_pandas_reads_the_long_and_the_wide_shape_alike(
    name: str, request: pytest.FixtureRequest
) -> None:
    pd = pytest.importorskip("pandas")
    place: Path = request.getfixturevalue(name)
    long = pd.read_csv(place / "long.csv")
    for code in table(place / "codes.csv"):
        column = code["column"]
        wide = pd.read_csv(place / "wide" / f"{column}.csv").set_index("unit_id")
        turned = long.pivot_table(index="unit_id", columns="coder", values=column, dropna=False)
        coders = ["coder_a", "coder_b"]
        values = wide[coders].to_numpy(dtype=float)
        np.testing.assert_array_equal(values, turned.loc[wide.index, coders].to_numpy(dtype=float))
        across = pd.read_csv(place / "transposed" / f"{column}.csv", index_col=0).T
        np.testing.assert_array_equal(values, across.loc[wide.index, coders].to_numpy(dtype=float))
        alpha = krippendorff_alpha(values).value
        mine = pd.read_csv(place / "results.csv")
        mine = mine[(mine.unit == "sentence") & (mine.column == column)]
        published = mine.set_index("coefficient").loc["krippendorff_alpha", "value"]
        if alpha is None:
            assert pd.isna(published)
        else:
            assert published == pytest.approx(alpha, abs=1e-12)


def test_stata_reads_what_the_table_says(folder: Path) -> None:
    pd = pytest.importorskip("pandas")
    found = pd.read_stata(folder / "long.dta")
    wanted = pd.read_csv(folder / "long.csv")
    assert list(found.columns) == list(wanted.columns)
    assert found["ukr"].tolist() == wanted["ukr"].tolist()
    assert found["unit_id"].tolist() == wanted["unit_id"].tolist()
    with pd.io.stata.StataReader(folder / "long.dta") as reader:
        assert reader.variable_labels()["ukr"] == "UKR"


def test_recal_gets_digits_without_a_header(folder: Path) -> None:
    lines = (folder / "ReCal" / "ReCal2.csv").read_text(encoding="ascii").splitlines()
    assert len(lines) == 33
    assert {len(line.split(",")) for line in lines} == {24}
    assert set("".join(lines)) == {"0", "1", ","}
    ukr = (folder / "ReCal" / "ReCal2 one by one" / "ukr.csv").read_text(encoding="ascii")
    pairs = [line.split(",")[:2] for line in lines]  # the first code's two columns
    assert [line.split(",") for line in ukr.splitlines()] == pairs


def test_recal_refuses_what_is_missing_and_oir_marks_it(drafts: Path) -> None:
    assert not (drafts / "ReCal" / "ReCal2.csv").exists()
    reason = (drafts / "ReCal" / "not written.txt").read_text(encoding="utf-8")
    assert reason.startswith("ReCal2 and ReCal3 take no missing values, and ")
    marked = (drafts / "ReCal" / "ReCal OIR" / "ukr.csv").read_text(encoding="ascii")
    assert "#" in marked
    assert set(marked) <= {"0", "1", "#", ",", "\n"}
    readme = (drafts / "README.txt").read_text(encoding="utf-8")
    assert "sentences without a decision are treated as missing" in readme


def test_spans_are_given_from_0_and_from_1(folder: Path, sample: Project) -> None:
    text = sample.transcript("D1").text
    rows = table(folder / "spans.csv")
    assert len(rows) == 60
    for row in rows:
        start, stop = int(row["char_start"]), int(row["char_stop"])
        assert text[start:stop] == row["text"]
        assert int(row["length"]) == stop - start
        assert (int(row["first"]), int(row["last"])) == (start + 1, stop)
        assert 0 <= int(row["codable_start"]) < int(row["codable_stop"]) <= 3308
    [document] = table(folder / "documents.csv")
    assert (document["length"], document["codable_length"]) == (str(len(text)), "3308")
    assert document["coders"] == "coder_a coder_b"
    first = (folder / "pygamma" / "d1.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first == "coder_a,AGENDA,406,527"


def test_every_unit_comes_with_its_words(folder: Path, sample: Project) -> None:
    text = sample.transcript("D1").text
    rows = table(folder / "units.csv")
    assert [row["unit_id"] for row in rows][:2] == ["D1:1", "D1:2"]
    for row in rows:
        assert row["text"] == text[int(row["char_start"]) : int(row["char_stop"])]


@pytest.mark.parametrize("name", ["folder", "drafts"])
def test_the_python_script_recomputes_the_figures(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place = shutil.copytree(request.getfixturevalue(name), tmp_path / "copy")
    done = python(place, check=True)
    assert "largest difference" in done.stdout
    assert done.stdout.count("krippendorff_alpha") == 11
    spoilt = place / "wide" / "unity.csv"
    lines = spoilt.read_text("utf-8").splitlines()
    first = next(n for n, line in enumerate(lines) if line.endswith("0,0"))
    lines[first] = lines[first].removesuffix("0,0") + "1,0"
    spoilt.write_text("\n".join(lines), "utf-8")
    done = python(place, check=False)
    assert done.returncode == 1
    assert "do not agree" in done.stderr


def test_fields_and_groups_stand_in_no_script_s_way(with_fields: Path) -> None:
    assert "largest difference" in python(with_fields, check=True).stdout


@pytest.mark.long
@pytest.mark.parametrize("name", ["folder", "drafts", "with_fields"])
def test_r_recomputes_the_figures(name: str, request: pytest.FixtureRequest) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed here: sudo apt install r-base-core")
    done = subprocess.run(
        ["Rscript", "recompute.R"], cwd=request.getfixturevalue(name), capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    largest = float(done.stdout.rsplit("largest difference:", 1)[1])
    assert largest < 1e-12
    assert done.stdout.count("krippendorff_alpha") == (2 if name == "with_fields" else 11)


def test_every_file_is_explained(folder: Path) -> None:
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for path in folder.iterdir():
        name = path.name if path.is_file() else f"{path.name}/"
        assert name in readme or path.stem in {"README", "appendix", "recompute"}, name


def test_several_coders_have_one_file_per_code_for_recal3(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Anna: One two. Three four. Five six. Seven.\n", encoding="utf-8")
    with annotator.create(tmp_path / "s.annotator", coder="a") as project:
        project.import_transcripts([source])
        project.add_codes([annotator.model.codebook.CodeDraft("in", "A reserved word")])
        for who in "abc":
            project.use_coder(who)
            project.apply_coding("D1", 6, 14, "in")
        choice = Choice(work="as finished")
        report = project.export_reliability_folder(tmp_path / "out", choice)
    assert report.notes == ()
    lines = (tmp_path / "out" / "ReCal" / "ReCal3" / "code_in.csv").read_text("ascii").splitlines()
    assert lines == ["1,1,1", "0,0,0", "0,0,0", "0,0,0"]


def test_a_folder_with_files_is_left_alone(sample: Project, tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    (place / "mine.txt").write_text("mine")
    with pytest.raises(FileProblem, match="There are files in out already"):
        sample.export_reliability_folder(place, FINISHED)
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine.txt"]


def test_cancelled_it_leaves_nothing(sample: Project, tmp_path: Path) -> None:
    def cancel(done: int, total: int, label: str = "") -> None:
        del total, label
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        sample.export_reliability_folder(tmp_path / "out", FINISHED, progress=cancel)
    assert list(tmp_path.iterdir()) == []


def test_names_are_such_as_statistics_takes() -> None:
    labels = ["UKR", "ukr ", "in", "per101", "Ü", "12", "x" * 60, "x" * 59 + "y", "_", "na"]
    names = plain_names(labels, prefix="code")
    assert len(set(names.values())) == len(labels)
    for name in names.values():
        assert name.isascii()
        assert name == name.casefold()
        assert name[0].isalpha()
        assert len(name) <= 32
        assert name not in RESERVED


def find(rows: list[dict[str, Any]], **wanted: str) -> dict[str, Any]:
    return next(row for row in rows if all(row[key] == value for key, value in wanted.items()))


def test_segmentation_and_pairs_are_there(folder: Path, panel: Panel) -> None:
    [row] = table(folder / "segmentation.csv")
    assert 0 < float(row["boundary_similarity"]) < 1
    assert row["status"] == "ok"
    pair = find(table(folder / "pairs.csv"), code_id="UNITY")
    assert (pair["n_both"], pair["n_first"], pair["n_second"]) == ("2", "2", "2")
    assert "kappa_live" not in pair
    counted = sum(int(row["n_units"]) for row in table(folder / "confusion.csv"))
    assert counted == sum(cell.units for cell in panel.confusion)
