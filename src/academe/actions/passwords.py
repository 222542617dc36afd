"""Passwords: what makes a good one, and whether one is right.

A password is taken exactly as typed, in any script. It is not asked for symbols and never runs out
(NIST SP 800-63B section 3.1.1; OWASP ASVS 5.0, 6.2).
"""

import re
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from academe.actions.common_words import COMMON
from academe.errors import InvalidAnswers
from academe.wording import _

SHORTEST, LONGEST = 15, 128  # characters
# About 60 ms on a small server; OWASP asks for at least 19 MiB with two passes.
HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
# Verified where there is no password to verify: an unknown name takes as long as a known one.
# Written out, of a secret that nobody kept: to make it anew took a tenth of each command's start.
NOBODYS = (
    "$argon2id$v=19$m=47104,t=2,p=1$"
    "AzU0tnso1T15Y4rtZ50yVw$I5bAoYYzbtlOi0rHfKWMDVOucvsZUdElFqPhK0/Ljx0"
)


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Say whether the password belongs to the hash; takes as long for None, which nothing fits."""
    short = password[: LONGEST + 1]  # what is longer cannot be right, and is not worth the work
    try:
        HASHER.verify(password_hash or NOBODYS, short.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None and len(password) <= LONGEST


def is_outdated(password_hash: str) -> bool:
    """Say whether it was hashed with less care than is taken today."""
    return HASHER.check_needs_rehash(password_hash)


def refuse_weak(password: str, *, known: Iterable[str] = ()) -> None:
    """Raise InvalidAnswers if it is easy to guess; ``known`` is what others know of its owner."""
    sentence = _weakness(password, known)
    if sentence:
        raise InvalidAnswers({"password": sentence})


def _weakness(password: str, known: Iterable[str]) -> str | None:
    if len(password) < SHORTEST:
        return _(
            "Use at least ${number} characters: four or five words in a row are easy to keep.",
            mapping={"number": SHORTEST},
        )
    if any("\ud800" <= letter <= "\udfff" for letter in password):
        return _("There is half a character in this: type it again.")
    if len(password) > LONGEST:
        return _("Use at most ${number} characters.", mapping={"number": LONGEST})
    rest = _without_the_guessable(password.casefold(), known)
    if len(rest) < 6 or len(set(rest)) < 5:
        return _(
            "This is easy to guess: use words that have nothing to do with you or your school."
        )
    return None


def _without_the_guessable(password: str, known: Iterable[str]) -> str:
    """Return what is left without known words, short numbers and repetitions."""
    words = {word for text in known for word in re.findall(r"\w{3,}", text.casefold())}
    rest = re.sub(r"(?<!\d)\d{1,4}(?!\d)|[\W_]", "", password)  # a year or a number at the end
    for word in sorted(words | {one for one in COMMON if len(one) > 2}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return re.sub(r"(.+?)\1+", r"\1", rest)
