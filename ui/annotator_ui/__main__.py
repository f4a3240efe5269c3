"""The command `annotator`: a verb goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit code: 0 done, 2 something the user can cure."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given and not _is_for_window(given[0]):
        from annotator import cli

        return cli.main(given)
    try:
        from annotator_ui.quick_start import open_window

        return open_window(given)
    except ImportError as error:
        from annotator_ui.display import missing_libraries

        sys.stderr.write(missing_libraries(str(error)) + "\n")
        return 2


def _is_for_window(word: str) -> bool:
    from annotator.verbs import is_for_window

    return is_for_window(word)


if __name__ == "__main__":
    sys.exit(main())
