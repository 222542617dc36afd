"""Who is signed in: one row for each session, found by the hash of a token that only a cookie has.

A row that is here may still be void: its person may be disabled, or have ended every session
of its round (store/people.py). actions/sessions.py asks for both.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from academe.store.workfile import WorkFile

SCHEMA = """
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY, person_id INTEGER NOT NULL, round INTEGER NOT NULL,
    created REAL NOT NULL, ends REAL NOT NULL, device TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_of ON sessions (person_id);
CREATE TABLE devices (
    token_hash TEXT PRIMARY KEY, person_id INTEGER NOT NULL, ends REAL NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True)
class Session:
    """One browser in which somebody is signed in."""

    token_hash: str  # SHA-256, hexadecimal
    person_id: int
    round: int  # the person's session_round when it began
    created: datetime  # UTC
    ends: datetime  # UTC, whatever is done in it
    device: str = ""  # what its owner knows it by, such as "Firefox on Linux"


class Sessions:
    """The sessions, and the devices on which somebody has signed in before."""

    def __init__(self, file: WorkFile) -> None:
        self._file = file

    def add(self, session: Session, *, at_most: int) -> None:
        """Keep the session; of more than ``at_most`` of one person the oldest end."""
        row = (
            *(session.token_hash, session.person_id, session.round),
            *(session.created.timestamp(), session.ends.timestamp(), session.device),
        )
        with self._file.transaction() as work:
            work.execute("DELETE FROM sessions WHERE ends <= ?", (session.created.timestamp(),))
            work.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", row)
            work.execute(
                "DELETE FROM sessions WHERE token_hash IN (SELECT token_hash FROM sessions"
                " WHERE person_id = ? ORDER BY created DESC LIMIT -1 OFFSET ?)",
                (session.person_id, at_most),
            )

    def find(self, token_hash: str, now: datetime) -> Session | None:
        """Return the session that has not ended by ``now``."""
        with self._file.reading() as work:
            row = work.execute(
                "SELECT * FROM sessions WHERE token_hash = ? AND ends > ?",
                (token_hash, now.timestamp()),
            ).fetchone()
        return None if row is None else _session(row)

    def of(self, person_id: int, now: datetime) -> list[Session]:
        """Return the person's sessions, the newest first."""
        with self._file.reading() as work:
            rows = work.execute(
                "SELECT * FROM sessions WHERE person_id = ? AND ends > ? ORDER BY created DESC",
                (person_id, now.timestamp()),
            ).fetchall()
        return [_session(row) for row in rows]

    def end(self, token_hash: str) -> None:
        with self._file.transaction() as work:
            work.execute("DELETE FROM sessions WHERE token_hash = ?", (token_hash,))

    def end_all(self, person_id: int) -> None:
        with self._file.transaction() as work:
            work.execute("DELETE FROM sessions WHERE person_id = ?", (person_id,))

    def know_device(self, token_hash: str, person_id: int, until: datetime, now: datetime) -> None:
        """Remember that the person signed in on this device."""
        with self._file.transaction() as work:
            work.execute("DELETE FROM devices WHERE ends <= ?", (now.timestamp(),))
            work.execute(
                "INSERT OR REPLACE INTO devices VALUES (?, ?, ?)",
                (token_hash, person_id, until.timestamp()),
            )

    def knows_device(self, token_hash: str, person_id: int, now: datetime) -> bool:
        """Say whether the person has signed in on this device before."""
        with self._file.reading() as work:
            found = work.execute(
                "SELECT 1 FROM devices WHERE token_hash = ? AND person_id = ? AND ends > ?",
                (token_hash, person_id, now.timestamp()),
            ).fetchone()
        return found is not None


def _session(row: tuple[str, int, int, float, float, str]) -> Session:
    token_hash, person_id, session_round, created, ends, device = row
    begun, end = (datetime.fromtimestamp(moment, UTC) for moment in (created, ends))
    return Session(token_hash, person_id, session_round, begun, end, device)
