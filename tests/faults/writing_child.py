"""Run as a process of its own: write to both databases and say so, until killed."""

import os
import random
import sys
from io import BytesIO
from pathlib import Path

from persistent.mapping import PersistentMapping

from academe.store.databases import open_databases
from academe.store.files import store_file


def bytes_of(number: int) -> bytes:
    return random.Random(number).randbytes(1000 + number * 7919 % 60_000)


def main(folder: Path, number: int) -> None:
    databases = open_databases(folder)
    while True:
        number += 1
        with databases.records.transaction() as connection:
            connection.root()[number] = PersistentMapping(number=number)
        os.write(1, f"records {number}\n".encode())
        with databases.content.transaction() as connection:
            stream = BytesIO(bytes_of(number))
            connection.root()[number] = store_file(stream, "a.bin", "x/y", connection)
        os.write(1, f"content {number}\n".encode())
        if number % 50 == 0:
            databases.content.pack()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
