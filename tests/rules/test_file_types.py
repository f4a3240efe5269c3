"""Does a double click open every kind of file of ours, on Linux, Windows and macOS alike?"""

from __future__ import annotations

import configparser
import plistlib
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from annotator.teamwork.packs import PACK, RETURN

PACKAGING = Path(__file__).parents[2] / "packaging"
ENDINGS = {".annotator", PACK, RETURN, ".annotator-answers"}


def part_of_packaging(name: str) -> ModuleType:
    """A module of the folder, which is no package on purpose."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_linux_knows_them_and_opens_them() -> None:
    written = (PACKAGING / "linux" / "annotator.xml").read_text(encoding="utf-8")
    tree = ElementTree.fromstring(written)  # noqa: S314 - our own file
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (kind,) = tree.findall("m:mime-type", space)
    assert {glob.get("pattern") for glob in kind.findall("m:glob", space)} == {
        f"*{each}" for each in ENDINGS
    }
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(PACKAGING / "linux" / "annotator.desktop")
    assert entry["Desktop Entry"]["MimeType"] == f"{kind.get('type')};"
    assert entry["Desktop Entry"]["Exec"] == "annotator %f"


def test_windows_knows_them_and_opens_them() -> None:
    script = (PACKAGING / "windows" / "annotator.iss").read_text(encoding="utf-8")
    assert "ChangesAssociations=yes" in script
    line = r'Subkey: "Software\\Classes\\{}"; ValueType: string; ValueData: "(.*)"(?:;|$)'
    for ending in ENDINGS:
        (program_id,) = re.findall(line.format(re.escape(ending)), script)
        command = re.escape(f"{program_id}\\shell\\open\\command")
        (opened,) = re.findall(line.format(command), script, re.MULTILINE)
        assert opened == '""{app}\\annotator.exe"" ""%1""'


def test_macos_knows_them_by_names_that_are_ours() -> None:
    told = plistlib.loads(plistlib.dumps(part_of_packaging("file_types").info_plist()))
    declared = {
        each["UTTypeIdentifier"]: each["UTTypeTagSpecification"]["public.filename-extension"]
        for each in told["UTExportedTypeDeclarations"]
    }
    assert {f".{ending}" for endings in declared.values() for ending in endings} == ENDINGS
    opened = [name for each in told["CFBundleDocumentTypes"] for name in each["LSItemContentTypes"]]
    assert sorted(opened) == sorted(declared)


@pytest.mark.usefixtures("qapp")
def test_the_icons_hold_the_picture_in_every_size(tmp_path: Path) -> None:
    from PySide6.QtGui import QImage, QImageReader

    icons = part_of_packaging("icons")
    icons.write(tmp_path)
    reader = QImageReader(str(tmp_path / "annotator.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        reader.jumpToImage(number)
        sizes.append(reader.read().width())
    assert sizes == list(icons.ICO_SIZES)
    held = (tmp_path / "annotator.icns").read_bytes()
    assert held[:4] == b"icns"
    assert int.from_bytes(held[4:8], "big") == len(held)
    at, sides = 8, {}
    while at < len(held):
        length = int.from_bytes(held[at + 4 : at + 8], "big")
        picture = QImage.fromData(held[at + 8 : at + length], "PNG")  # type: ignore[call-overload]
        sides[held[at : at + 4].decode()] = picture.width()
        at += length
    assert sides == icons.ICNS_KINDS
