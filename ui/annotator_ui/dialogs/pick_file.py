"""Which file or folder is meant? Asked with the system's own dialog, without blocking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PROJECTS: Final = "Annotator projects (*.annotator)"
PROJECTS_AND_PACKS: Final = "Annotator projects and packs (*.annotator *.annotator-pack)"
TRANSCRIPTS: Final = (
    "Transcripts (*.txt *.text *.md *.docx *.odt *.rtf *.pdf *.html *.htm *.epub *.srt *.vtt "
    "*.json *.xml *.csv *.tsv *.xlsx *.zip);;All files (*)"
)
WORKBOOKS: Final = "Excel workbooks (*.xlsx)"
CODEBOOKS: Final = "Codebooks (*.xlsx *.xlsm *.ods *.xls *.csv *.tsv *.txt *.md *.yml *.qdc)"
CODEBOOKS_OUT: Final = (
    "Excel workbook (*.xlsx);;Comma-separated table (*.csv);;REFI-QDA codebook (*.qdc);;"
    "Word document (*.docx);;Markdown (*.md)"
)

PASSAGES: Final = (
    "Excel workbook (*.xlsx);;Comma-separated table (*.csv);;Word document (*.docx);;"
    "Markdown (*.md)"
)

TABLES: Final = "Tables and lists (*.csv *.xlsx *.txt)"
TABLES_OUT: Final = "Excel workbook (*.xlsx);;Comma-separated table (*.csv)"
TABLES_IN: Final = "Tables (*.csv *.tsv *.xlsx)"


def documents() -> Path:
    """The user's documents, or the home folder where there is no such folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()


def pick_files(
    parent: QWidget, title: str, kinds: str, then: Callable[[list[Path]], object]
) -> QFileDialog:
    """Ask for one or more files that are there."""
    dialog = _dialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()
    return dialog


def pick_file(
    parent: QWidget, title: str, kinds: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask for one file that is there."""
    dialog = _dialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def pick_target(
    parent: QWidget, title: str, kinds: str, proposal: Path, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write; the ending follows the kind, and is added where it was left out."""
    dialog = _dialog(parent, title, kinds)
    dialog.filterSelected.connect(lambda kind: _follow_kind(dialog, kind))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposal.suffix.removeprefix("."))
    dialog.setDirectory(str(proposal.parent))
    dialog.selectFile(proposal.name)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def pick_folder(
    parent: QWidget, title: str, start: Path, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, title, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setDirectory(str(start))
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def _follow_kind(dialog: QFileDialog, kind: str) -> None:
    ending = kind.rpartition("*")[2].rstrip(")")
    dialog.setDefaultSuffix(ending.removeprefix("."))
    for name in dialog.selectedFiles()[:1]:
        dialog.selectFile(Path(name).with_suffix(ending).name)


def _dialog(parent: QWidget, title: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(documents()), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
