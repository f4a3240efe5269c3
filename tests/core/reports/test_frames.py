"""Data frames hold what the sheets hold, in types that know what is missing."""

from __future__ import annotations

from msgspec.structs import replace

from annotator.model.transcript import Metadata, OpenTranscript
from annotator.reports import frames
from annotator.reports.content import WorkbookContent
from annotator.reports.rows import MemoRow, SegmentRow


def test_segments_have_the_types_of_their_columns(row: SegmentRow) -> None:
    import pandas as pd

    outside = replace(row, speaker="", turn=None, code_num=None, doc_date=None, segment="NA")
    frame = frames.segments([row, outside])
    assert frame["speaker"].tolist() == ["Anna", pd.NA]
    assert frame["segment"].tolist() == ["We will stay.", "NA"]
    assert frame["turn"].tolist() == [1, pd.NA]
    assert frame["doc_date"].tolist() == [pd.Timestamp("2023-11-28"), pd.NaT]
    assert frame["created_at"].iloc[0] == pd.Timestamp("2026-03-01T10:00:00.250Z")
    kinds = frame.dtypes.astype(str)
    assert kinds["speaker"] == "string"
    assert kinds["turn"] == kinds["code_num"] == "Int64"
    assert kinds["doc_date"] == "datetime64[s]"
    assert kinds["created_at"] == "datetime64[ms, UTC]"


def test_frames_without_rows_keep_columns_and_types() -> None:
    full = frames.segments([]).dtypes.astype(str)
    assert full["char_start"] == "Int64"
    assert full["doc_date"] == "datetime64[s]"
    assert len(frames.memos([])) == 0


def test_units_are_one_row_per_sentence_of_every_transcript(transcript: OpenTranscript) -> None:
    second = replace(transcript, info=replace(transcript.info, doc_id="D2"))
    frame = frames.units([transcript, second])
    assert len(frame) == 8
    assert frame["unit_id"].is_unique
    assert frame["text"].iloc[1] == "We will stay."
    assert len(frames.units([transcript], level="paragraph")) == 2


def test_documents_and_codebook_are_frames(
    transcript: OpenTranscript, content: WorkbookContent
) -> None:
    import pandas as pd

    old = replace(transcript.info, doc_id="D2", metadata=Metadata(date="1848-02-22"))
    documents = frames.documents([transcript.info, old])
    assert documents["doc_date_text"].tolist() == [pd.NA, "1848-02-22"]
    codebook = frames.codebook(content.codebook, content.code_uses)
    assert codebook["n_codings"].tolist() == [pd.NA, 1]
    assert codebook["path"].tolist() == ["Theatres", "Theatres > Ukraine"]


def test_memos_are_a_frame(content: WorkbookContent) -> None:
    memos = [memo for memo in content.memos if isinstance(memo, MemoRow)]
    assert frames.memos(memos)["memo"].tolist() == ["Why?\n-1"]
