"""What a local token looks like, and what is kept of it.

A token reads ``emp_ID_SECRETCHECK``: twelve characters that name it and may be shown, 43 that are
secret (256 bits of chance), six that check the others. The check lets a mistyped or made-up token
be refused without looking anything up, and lets scanners of repositories find a leaked one.

Kept is the SHA-256 of the whole text and nothing slower: a slow hash makes guessing a short
password dear, but there is nothing to guess among 2^256 secrets drawn by chance, and a slow hash
would let strangers make the service work. The id is part of what is hashed, so equal secrets (which
do not happen) would have different digests.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
import zlib
from typing import NamedTuple

PREFIX = "emp_"
"""How every local token begins."""

_LETTERS = string.digits + string.ascii_letters
_ID_LETTERS = string.digits + string.ascii_lowercase
_ID, _SECRET, _CHECK = 12, 43, 6  # 62 ** 43 > 2 ** 256
_SHAPE = re.compile(rf"emp_[0-9a-z]{{{_ID}}}_[0-9A-Za-z]{{{_SECRET + _CHECK}}}", re.ASCII)


class NewToken(NamedTuple):
    """A token that was just made; ``text`` is shown once and kept nowhere."""

    id: str
    text: str
    digest: bytes


def new_token() -> NewToken:
    """Make a token.

    Examples
    --------
    >>> made = new_token()
    >>> id_of(made.text) == made.id, len(made.text)
    (True, 66)

    """
    identity = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID))
    body = f"{PREFIX}{identity}_" + "".join(secrets.choice(_LETTERS) for _ in range(_SECRET))
    text = body + _check(body)
    return NewToken(identity, text, digest_of(text))


def id_of(text: str) -> str | None:
    """Give the id that a token names; None where it is no token of ours.

    Examples
    --------
    >>> id_of("emp_abc") is None
    True

    """
    if _SHAPE.fullmatch(text) is None or _check(text[:-_CHECK]) != text[-_CHECK:]:
        return None
    return text[len(PREFIX) : len(PREFIX) + _ID]


def digest_of(text: str) -> bytes:
    """Give what is kept of a token, from which nobody finds the token."""
    return hashlib.sha256(text.encode()).digest()


def matches(text: str, digest: bytes) -> bool:
    """Tell whether a digest is this token's, in a time that tells nothing of how much was right."""
    return hmac.compare_digest(digest_of(text), digest)


def _check(body: str) -> str:
    number, letters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, digit = divmod(number, len(_LETTERS))
        letters = _LETTERS[digit] + letters
    return letters
