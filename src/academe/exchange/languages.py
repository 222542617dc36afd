"""Language codes: as files write them (BCP 47, locales), and as a district lists them."""

import re
from collections.abc import Container

from babel.core import get_global

_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?(-[a-z0-9-]+)?", re.I)


def find_language(words: str) -> str:
    """Give the code in its usual letters, "es-MX" of "es_mx.UTF-8"; other words as they are."""
    said = " ".join(words.split())
    found = _TAG.fullmatch(said.partition(".")[0].partition("@")[0].replace("_", "-"))
    if found is None:
        return said
    language, script, region, _rest = found.groups()
    parts = (language.lower(), (script or "").title(), (region or "").upper())
    return "-".join(filter(None, parts))


def is_code(words: str) -> bool:
    """Say whether words are a code of a language that there is, listed or not."""
    found = _TAG.fullmatch(words)
    return found is not None and found[1].lower() in get_global("likely_subtags")


def narrow(code: str, listed: Container[str]) -> str:
    """Give the nearest code that is listed: "zh-Hans" for "zh-CN", "es" for "es-MX".

    A code stays what it is where neither it nor its language is listed.
    """
    found = _TAG.fullmatch(code)
    if found is None:
        return code
    language, script, region, _rest = found.groups()
    likely = get_global("likely_subtags")
    usual = likely.get(f"{language}_{region}") or likely.get(language, "")
    usual_script = next((part for part in usual.split("_")[1:] if len(part) == 4), "")
    wider = (code, f"{language}-{script or usual_script}", f"{language}-{region}", language)
    return next((one for one in wider if one in listed), code)
