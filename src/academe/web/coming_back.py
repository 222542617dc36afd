"""The way to the sign-in page, and from there back to where one was."""

from typing import Any
from urllib.parse import quote

from academe.web.asking import own_path
from academe.web.tweens import SAFE


def address_to_sign_in(request: Any) -> str:
    """Return the address of the sign-in page; after it one lands where one is now.

    It carries what was asked for, whether that exists or not: it tells nobody anything.
    """
    address = str(request.address(request.district.site.root, "sign-in"))
    here = own_path(request.path_qs) if request.method in SAFE else None
    front = request.script_name + "/"
    return f"{address}?to={quote(here, safe='/@')}" if here and here != front else address
