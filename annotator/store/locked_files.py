"""How does a file travel so that only who knows its passphrase can read it?

A locked file is a line that says what it is, a line with how the key is made of the passphrase,
and then the file in pieces, each encrypted and authenticated (AES-256-GCM, the key by scrypt).
A piece knows its number and whether it is the last: none can be left out, doubled or cut off.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

from annotator.errors import FileProblem, Locked, ProjectProblem, Refused
from annotator.store import door, guarded

_MAGIC = b"ANNOTATOR LOCKED 1\n"
_PIECE = 256 * 1024
_TAG = 16
_COST = 2**15
_MOST_COST = 2**20
"""A file made by a stranger must not ask for all the memory there is."""

SHORTEST = 8
"""Characters of a passphrase."""


def is_locked(path: Path) -> bool:
    """Whether a file is locked; False where it cannot be read."""
    if _is_database(path):
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _is_database(path: Path) -> bool:
    """Asked through SQLite: to close a file that is open in this process would drop its locks."""
    try:
        with closing(guarded.connect(door.uri(path.absolute(), read_only=True))) as raw:
            raw.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError:
        return os.path.isfile(path)  # noqa: PTH113 - never raises; one of ours that cannot be read now, or a busy one
    except (sqlite3.Error, ValueError):
        return False
    return True


def lock(source: Path, target: Path, passphrase: str) -> None:
    """Write `source` to `target`, locked. Raises `Refused` for a passphrase that is too short."""
    if len(passphrase) < SHORTEST:
        raise Refused(
            f"A passphrase has at least {SHORTEST} characters.",
            "Four or five words that do not belong together are best.",
        )
    how = {"cost": _COST, "salt": secrets.token_hex(16), "piece": _PIECE}
    key, check = _key(passphrase, how)
    header = json.dumps(how | {"check": check}).encode() + b"\n"
    cipher = _cipher(key)
    with source.open("rb") as clear, target.open("wb") as file:
        file.write(_MAGIC + header)
        for number, (piece, is_last) in enumerate(_pieces(clear, _PIECE)):
            nonce, also = _nonce(number, is_last=is_last), _MAGIC + header
            file.write(cipher.encrypt(nonce, piece, also))
        file.flush()
        os.fsync(file.fileno())


def unlock(source: Path, target: Path, passphrase: str) -> None:
    """Write what is in a locked file to `target`.

    Raises `Locked` where the passphrase is another one, `ProjectProblem` where the file is not
    as it was written; then nothing is at `target` that could be taken for the file.
    """
    with source.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise FileProblem(f"{source.name} is not locked.", "")
        header = file.readline(4096)
        how = _how(header, source)
        key, check = _key(passphrase, how)
        if not secrets.compare_digest(check, str(how["check"])):
            raise Locked(
                f"This is not the passphrase of {source.name}.",
                "Capitals and spaces count. Ask who wrote the file.",
            )
        try:
            _decrypt(file, target, _cipher(key), header, how["piece"])
        except _invalid_tag() as error:
            target.unlink(missing_ok=True)
            raise _damaged(source) from error


def _decrypt(file: IO[bytes], target: Path, cipher: Any, header: bytes, piece: int) -> None:
    with target.open("wb") as clear:
        os.chmod(target, 0o600)  # noqa: PTH101 - of the open file, before anything is in it
        for number, (part, is_last) in enumerate(_pieces(file, piece + _TAG)):
            clear.write(cipher.decrypt(_nonce(number, is_last=is_last), part, _MAGIC + header))


def _how(header: bytes, source: Path) -> dict[str, Any]:
    try:
        how = json.loads(header)
        cost, piece = int(how["cost"]), int(how["piece"])
        fits = 2**10 <= cost <= _MOST_COST and cost & (cost - 1) == 0 and 1024 <= piece <= 2**24
        fits = fits and isinstance(how["check"], str)
        bytes.fromhex(how["salt"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(source) from error
    if not fits:
        raise _damaged(source)
    return {**how, "cost": cost, "piece": piece}


def _damaged(source: Path) -> ProjectProblem:
    return ProjectProblem(
        f"{source.name} was cut off, damaged or changed on its way.",
        "Ask for it to be sent again.",
    )


def _pieces(file: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """The file in pieces, each with whether it is the last; at least one, which may be empty."""
    piece = file.read(size)
    while True:
        following = file.read(size) if len(piece) == size else b""
        yield piece, not following
        if not following:
            return
        piece = following


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Never twice with one key, for every file has a salt and so a key of its own."""
    return number.to_bytes(11, "big") + bytes([is_last])


def _key(passphrase: str, how: dict[str, Any]) -> tuple[bytes, str]:
    """The key, and what tells a wrong passphrase from a damaged file."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    made = Scrypt(salt=bytes.fromhex(how["salt"]), length=48, n=how["cost"], r=8, p=1)
    derived = made.derive(passphrase.encode("utf-8"))
    return derived[:32], derived[32:].hex()


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _invalid_tag() -> type[Exception]:
    from cryptography.exceptions import InvalidTag

    return InvalidTag
