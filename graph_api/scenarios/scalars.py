"""One scalar as YAML text: quoted only where a reader of YAML 1.1 or 1.2 would disagree or fail."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

import yaml

from graph_api.scenarios.document import resolve

_RESOLVER = yaml.resolver.Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"
_FIRST = "_“‘《「（$"
"""What a plain text may begin with beside letters and digits."""

_SIGNS = re.compile(r'[][{},#:"`]')
"""Signs that mean something to YAML inside a flow mapping, at some place at least."""

_OLD_BOOLEANS = frozenset("yYnN")
"""Booleans of YAML 1.1 that PyYAML leaves alone and other readers do not."""

_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0", '"': '\\"', "\\": "\\\\"}


def scalar(value: object, decimals: int = 0) -> str:
    """Give a text, number, boolean or None as one YAML token that reads back as the same value.

    ``decimals`` is the least number of decimals of a number other than 0 and 1.

    Examples
    --------
    >>> [scalar(value) for value in ("no", "12:30", "居民", "a, b", None, 0.5, 3.0)]
    ['"no"', '"12:30"', '居民', '"a, b"', 'null', '0.5', '3']
    >>> scalar(0.5, decimals=2), scalar(1.0, decimals=2)
    ('0.50', '1')

    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, decimals)
    text = str(value)
    return text if _is_plain(text) else _quoted(text)


def width(text: str) -> int:
    """Give the columns that a text takes on a screen: Chinese characters take two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)


def _number(value: float, decimals: int) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = repr(float(value))
    if "e" in text and abs(value) > 1e-12 and abs(value) < 1:
        text = f"{Decimal(text):f}"
    elif "e" in text:
        # YAML 1.1 wants a point before the exponent: 1e-15 would be a text to it.
        mantissa, exponent = text.split("e")
        return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}"
    shown = len(text.partition(".")[2])
    return text + "0" * max(0, decimals - shown)


def _is_plain(text: str) -> bool:
    return (
        bool(text)
        and (text[0].isalnum() or text[0] in _FIRST)
        and text[-1] != " "
        and text.isprintable()
        and not _SIGNS.search(text)
        and text not in _OLD_BOOLEANS
        and isinstance(resolve(text), str)
        and _old_tag(text) == _TEXT_TAG
    )


def _old_tag(text: str) -> object:
    """Give what a reader of YAML 1.1 takes a plain text for."""
    resolve_old: Callable[..., object] = _RESOLVER.resolve
    return resolve_old(yaml.ScalarNode, text, (True, False))


def _quoted(text: str) -> str:
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in _SHORT:
        return _SHORT[sign]
    if sign.isprintable() or sign == "\u3000":
        return sign
    number = ord(sign)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
