"""Which files does a double click open? The same four kinds on every system.

Linux reads them from `linux/annotator.xml`, Windows from `windows/annotator.iss`; macOS from the
application's own description, which the specification of PyInstaller makes from here.
"""

from __future__ import annotations

from typing import Any

IDENTIFIER = "org.transcript-annotator.Annotator"

KINDS = {
    "annotator": "Annotator project",
    "annotator-pack": "Annotator pack",
    "annotator-return": "Annotator return",
    "annotator-answers": "Annotator answers",
}
"""Ending, and what the file is called."""


def info_plist() -> dict[str, Any]:
    """What macOS is told of the program: its kinds of files, by names that are ours alone."""
    return {
        "NSHighResolutionCapable": True,
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": _type(ending),
                "UTTypeDescription": name,
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": [ending]},
            }
            for ending, name in KINDS.items()
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": name,
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [_type(ending)],
            }
            for ending, name in KINDS.items()
        ],
    }


def _type(ending: str) -> str:
    return f"{IDENTIFIER}.{ending}"
