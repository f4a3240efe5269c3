"""Which version is this, whose work is in it, and where are things kept?"""

from __future__ import annotations

import platform

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from annotator import __version__, faults
from annotator_ui.dialogs.frame import FramedDialog
from annotator_ui.parts.words import words

LICENCES = (
    ("Transcript Annotator", "MIT"),
    ("Qt for Python", "LGPL 3"),
    ("SQLAlchemy, Alembic, openpyxl, charset-normalizer, platformdirs", "MIT"),
    ("NumPy, pandas, xlrd, msgspec", "BSD 3-Clause"),
    ("pypdfium2, cryptography", "BSD 3-Clause, Apache 2.0"),
    ("regex", "Apache 2.0, CNRI Python"),
    ("Inter, Charis SIL", "SIL Open Font License 1.1"),
    ("Lucide icons", "ISC"),
)


NO_NETWORK = (
    "This program uses no network: it looks for no updates, sends nothing, and loads nothing from "
    "anywhere."
)


class AboutDialog(FramedDialog):
    """Version, licences, folder of reports; one button copies it all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            "Transcript Annotator",
            "Hand-coding of political transcripts, offline, one file per project.",
            "Close",
        )
        self.cancel_button.say("Copy details", key="")
        self.cancel_button.clicked.disconnect()
        self.cancel_button.clicked.connect(self.copy_details)
        self.body.addWidget(words(self.details(), kind="base", wrap=True))
        self.body.addWidget(words("Licences", kind="section"))
        lines = "\n".join(f"{what} – {licence}" for what, licence in LICENCES)
        self.body.addWidget(words(lines, kind="small", tone="muted", wrap=True))
        self.setMinimumWidth(580)

    def details(self) -> str:
        return "\n".join(
            (
                f"Version {__version__}",
                f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
                f"Reports about faults: {faults.folder()}",
                NO_NETWORK,
            )
        )

    def copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self.details())
