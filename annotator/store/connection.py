"""How is a project file opened, read, written and closed without losing an act?"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from annotator.errors import ProjectProblem, Refused, UserError
from annotator.store import aftermath, door, folders, guarded
from annotator.store.explaining import damaged, explained, moved
from annotator.store.lock import LockFile
from annotator.store.schema import APPLICATION_ID, SCHEMA, metadata

_PATIENCE_S = 0.25
"""How long the thread of a window waits for its turn."""
_WAIT_MS, _WAIT_IN_A_HURRY_MS = 10_000, 1000
"""How long for another program that holds the file; the second for the thread of a window."""
_CACHE = -8_000
_SMALL_CACHE = -2_000
"""Of pages, in KiB, as SQLite wants them said."""


class Store:
    """One open project file: any number of readers, one writer.

    Local files run in WAL, so that reading never waits for a commit; on network and synced folders
    a rollback journal is used, because WAL's side files break there. With synchronous EXTRA a
    commit is on disk when it returns, the end of that journal included. `close` folds everything
    back into the one file.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.warnings: list[str] = []
        self.unclean = False
        """The last one to write did not close the file."""
        self.hurried_thread: int | None = None
        """The thread whose acts are refused, not kept waiting, while something long is written or
        another program holds the file."""
        self.backing_up = threading.Lock()
        self._pid = os.getpid()
        self._lock_file: LockFile | None = None
        self._turn = threading.RLock()
        self._uri = door.address(path, read_only=read_only)
        self._anchor: sqlite3.Connection | None = None
        """Opened first and closed last: it stays on our file, wherever that is moved."""
        self._anchor_turn = threading.Lock()
        self._place = os.fspath(path)
        self._identity: tuple[int, int] | None = None
        self._engine = sa.create_engine("sqlite://", creator=self._connect, poolclass=sa.QueuePool)
        sa.event.listen(self._engine, "begin", self._begin_transaction)
        self._writer: sa.Connection | None = None

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make an empty project file under a name nobody has; see `put_in_place`."""
        folders.must_be_writable(path.parent)
        store: Store | None = None
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666))
            with closing(sqlite3.connect(path, isolation_level=None)) as raw:
                raw.execute("BEGIN")  # one commit for both: each waits for the disk
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                raw.execute(f"PRAGMA user_version={SCHEMA}")
                raw.execute("COMMIT")
            store = cls(path, read_only=False)
            store._take_lock()
            store._drop_anchor()
            store._choose_journal()
            with store.writing() as connection:
                for statement in _statements():
                    connection.exec_driver_sql(statement)
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
        version = door.schema_number(path, writing=not read_only)
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
            self._take_lock()
        with self._as_user_error():
            raw = self._drop_anchor()
            door.must_hold_a_project(raw, self.path)
        if not self.read_only:
            self._choose_journal()

    def _take_lock(self) -> None:
        door.must_have_one_name(self.path)
        lock = LockFile(self.path)
        lock.take()
        self.unclean = lock.left_by is not None or bool(folders.leftovers(self.path))
        try:
            if self.unclean:
                aftermath.logs_must_fit(self.path, lock.left_by.step if lock.left_by else "")
        except BaseException:
            lock.put_back()
            raise
        self._lock_file = lock

    def _drop_anchor(self) -> sqlite3.Connection:
        raw = _plain_connection(self._uri)
        self._anchor = raw
        _look(raw)
        if not folders.is_network(self.path):  # some number their files anew at every look
            self._identity = _identity(self._place)
        return raw

    def _choose_journal(self) -> None:
        warning = folders.why_not_local(self.path)
        if warning:
            self.warnings.append(warning)
        if self._anchor is None or self._lock_file is None:
            return
        with self._as_user_error():
            if aftermath.is_folded_in(self._anchor):
                self._lock_file.note(aftermath.last_step(self._anchor))
            self._anchor.execute(f"PRAGMA journal_mode={'DELETE' if warning else 'WAL'}")
            _look(self._anchor)  # without it the switch leaves a lock that keeps the log growing
            # A writer of its own from the start: where the file is moved later, acts and reading
            # keep what was opened.
            self._writer = self._engine.connect().execution_options(writes=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the project; safe on any thread."""
        self._must_be_our_process()
        with self._as_user_error(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def reading_once(self) -> Iterator[sa.Connection]:
        """The same for reading through everything: what nobody asks for again is not kept."""
        with self.reading() as connection, few_pages(connection):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """The one transaction that may write; all of it is on disk when this returns, or none."""
        if self.read_only:
            raise ProjectProblem(
                "This project is open for reading only.",
                "Close it and open it for writing, or save a copy and work on that.",
            )
        self._must_be_our_process()
        with _ends_an_act(), self._my_turn(), self._as_user_error():
            self._must_be_in_place()
            writer = self._writer
            if writer is None:
                raise RuntimeError("this project is closed")
            try:
                with writer.begin():
                    yield writer
            except BaseException:
                self._end_transaction(writer)
                raise

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_PATIENCE_S if self._in_a_hurry() else -1):
            raise Refused(
                "Something long is being written to the project at the moment.",
                "Do this again when it is done.",
            )
        try:
            yield
        finally:
            self._turn.release()

    def _in_a_hurry(self) -> bool:
        return threading.get_ident() == self.hurried_thread

    def _begin_transaction(self, connection: sa.Connection) -> None:
        raw = connection.connection.driver_connection
        if raw is not None:
            wait = _WAIT_IN_A_HURRY_MS if self._in_a_hurry() else _WAIT_MS
            raw.execute(f"PRAGMA busy_timeout={wait}")
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    def _end_transaction(self, writer: sa.Connection) -> None:
        """A commit that failed is over for SQLAlchemy, but SQLite still has it open."""
        raw = writer.connection.driver_connection
        if raw is not None and raw.in_transaction:
            raw.rollback()

    @contextmanager
    def raw(self) -> Iterator[sqlite3.Connection]:
        """A sqlite3 connection, for the backup interface and the integrity check.

        It reads what was opened also where that was moved or deleted meanwhile.
        """
        self._must_be_our_process()
        if self._anchor is not None and not self._is_in_place():
            with self._anchor_turn:
                yield self._anchor
            return
        address = door.address(self.path, read_only=True)
        with closing(guarded.connect(address, wait_ms=_WAIT_MS)) as raw:
            yield raw

    def _connect(self) -> sqlite3.Connection:
        """One more connection to the file that was opened, and to no other of its name."""
        self._must_be_in_place()
        return _plain_connection(self._uri)

    def _must_be_in_place(self) -> None:
        if not self._is_in_place():
            raise moved(self.path)

    def _is_in_place(self) -> bool:
        """Whether the file with our name is the one we opened; costs one look at its entry."""
        return self._identity is None or _identity(self._place) == self._identity

    def _must_be_our_process(self) -> None:
        """SQLite's connections do not survive a fork."""
        if os.getpid() != self._pid:
            raise ProjectProblem(
                "This project was opened by another process.", "Open it in this one as well."
            )

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
        except (ValueError, TypeError, LookupError, sa.exc.SQLAlchemyError) as error:
            fault = self._wrong_values()
            if not fault:
                raise  # the file is as we wrote it
            raise damaged(self.path, fault) from error

    def _wrong_values(self) -> str:
        """What in the file nobody of ours wrote, once something could not be made of it."""
        try:
            with self.raw() as raw:
                return door.wrong_values(raw)
        except sqlite3.Error as error:
            return str(error)

    def close(self) -> None:
        """Fold the log back into the file, so that the project is one file again."""
        if os.getpid() != self._pid:
            return  # a forked child closes nothing: lock and connections are its parent's
        with self._turn:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._engine.dispose()
            if self._anchor is not None:
                if self._lock_file is not None:
                    self._fold_back(self._anchor)
                self._anchor.close()
                self._anchor = None
            if self._lock_file is not None:
                self._lock_file.release()
                self._lock_file = None

    def _fold_back(self, anchor: sqlite3.Connection) -> None:
        """Never by the bare path: another file may have our name by now."""
        with suppress(sqlite3.Error):
            anchor.execute("PRAGMA busy_timeout=1000")  # whoever still reads keeps the log alone
            anchor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if self._is_in_place():
                anchor.execute("PRAGMA journal_mode=DELETE")
                return
        if not self._is_in_place() and not self.path.exists() and not folders.leftovers(self.path):
            discard(self.path)  # an empty log of a file that is elsewhere


@contextmanager
def few_pages(connection: sa.Connection) -> Iterator[None]:
    """Keep little of the file in memory, for what goes through much of it once."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql(f"PRAGMA cache_size={_SMALL_CACHE}")
    try:
        yield
    finally:
        connection.exec_driver_sql(f"PRAGMA cache_size={_CACHE}")


@contextmanager
def _ends_an_act() -> Iterator[None]:
    try:
        yield
    except UserError as error:
        error.ended_an_act = True
        raise


def discard(path: Path) -> None:
    """Remove a project file that was not finished, with what SQLite keeps beside it.

    Where even that cannot be done, why it was not finished is what has to be said.
    """
    for ending in ("", *folders.SIDE_FILES):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


@cache
def _statements() -> tuple[str, ...]:
    """What makes the tables; each pack is a file of its own, and they are the same in all."""
    made: list[str] = []

    def keep(element: sa.schema.ExecutableDDLElement, *_: object, **__: object) -> None:
        made.append(str(element.compile(dialect=engine.dialect)))

    engine = sa.create_mock_engine("sqlite://", keep)
    metadata.create_all(engine, checkfirst=False)
    return tuple(made)


def _plain_connection(uri: str) -> sqlite3.Connection:
    """A project file is opened as if a stranger had sent it."""
    raw = guarded.connect(uri, check_same_thread=False, isolation_level=None)
    for pragma in (
        "foreign_keys=ON",
        "synchronous=EXTRA",
        f"cache_size={_CACHE}",
    ):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _look(raw: sqlite3.Connection) -> None:
    raw.execute("SELECT count(*) FROM sqlite_master").fetchall()


if sys.platform == "win32":

    def _identity(_place: str) -> tuple[int, int] | None:
        """Nobody can move or delete a file there while it is open."""
        return None

else:

    def _identity(place: str) -> tuple[int, int] | None:
        """What stays of a file when it is renamed."""
        try:
            about = os.stat(place)  # noqa: PTH116 - asked before every act
        except OSError:
            return None
        return about.st_dev, about.st_ino
