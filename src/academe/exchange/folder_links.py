"""Which file of a folder a link means, written however its author's program wrote it."""

import re
import unicodedata
from posixpath import basename
from urllib.parse import unquote

from academe.exchange.archives import Package
from academe.exchange.names import PICTURES, media_type_of, resolve

# An address on the author's own machine: C:\\Users\\ana\\…, file:///C:/…, \\\\server\\share\\…
_ON_A_MACHINE = re.compile(r"file:|[A-Za-z]:[\\/]|\\\\", re.IGNORECASE)


def candidates(package: Package, address: str, from_name: str) -> tuple[list[str], str]:
    """Name the files that an address may mean: from here, from the top, or misplaced.

    Courses are often published without the links that joined their picture folders: a picture of
    that very name elsewhere is taken when there is only one of that name and content. So is the
    one file of that name, where the address leads to a place on the author's own machine.
    """
    address = unicodedata.normalize("NFC", unquote(address) if "%" in address else address)
    if _ON_A_MACHINE.match(address):
        last = basename(address.replace("\\", "/").split("#")[0])
        same = package.called.get(last.casefold(), [])
        return (same if len(same) == 1 else [last]), ""
    found = resolve(address, from_name)
    if found is None:
        return [], ""
    name, fragment = found
    from_top = resolve("/" + address.lstrip("/"), from_name)
    top = from_top[0] if from_top else name
    names = [name, top, f"static/{top}", f"~{top.casefold()}", f"~{name.casefold()}"]
    if media_type_of(name) in PICTURES:
        alike = package.called.get(basename(name).casefold(), [])
        same = [other for other in alike if basename(other) == basename(name)]
        if len({package.files[other].sha256 for other in same}) == 1:
            names += same[:1]
    return names, fragment
