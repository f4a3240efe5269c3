"""Whose work comes with an installed program, and under which licence? Written when it is built.

    uv run python packaging/licences.py LICENCES.txt

The specification of PyInstaller puts the file beside the program.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

OURS = "transcript-annotator"
OWN_TEXTS = Path(__file__).parents[1] / "resources" / "annotator_resources" / "licenses"
"""Of the program, its fonts and its icons."""

# LGPL is welcome: PySide6 and others stay libraries that a user can replace.
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)
WELCOME = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
_TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


def shipped() -> dict[str, Distribution]:
    """Every distribution that comes with the program, by name; the program itself is one."""
    found: dict[str, Distribution] = {}
    waiting = [OURS]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # asked for on another platform only
        wanted = [Requirement(line) for line in found[name].requires or ()]
        waiting += [
            need.name.lower().replace("_", "-")
            for need in wanted
            if need.marker is None or need.marker.evaluate({"extra": ""})
        ]
    return dict(sorted(found.items()))


def licence_of(found: Distribution) -> str:
    """What the metadata of a distribution say of its licence, in a line."""
    meta = found.metadata
    words: list[str] = [*(meta.get_all("License-Expression") or ())]
    words += [text[:200] for text in meta.get_all("License") or ()]  # some give the whole text
    words += [line for line in meta.get_all("Classifier") or () if line.startswith("License")]
    return " / ".join(" ".join(word.split()) for word in words if word.strip())


def is_refused(licence: str) -> bool:
    """True without any licence, and for the GPL and AGPL where the LGPL is not offered as well."""
    return not licence or bool(REFUSED.search(licence) and not WELCOME.search(licence))


def texts_of(found: Distribution) -> Iterator[tuple[str, str]]:
    """The files with licences and notices that a distribution brings: name, text."""
    for file in found.files or ():
        if _TEXTS.search(file.as_posix()) and file.suffix.lower() in {"", ".txt", ".md", ".rst"}:
            yield file.name, Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")


def page() -> str:
    """All of it: first a list, then the texts."""
    parts = shipped()
    lines = ["Transcript Annotator and what comes with it", ""]
    lines += [f"{name} {found.version}: {licence_of(found)}" for name, found in parts.items()]
    for file in sorted(OWN_TEXTS.glob("*.txt")):
        lines += _titled(f"{OURS}: {file.name}", file.read_text(encoding="utf-8"))
    for name, found in parts.items():
        for title, text in texts_of(found):
            lines += _titled(f"{name} {found.version}: {title}", text)
    return "\n".join(lines) + "\n"


def _titled(title: str, text: str) -> list[str]:
    return ["", "=" * 80, title, "=" * 80, "", text.strip()]


def main(target: Path) -> int:
    """Write the file; 1 where something may not ship."""
    refused = [name for name, found in shipped().items() if is_refused(licence_of(found))]
    if refused:
        print(f"may not ship: {', '.join(refused)}", file=sys.stderr)
        return 1
    target.write_text(page(), encoding="utf-8", newline="\n")
    print(f"{len(shipped())} parts in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
