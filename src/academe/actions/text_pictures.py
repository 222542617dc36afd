"""Pictures in rich text: those of the site alone, each with words for whoever does not see it."""

import re

# Whole tags, so that what stands in an attribute is never taken for one.
WHOLE_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^\s="<>]+="[^"]*")*)\s*>')
ATTRIBUTE = re.compile(r'\s([^\s="<>]+)="([^"]*)"')
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")


def settle_pictures(html: str) -> str:
    """Return sanitised ``html`` with foreign pictures as links, and words with each that stays.

    A page that loaded pictures from elsewhere would tell others who reads it. What has no
    address any longer (a picture within the text, ``data:``) leaves its words.
    """
    if "<img" not in html:
        return html
    is_in_link = False

    def settle(match: re.Match[str]) -> str:
        nonlocal is_in_link
        is_end, tag, attributes = match.groups()
        if tag == "a":
            is_in_link = not is_end
        return _settled(match.group(0), attributes, is_in_link) if tag == "img" else match.group(0)

    return WHOLE_TAG.sub(settle, html)


def _settled(picture: str, attributes: str, is_in_link: bool) -> str:
    found = dict(ATTRIBUTE.findall(attributes))
    words, address = found.get("alt", ""), _bare(found.get("src", ""))
    scheme = SCHEME.match(address.lower())
    is_elsewhere = address.startswith("//") or (scheme and scheme.group() in ("http:", "https:"))
    if is_elsewhere:
        address = f"https:{address}" if address.startswith("//") else address
        said = as_text(words.strip() or address)
        return said if is_in_link else f'<a href="{address}">{said}</a>'
    if not address or (scheme and scheme.group() != "academe:"):
        return f"<em>{as_text(words)}</em>" if words.strip() else ""
    return picture if "alt" in found else f'{picture.removesuffix(">")} alt="">'


def _bare(address: str) -> str:
    """Return an address as browsers read it: without line breaks, each backslash a slash."""
    return re.sub(r"[\t\r\n]", "", address).strip().replace("\\", "/")


def as_text(value: str) -> str:
    """Return the escaped value of an attribute as escaped text."""
    return value.replace("&quot;", '"')
