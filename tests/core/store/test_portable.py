"""Could the same store run on PostgreSQL one day? Schema and queries compile for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from annotator.project import Project
from annotator.store.schema import for_postgresql


def test_the_schema_compiles() -> None:
    tables = for_postgresql().sorted_tables
    written = [
        str(CreateIndex(index).compile(dialect=postgresql.dialect()))
        for table in tables
        for index in table.indexes
    ]
    assert sum("WHERE removed IS false" in index for index in written) == 17
    for table in tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_the_queries_compile(project: Project, tmp_path: Path) -> None:
    statements: list[sa.ClauseElement] = []

    @sa.event.listens_for(project._store._engine, "before_execute")
    def keep(_connection: sa.Connection, statement: Any, *_rest: Any) -> None:
        if isinstance(statement, sa.ClauseElement):
            statements.append(statement)

    everything(project, tmp_path)
    assert len(statements) > 50
    for statement in statements:
        statement.compile(dialect=postgresql.dialect())


def everything(project: Project, folder: Path) -> None:
    """Ask and do a little of everything."""
    start = project.transcript("D1").text.index("support Ukraine")
    made = project.apply_coding("D1", start, start + 15, "UKR", memo="why?")
    project.set_unsure(made.id, unsure=True)
    project.codings(1, coder_id=1)
    project.last_uses(made.code_id)
    project.decide_nothing(1, start + 30, start + 35)
    project.code_counts(coder_id=1, transcript_id=1)
    project.check()
    project.export_workbook(folder / "out.xlsx")
    project.delete_code(made.code_id)
    project.undo()
    project.redo()
    project.remove_transcript(1)
    project.undo()
