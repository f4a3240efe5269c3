"""Is what the start puts off there as soon as somebody wants it?"""

from __future__ import annotations

import subprocess
import sys

import pytest

START = """
import sys
from annotator_ui import quick_start
quick_start._hurry()
import sqlalchemy as sa, numpy as np
"""
WANTED = {
    # nothing of it is loaded by opening a database and counting in it
    "nothing": """
engine = sa.create_engine("sqlite://")
with engine.connect() as connection:
    assert connection.execute(sa.select(sa.literal(int(np.arange(4).sum())))).scalar_one() == 6
assert not {"asyncio.base_events", "email.message", "ssl", "_hashlib"} & set(sys.modules)
assert not {name for name in sys.modules if name.startswith("numpy._typing._")}
""",
    "opening a project": """
import annotator.project
acts = [sys.modules["annotator.operations." + name] for name in quick_start._ACTS]
assert not [act for act in acts if "annotations" in vars(act)]  # others stand for them
for act in acts:
    assert act.annotations is vars(sys.modules[act.__name__])["annotations"]
""",
    "a digest": """
import hashlib
from hashlib import sha256
assert hashlib.sha256(b"a").digest() == sha256(b"a").digest()
""",
    "types of arrays": """
from numpy.typing import ArrayLike, NDArray
assert NDArray[np.int64] != list[np.int64] and ArrayLike is not None
""",
    "a part of the types": """
from numpy._typing._array_like import NDArray
assert NDArray[np.int64].__origin__ is np.ndarray
""",
    "a loop": """
import asyncio
async def later(): return 3
assert asyncio.run(later()) == 3
""",
    "a part of it": """
from asyncio.queues import Queue
assert Queue().empty()
""",
    "a version": """
import importlib.metadata
assert importlib.metadata.version("sqlalchemy") == sa.__version__
""",
    "plug-ins": """
from importlib import metadata
assert metadata.entry_points(group="sqlalchemy.dialects") is not None
""",
    "a cancelled act": """
from sqlalchemy.util import is_exit_exception
assert is_exit_exception(KeyboardInterrupt()) and not is_exit_exception(ValueError())
""",
}


@pytest.mark.parametrize("what", WANTED)
def test_what_is_put_off_comes_when_it_is_wanted(what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START + WANTED[what]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
