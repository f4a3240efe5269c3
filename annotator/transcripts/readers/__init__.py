"""Which files of other kinds than plain text are read, and how? One module per format."""

from __future__ import annotations
