"""Which version of the program wrote this?"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def program_version() -> str:
    """The version of this program, empty where it runs without being installed."""
    try:
        return version("transcript-annotator")
    except PackageNotFoundError:
        return ""
