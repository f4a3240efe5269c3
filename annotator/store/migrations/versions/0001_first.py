"""Schema 1: where files begin. New files are made from the tables themselves."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing is older than this."""
