"""May everything that ships together ship together?"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

# LGPL is welcome: PySide6 and others stay libraries that a user can replace.
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)
WELCOME = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)


def licence_of(found: Distribution) -> str:
    meta = found.metadata
    words: list[str] = [*(meta.get_all("License-Expression") or ())]
    words += [text[:200] for text in meta.get_all("License") or ()]  # some give the whole text
    words += [line for line in meta.get_all("Classifier") or () if line.startswith("License")]
    return " / ".join(word.strip() for word in words if word.strip())


def shipped() -> dict[str, str]:
    """Every distribution that comes with the program and its licence, as its metadata say."""
    licences: dict[str, str] = {}
    waiting = ["transcript-annotator"]
    while waiting:
        name = waiting.pop()
        if name in licences:
            continue
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # asked for on another platform only
        licences[name] = licence_of(found)
        wanted = [Requirement(line) for line in found.requires or ()]
        waiting += [
            need.name.lower().replace("_", "-")
            for need in wanted
            if need.marker is None or need.marker.evaluate({"extra": ""})
        ]
    return licences


def is_refused(licence: str) -> bool:
    """True without any licence, and for the GPL and AGPL where the LGPL is not offered as well."""
    return not licence or bool(REFUSED.search(licence) and not WELCOME.search(licence))


SHIPPED = shipped()


def test_the_known_parts_are_found() -> None:
    assert {"pyside6-essentials", "sqlalchemy", "numpy", "openpyxl", "et-xmlfile"} <= set(SHIPPED)


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_the_licence_allows_it(name: str) -> None:
    assert not is_refused(SHIPPED[name]), SHIPPED[name] or "its metadata name no licence"


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
    assert is_refused(licence) is refused
