"""May everything that ships together ship together, and is it told whose work it is?"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "packaging" / "licences.py"
_SPEC = importlib.util.spec_from_file_location("licences", SOURCE)
assert _SPEC is not None
assert _SPEC.loader is not None
licences = importlib.util.module_from_spec(_SPEC)  # its folder is no package, and must not be one
_SPEC.loader.exec_module(licences)

SHIPPED = licences.shipped()


def test_the_known_parts_are_found() -> None:
    assert {"pyside6-essentials", "sqlalchemy", "numpy", "openpyxl", "et-xmlfile"} <= set(SHIPPED)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_licence_allows_it(name: str) -> None:
    licence = licences.licence_of(SHIPPED[name])
    assert not licences.is_refused(licence), licence or "its metadata name no licence"


def test_the_list_that_is_built_names_all_and_holds_their_texts(tmp_path: Path) -> None:
    assert licences.main(tmp_path / "LICENCES.txt") == 0
    written = (tmp_path / "LICENCES.txt").read_text(encoding="utf-8")
    for name, found in SHIPPED.items():
        assert f"{name} {found.version}: " in written
    for words in ("SIL OPEN FONT LICENSE", "Lucide", "NumPy Developers", "SQLAlchemy authors"):
        assert words in written


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("", True),
    ],
)
def test_the_rule_knows_the_families(licence: str, refused: bool) -> None:
    assert licences.is_refused(licence) is refused
