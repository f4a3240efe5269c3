"""How does a memo look that was written in Markdown?"""

from __future__ import annotations

from PySide6.QtCore import QSize, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QSizePolicy, QTextBrowser

_PLAIN_MARKDOWN = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class MemoPreview(QTextBrowser):
    """Shows Markdown as high as it is; loads nothing and opens nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("Memo as it reads")
        self.setProperty("part", "page")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.document().setDocumentMargin(6)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A memo may name a picture; nothing is fetched for it."""
        del kind, name
        return None

    def show_markdown(self, text: str) -> None:
        self.document().setDefaultFont(self.font())
        self.document().setMarkdown(text, _PLAIN_MARKDOWN)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        height = self.document().size().height() + 2 * self.frameWidth() + 4
        return QSize(200, min(max(round(height), 40), 320))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())
