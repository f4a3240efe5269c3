"""What do the icon files of Windows and macOS hold? The picture of the program, in every size.

    uv run python packaging/icons.py FOLDER

writes `annotator.ico` and `annotator.icns` there; the specification of PyInstaller does it.
Both are lists of PNG pictures.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

PICTURE = Path(__file__).parents[1] / "resources/annotator_resources/icons/annotator.svg"

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
ICNS_KINDS = {"icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512}
_HEAD, _ENTRY = 6, 16


def ico(pictures: dict[int, bytes]) -> bytes:
    """An icon of Windows; a side of 256 is written as 0 there."""
    made, at = struct.pack("<HHH", 0, 1, len(pictures)), _HEAD + _ENTRY * len(pictures)
    for size, png in pictures.items():
        made += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), at)
        at += len(png)
    return made + b"".join(pictures.values())


def icns(pictures: dict[str, bytes]) -> bytes:
    """An icon of macOS: pictures by the name of their kind."""
    body = b"".join(
        kind.encode("ascii") + struct.pack(">I", len(png) + 8) + png
        for kind, png in pictures.items()
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def pictures_of(sizes: set[int]) -> dict[int, bytes]:
    """The picture as PNG, by the length of a side in pixels."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication([])
    renderer, found = QSvgRenderer(str(PICTURE)), {}
    for size in sorted(sizes):
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        kept = QByteArray()
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        found[size] = kept.data()
    del app
    return found


def write(folder: Path) -> None:
    """Write both files into the folder."""
    drawn = pictures_of({*ICO_SIZES, *ICNS_KINDS.values()})
    (folder / "annotator.ico").write_bytes(ico({size: drawn[size] for size in ICO_SIZES}))
    kinds = {kind: drawn[size] for kind, size in ICNS_KINDS.items()}
    (folder / "annotator.icns").write_bytes(icns(kinds))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
