"""The third database: sessions, throttles, drafts, the progress of jobs, the words of files.

Nothing here is the truth about anything. Whoever deletes the file signs everybody out, forgets
half-typed drafts, has waiting jobs looked at again and files read again; no content and no
record is lost.
"""

from pathlib import Path

from academe.store import drafts, file_texts, progress, sessions, throttles
from academe.store.drafts import Drafts
from academe.store.progress import Progress
from academe.store.sessions import Sessions
from academe.store.throttles import Throttles
from academe.store.workfile import WorkFile

SCHEMA = ";".join(
    (sessions.SCHEMA, throttles.SCHEMA, drafts.SCHEMA, progress.SCHEMA, file_texts.SCHEMA)
)
VERSION = 1  # a file of another version is emptied


class Work(WorkFile):
    """data/work.sqlite and its drawers; any thread may use it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA, VERSION)
        with self.transaction() as older:  # a file from before there were words of files
            for statement in file_texts.SCHEMA.split(";"):
                older.execute(statement)
        self.sessions = Sessions(self)
        self.throttles = Throttles(self)
        self.drafts = Drafts(self)
        self.jobs = Progress(self)
