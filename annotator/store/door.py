"""Is this file a project of ours, whole enough to be opened? Everything that opens asks here."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path, PurePath
from urllib.parse import quote

import sqlalchemy as sa

from annotator.errors import Damaged, FileProblem, ProjectProblem
from annotator.store import guarded
from annotator.store.explaining import code, damaged, explained, name_too_long
from annotator.store.folders import SIDE_FILES, backups_of, is_read_only_medium, leftovers
from annotator.store.schema import APPLICATION_ID, FIRST_SCHEMA, SCHEMA, metadata

_SMALL = ("project", "replica", "coder", "round", "codebook_version")
"""Tables with a few rows, which are read as soon as a project opens."""


def place_of(path: str | os.PathLike[str]) -> Path:
    """The file somebody named, links followed; `FileProblem` where no file can have that name."""
    named = Path(path)
    if not os.fspath(path):
        raise FileProblem("No file was named.", "Name a file that ends in .annotator.")
    try:
        place = named.resolve()
        place.stat()  # says what resolving lets pass: names too long, folders nobody may look into
    except (FileNotFoundError, NotADirectoryError):
        pass
    except RuntimeError as error:  # before Python 3.13: a circle of links
        raise _out_of_reach(named, OSError(errno.ELOOP, str(error))) from error
    except ValueError as error:
        raise FileProblem(
            f"No file can be called {named.name!a}.", "Choose another name.", str(error)
        ) from error
    except OSError as error:
        raise _out_of_reach(named, error) from error
    _must_leave_room(place)
    return place


def _must_leave_room(place: Path) -> None:
    """SQLite keeps files beside it whose names are longer still."""
    name = place.name if sys.platform == "win32" else os.fsencode(place.name)
    if len(name) + max(map(len, SIDE_FILES)) > _LONGEST:
        raise name_too_long(place)


_LONGEST = 255
"""Of a name: in bytes, on Windows in characters."""


def address(path: Path, *, read_only: bool) -> str:
    """Where SQLite finds a project, in the one way that works on this medium.

    Where nobody can write, SQLite cannot make what reading a log takes. Without a log the file
    is all there is; with one, what came last would be missing, so that is refused.
    """
    if not read_only or not is_read_only_medium(path):
        return uri(path, read_only=read_only)
    log = next(iter(leftovers(path)), None)
    if log is not None:
        raise ProjectProblem(
            f"{path.name} was not closed properly, and what came last stands in {log.name}; "
            "where nobody can write the two cannot be read together.",
            f"Copy {path.name} and {log.name} to a folder of your own and open it there.",
        )
    return uri(path, read_only=True, immutable=True)


def uri(path: PurePath, *, read_only: bool, immutable: bool = False) -> str:
    """SQLite's address of a file that is there; a share (//server/share) has no host for SQLite."""
    if isinstance(path, Path):
        path = path.absolute()  # a name beside the program is one of the current folder
    place = path.as_uri()
    if path.drive.startswith("\\\\"):
        place = "file:" + quote("//" + path.as_posix(), safe="/")
    end = "&immutable=1" if immutable else ""
    return f"{place}?mode={'ro' if read_only else 'rw'}{end}"


def schema_number(path: Path, *, writing: bool) -> int:
    """The schema number of a project file; `ProjectProblem` where it is not one of ours.

    After a crash the file may have to be put right before it can be read, which only one who is
    `writing` may do.
    """
    _must_be_a_file(path)
    try:
        application, version = _numbers(path, read_only=True)
    except sqlite3.Error as error:
        if code(error) & 0xFF != sqlite3.SQLITE_READONLY:
            raise _foreign(error, path) or error from error
        if not writing:
            raise ProjectProblem(
                f"{path.name} was not closed properly and cannot be opened for reading only.",
                "Open it once for writing; that puts it right.",
                str(error),
            ) from error
        try:
            application, version = _numbers(path, read_only=False)
        except sqlite3.Error as again:
            raise explained(again, path) or again from again
    if application != APPLICATION_ID:
        raise ProjectProblem(
            f"{path.name} is a database of another program, not a project.",
            "Projects end in .annotator and are made by this program.",
        )
    if version < FIRST_SCHEMA:  # which no version ever wrote: the number was lost or altered
        raise damaged(path, f"its schema number is {version}")
    if version > SCHEMA:
        raise ProjectProblem(
            f"{path.name} was made by a newer version of this program "
            f"(schema {version}, this one knows {SCHEMA}).",
            "Install the newest version and open it there. Nothing was changed.",
        )
    return version


def _numbers(path: Path, *, read_only: bool) -> tuple[int, int]:
    """Asked through SQLite alone: closing a descriptor of our own would drop its locks."""
    with closing(guarded.connect(address(path, read_only=read_only))) as raw:
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        return int(application), int(raw.execute("PRAGMA user_version").fetchone()[0])


def _must_be_a_file(path: Path) -> None:
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ProjectProblem(
            f"There is no project called {path.name} here.",
            "It may have been moved or renamed, or its drive is not plugged in.",
        ) from error
    except OSError as error:
        raise _out_of_reach(path, error) from error
    if stat.S_ISDIR(about.st_mode):
        raise ProjectProblem(
            f"{path.name} is a folder, not a project.", "Choose a file that ends in .annotator."
        )
    if not stat.S_ISREG(about.st_mode):
        raise ProjectProblem(
            f"{path.name} is a device or a pipe, not a project.",
            "Choose a file that ends in .annotator.",
        )
    if not os.access(path, os.R_OK):
        raise ProjectProblem(f"{path.name} cannot be read.", "Ask for permission to read the file.")
    if about.st_size == 0:
        raise _no_project(path)


def _out_of_reach(path: Path, error: OSError) -> FileProblem:
    if error.errno == errno.ENAMETOOLONG:
        return name_too_long(path)
    if error.errno == errno.ELOOP:
        return FileProblem(f"{path.name} is a link that leads nowhere.", "Choose the file itself.")
    return FileProblem(
        f"{path.name} cannot be reached.",
        "Ask for permission to read the folder, or check that its drive is connected.",
        str(error),
    )


def _foreign(error: sqlite3.Error, path: Path) -> Exception | None:
    if code(error) & 0xFF == sqlite3.SQLITE_NOTADB:
        return _no_project(path, str(error))
    return explained(error, path)


def _no_project(path: Path, detail: str = "") -> ProjectProblem:
    kind = Damaged if backups_of(path).is_dir() else ProjectProblem
    return kind(
        f"{path.name} is not a project of this program.",
        "Projects end in .annotator, and transcripts are imported into one. If this was a "
        f"project, it is damaged: open the newest file from the folder “{backups_of(path).name}”.",
        detail,
    )


def must_have_one_name(path: Path) -> None:
    """Refuse to write through one of several hard links.

    Such a file is mostly one of a backup program's: what is written would change every backup
    that shares it. And SQLite keeps its log by the name: two names would be two logs.
    """
    try:
        names = path.stat().st_nlink
    except OSError:
        return  # said with better words by whoever opens it
    if names > 1:
        raise ProjectProblem(
            f"{path.name} has {names} names (hard links): coding in it would change the file "
            "behind every one of them, and that is mostly a backup.",
            "Copy it and open the copy, or open it for reading only.",
        )


def must_hold_a_project(raw: sqlite3.Connection, path: Path) -> None:
    """Raise `ProjectProblem` where a table, a column or a first row is missing or not ours.

    Costs what a few small tables cost; what is in the large ones is seen when it is read.
    """
    refuse_live_objects(raw, path)
    fault = _missing_columns(raw) or _missing_rows(raw) or _wrong_values(raw, _SMALL)
    if fault:
        raise damaged(path, fault)


def refuse_live_objects(raw: sqlite3.Connection, path: Path) -> None:
    """A project holds tables and indexes; a trigger or a view could act on its own."""
    row = raw.execute(
        "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index')"
        " OR coalesce(rootpage, 0) = 0 OR (type = 'table' AND sql NOT LIKE 'CREATE TABLE%')"
    ).fetchone()
    if row:
        raise ProjectProblem(
            f"{path.name} holds things a project never has ({row[0]} {row[1]}).",
            "Do not use this file; ask who sent it for a fresh copy.",
        )


def _missing_columns(raw: sqlite3.Connection) -> str:
    try:
        found = set(
            raw.execute(
                "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c"
                " WHERE m.type = 'table'"
            )
        )
    except UnicodeDecodeError:
        return "a name in it is no text"
    for table in metadata.tables.values():
        for column in table.columns:
            if (table.name, column.name) not in found:
                return f"{table.name}.{column.name} is not there"
    return ""


def _missing_rows(raw: sqlite3.Connection) -> str:
    projects, homes, *others = raw.execute(
        "SELECT (SELECT count(*) FROM project),"
        " (SELECT count(*) FROM project JOIN replica ON replica.id = project.replica_id),"
        " EXISTS (SELECT 1 FROM coder WHERE removed IS 0),"
        " EXISTS (SELECT 1 FROM round WHERE removed IS 0),"
        " EXISTS (SELECT 1 FROM codebook_version WHERE removed IS 0)"
    ).fetchone()
    if (projects, homes) != (1, 1):
        return f"{projects} projects with {homes} replicas"
    names = ("coder", "round", "codebook version")
    return next((f"no {name}" for name, there in zip(names, others, strict=True) if not there), "")


def wrong_values(raw: sqlite3.Connection) -> str:
    """Where the file holds what the program never writes, or ""; reads every table."""
    return (
        _missing_columns(raw)
        or _missing_rows(raw)
        or _wrong_values(raw, metadata.tables)
        or _wrong_indexes(raw)
    )


def _wrong_indexes(raw: sqlite3.Connection) -> str:
    """Where an index says other than its table does, which a look at tables alone cannot see."""
    found = str(raw.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if found == "ok" else found


def _wrong_values(raw: sqlite3.Connection, tables: Iterable[str]) -> str:
    for name in tables:
        table = metadata.tables[name]
        wrong = {column.name: is_wrong(column) for column in table.columns}
        either = " OR ".join(wrong.values())
        keys = [f'"{key.name}"' for key in table.primary_key]
        columns = ", ".join([*keys[:1], *wrong.values()])
        row = raw.execute(f'SELECT {columns} FROM "{name}" WHERE {either} LIMIT 1').fetchone()  # noqa: S608
        if row:
            bad = next(column for column, hit in zip(wrong, row[1:], strict=True) if hit)
            return f"{name}.{bad} in row {row[0]}"
    return ""


def is_wrong(column: sa.Column[object]) -> str:
    """An expression that is 1 where SQLite holds a value of another kind, and 0 elsewhere."""
    name = f'"{column.name}"'
    kind = column.type
    if isinstance(kind, sa.Uuid):
        fits = f"typeof({name}) = 'blob' AND length({name}) = 16"
    elif isinstance(kind, sa.Boolean):
        fits = f"typeof({name}) = 'integer' AND {name} IN (0, 1)"
    elif isinstance(kind, sa.JSON):
        fits = f"typeof({name}) = 'text' AND json_valid({name})"
    elif isinstance(kind, sa.LargeBinary):
        fits = f"typeof({name}) = 'blob'"
    else:
        fits = f"typeof({name}) = '{'integer' if isinstance(kind, sa.Integer) else 'text'}'"
    if column.nullable:
        fits = f"{name} IS NULL OR ({fits})"
    return f"NOT ({fits})"
