"""One open project file: every act and every question goes through it."""

from __future__ import annotations

from annotator.project.opening import Project

__all__ = ["Project"]
