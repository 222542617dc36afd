"""Where the text of a licence stands, for programs that ask what may be done with a content."""

import re

_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")
_OTHERS = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "public_domain": "https://creativecommons.org/publicdomain/mark/1.0/",
}


def licence_address(key: object) -> str:
    """Return the address of the licence with this key; empty for one that stands nowhere."""
    found = _COMMONS.fullmatch(key) if isinstance(key, str) else None
    if found is not None:
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    return _OTHERS.get(str(key), "")
