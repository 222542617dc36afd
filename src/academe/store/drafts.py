"""What somebody has typed into a form and not yet saved."""

from datetime import datetime, timedelta

from academe.store.workfile import WorkFile

SCHEMA = """
CREATE TABLE drafts (
    person_id INTEGER NOT NULL, form TEXT NOT NULL, answers TEXT NOT NULL, kept REAL NOT NULL,
    PRIMARY KEY (person_id, form)
) WITHOUT ROWID
"""
KEPT = timedelta(days=30)
LONGEST = 2_000_000  # characters


class Drafts:
    """One draft for each person and form; ``form`` names the place and the kind of form."""

    def __init__(self, file: WorkFile) -> None:
        self._file = file

    def keep(self, person_id: int, form: str, answers: str, now: datetime) -> bool:
        """Keep what was typed instead of what was kept before; False if it is too long."""
        if len(answers) > LONGEST:
            return False
        with self._file.transaction() as work:
            work.execute("DELETE FROM drafts WHERE kept < ?", ((now - KEPT).timestamp(),))
            work.execute(
                "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)",
                (person_id, form, answers, now.timestamp()),
            )
        return True

    def of(self, person_id: int, form: str) -> str | None:
        """Return what the person had typed into the form."""
        with self._file.reading() as work:
            row = work.execute(
                "SELECT answers FROM drafts WHERE person_id = ? AND form = ?", (person_id, form)
            ).fetchone()
        return None if row is None else str(row[0])

    def drop(self, person_id: int, form: str) -> None:
        """Forget it: it was saved, or given up."""
        with self._file.transaction() as work:
            work.execute("DELETE FROM drafts WHERE person_id = ? AND form = ?", (person_id, form))
