"""How is a project file opened, read, written and closed without losing an act?"""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from annotator.errors import FileProblem, ProjectProblem, UserError
from annotator.store import folders
from annotator.store.lock import LockFile
from annotator.store.schema import APPLICATION_ID, SCHEMA, metadata

HEADER = b"SQLite format 3\x00"
_SIDE_FILES = ("-wal", "-shm", "-journal")


class Store:
    """One open project file: any number of readers, one writer.

    Local files run in WAL with synchronous FULL, so a commit is on disk when it returns and
    reading never waits for it; on network and synced folders a rollback journal is used, because
    WAL's side files break there. `close` folds everything back into the one file.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.warnings: list[str] = []
        self.unclean = False
        """The last one to write did not close the file."""
        self._lock_file: LockFile | None = None
        self._turn = threading.RLock()
        self._engine = _engine(path, read_only=read_only)
        self._writer: sa.Connection | None = None

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make an empty project file under a name nobody has; see `put_in_place`."""
        folders.must_be_writable(path.parent)
        store: Store | None = None
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR))
            with _closing(sqlite3.connect(path)) as raw:
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                raw.execute(f"PRAGMA user_version={SCHEMA}")
            store = cls.open(path)
            with store.writing() as connection:
                metadata.create_all(connection)
        except BaseException as error:
            if store is not None:
                store.close()
            discard(path)
            if isinstance(error, (sqlite3.Error, OSError)):
                raise explained(error, path) or error from error
            raise
        return store

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open a project file of this schema; `ProjectProblem` says why not."""
        version = schema_number(path, writing=not read_only)
        if version != SCHEMA:
            raise ProjectProblem(
                f"{path.name} has the schema number {version}, and this program knows {SCHEMA}.",
                "Open it through the project, which brings it up to date first.",
            )
        store = cls(path, read_only=read_only)
        try:
            store._begin()
        except BaseException:
            store.close()
            raise
        return store

    def _begin(self) -> None:
        if not self.read_only:
            lock = LockFile(self.path)
            lock.take()
            self._lock_file = lock
            self.unclean = lock.left_by is not None or _leftovers(self.path)
        with self._as_user_error(), self._engine.connect() as connection:
            _refuse_live_objects(connection, self.path)
        if not self.read_only:
            self._choose_journal()

    def _choose_journal(self) -> None:
        warning = folders.why_not_local(self.path)
        if warning:
            self.warnings.append(warning)
        with self._as_user_error():
            pooled = self._engine.raw_connection()
            pooled.cursor().execute(f"PRAGMA journal_mode={'DELETE' if warning else 'WAL'}")
            pooled.close()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the project; safe on any thread."""
        with self._as_user_error(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """The one transaction that may write; all of it is on disk when this returns, or none."""
        if self.read_only:
            raise ProjectProblem(
                "This project is open for reading only.",
                "Close it and open it for writing, or save a copy and work on that.",
            )
        with self._turn, self._as_user_error():
            if self._writer is None:
                self._writer = self._engine.connect().execution_options(writes=True)
            try:
                with self._writer.begin():
                    yield self._writer
            except BaseException:
                self._end_transaction(self._writer)
                raise

    def _end_transaction(self, writer: sa.Connection) -> None:
        """A commit that failed is over for SQLAlchemy, but SQLite still has it open."""
        raw = writer.connection.driver_connection
        if raw is not None and raw.in_transaction:
            raw.rollback()

    def raw(self) -> sqlite3.Connection:
        """A sqlite3 connection of its own, for the backup interface and the integrity check."""
        return sqlite3.connect(_uri(self.path, read_only=True), uri=True)

    @contextmanager
    def _as_user_error(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.IntegrityError:
            raise
        except (sqlite3.Error, sa.exc.DBAPIError) as error:
            known = explained(getattr(error, "orig", error), self.path)
            if known is None:
                raise  # our own mistake, not the disk's: shown as a bug, not as a hint
            raise known from error

    def close(self) -> None:
        """Fold the log back into the file, so that the project is one file again."""
        with self._turn:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._engine.dispose()
            if self._lock_file is not None:
                # Never by the bare path: where the file was renamed, an empty one would be made
                # there, and SQLite would throw the log of the real one away.
                again = _uri(self.path, read_only=False)
                with suppress(sqlite3.Error), _closing(sqlite3.connect(again, uri=True)) as raw:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    raw.execute("PRAGMA journal_mode=DELETE")
                self._lock_file.release()
                self._lock_file = None


def schema_number(path: Path, *, writing: bool) -> int:
    """The schema number of a project file; `ProjectProblem` where it is not one of ours.

    After a crash the file may have to be put right before it can be read, which only one who is
    `writing` may do.
    """
    _refuse_foreign_bytes(path)
    try:
        application, version = _numbers(path, read_only=True)
    except sqlite3.Error as error:
        if not _needs_recovery(error):
            raise explained(error, path) or error from error
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
    if version > SCHEMA:
        raise ProjectProblem(
            f"{path.name} was made by a newer version of this program "
            f"(schema {version}, this one knows {SCHEMA}).",
            "Install the newest version and open it there. Nothing was changed.",
        )
    return int(version)


def _numbers(path: Path, *, read_only: bool) -> tuple[int, int]:
    with _closing(sqlite3.connect(_uri(path, read_only=read_only), uri=True)) as raw:
        application = raw.execute("PRAGMA application_id").fetchone()[0]
        return int(application), int(raw.execute("PRAGMA user_version").fetchone()[0])


def _needs_recovery(error: sqlite3.Error) -> bool:
    """Whether a journal left by a crash must be rolled back before the file can be read."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY


def explained(error: BaseException, path: Path) -> UserError | None:
    """What a database error means to the person at the desk; None where it is our own mistake."""
    words = str(error)
    if isinstance(error, FileExistsError):
        return FileProblem(
            f"There is already a file called {path.name} in this folder.",
            "Choose another name, or open that one.",
        )
    if _is_full(error):
        return FileProblem(
            "The disk is full: the act was not saved, everything before it is safe.",
            "Free some space and do it again.",
            words,
        )
    if "readonly" in words or "read-only" in words or "attempt to write" in words:
        return FileProblem(
            f"{path.name} cannot be written to: the file or its folder is read-only.",
            "Copy it to a folder of your own, or open it for reading only.",
            words,
        )
    if "locked" in words or "busy" in words:
        return ProjectProblem(
            f"Another program is holding {path.name}.",
            "Close programs that back up or synchronise this folder, then try again.",
            words,
        )
    if "not a database" in words or "malformed" in words or "encrypted" in words:
        return ProjectProblem(
            f"{path.name} is damaged and cannot be read as a project.",
            "Open the newest file from the backups folder beside it.",
            words,
        )
    if isinstance(error, OSError) or "disk I/O" in words or "unable to open" in words:
        return FileProblem(
            f"{path.name} could not be read or written.",
            "Check that the drive is still connected and has space, then try again.",
            words,
        )
    return None


def _is_full(error: BaseException) -> bool:
    """Told by number: the words of an error may hold a path, and a path may hold any word."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL


def discard(path: Path) -> None:
    """Remove a project file that was not finished, with what SQLite keeps beside it."""
    for ending in ("", *_SIDE_FILES):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def put_in_place(part: Path, target: Path) -> None:
    """Give a finished file its name at once; `FileProblem` where the name was taken meanwhile."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR))
        part.replace(target)
    except OSError as error:
        discard(part)
        raise explained(error, target) or error from error


def _engine(path: Path, *, read_only: bool) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            _uri(path, read_only=read_only),
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            timeout=10,
        ),
        poolclass=sa.QueuePool,
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin_transaction)
    return engine


def _prepare(raw: sqlite3.Connection, _record: object) -> None:
    """A project file is opened as if a stranger had sent it."""
    for pragma in (
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "foreign_keys=ON",
        "synchronous=FULL",
        "cache_size=-32000",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin_transaction(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _uri(path: Path, *, read_only: bool) -> str:
    return f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"


@contextmanager
def _closing(raw: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield raw
    finally:
        raw.close()


def _refuse_foreign_bytes(path: Path) -> None:
    if path.is_dir():
        raise ProjectProblem(
            f"{path.name} is a folder, not a project.", "Choose a file that ends in .annotator."
        )
    try:
        with path.open("rb") as file:
            head = file.read(len(HEADER))
    except FileNotFoundError as error:
        raise ProjectProblem(
            f"There is no project called {path.name} here.",
            "It may have been moved or renamed, or its drive is not plugged in.",
        ) from error
    except OSError as error:
        raise ProjectProblem(
            f"{path.name} cannot be read.", "Ask for permission to read the file.", str(error)
        ) from error
    if head != HEADER:
        raise ProjectProblem(
            f"{path.name} is not a project of this program.",
            "Transcripts are imported into a project; projects end in .annotator.",
        )


def _refuse_live_objects(connection: sa.Connection, path: Path) -> None:
    """A project holds tables and indexes; a trigger or a view could act on its own."""
    rows = connection.exec_driver_sql(
        "SELECT type, name FROM sqlite_master WHERE type NOT IN ('table', 'index')"
        " OR sql LIKE 'CREATE VIRTUAL%'"
    ).all()
    if rows:
        raise ProjectProblem(
            f"{path.name} holds things a project never has ({rows[0][0]} {rows[0][1]}).",
            "Do not use this file; ask who sent it for a fresh copy.",
        )


def _leftovers(path: Path) -> bool:
    sides = (path.with_name(path.name + ending) for ending in ("-wal", "-journal"))
    return any(side.exists() and side.stat().st_size > 0 for side in sides)


def copy_file(store: Store, target: Path) -> None:
    """A consistent copy of an open project, through SQLite's own backup, put in place whole.

    A project of that name must not be open anywhere, and what a crash left beside it goes: its
    log would be played into the copy.
    """
    folders.must_be_writable(target.parent)
    if target.is_dir():
        raise FileProblem(f"{target.name} is a folder.", "Give the copy a name of its own.")
    lock = LockFile(target)
    lock.take()
    part = target.with_name(f"{target.name}.{uuid4().hex}.part")
    try:
        with _closing(store.raw()) as source, _closing(sqlite3.connect(part)) as copy:
            source.backup(copy, pages=2000)
            copy.execute("PRAGMA journal_mode=DELETE")
        for ending in _SIDE_FILES:
            target.with_name(target.name + ending).unlink(missing_ok=True)
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        discard(part)
        raise explained(error, target) or error from error
    finally:
        lock.release()
