"""Ten seconds of mangled files for every reader; an hour by hand."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.harness.fuzz import Readers, fuzz


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Readers:
    return Readers(tmp_path_factory.mktemp("corpus"))


def test_every_reader_survives_a_few_mangled_files(readers: Readers, tmp_path: Path) -> None:
    """Files of databases and tables; those of transcripts have a test of their own."""
    for name, data, reader in readers.all():
        if "annotator" in name or "codebook" in name or name.startswith(("persons", "codings")):
            tally = fuzz(name, data, reader, seconds=0.05, seed=8, place=tmp_path)
            assert tally.files
            assert tally.faults == []


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_every_reader_for_ten_seconds(readers: Readers, tmp_path: Path) -> None:
    # other files every time, but where a run must be the same again for everybody
    seed = 1 if os.environ.get("CI") else random.SystemRandom().getrandbits(32)
    for name, data, reader in readers.all():
        tally = fuzz(name, data, reader, seconds=10, seed=seed, place=tmp_path)
        assert tally.faults == [], f"seed {seed}"
