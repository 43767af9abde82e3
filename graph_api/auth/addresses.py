"""Fetching a small JSON document from an address that the operator named, and from no other."""

from __future__ import annotations

import http.client
import ipaddress
import json
import time
import urllib.error
import urllib.request
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

LARGEST = 256 * 1024
"""Bytes of the largest document that is taken: sets of keys have a few thousand."""

_CHUNK = 16 * 1024


class FetchError(Exception):
    """The document could not be had; the text says why, and holds no secret."""


def is_safe_address(url: str) -> bool:
    """Tell whether nobody on the way can change what comes from there: https, or this machine.

    Examples
    --------
    >>> is_safe_address("https://id.example/keys"), is_safe_address("http://id.example/keys")
    (True, False)
    >>> is_safe_address("http://127.0.0.1:9000/keys"), is_safe_address("file:///etc/passwd")
    (True, False)

    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.fragment or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: what answers there was named, what it points to was not."""

    def redirect_request(  # noqa: PLR0913, PLR0917  # urllib's signature
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: Message,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        """Take no redirect, so that urllib reports its status as an error."""
        return


def fetch_json(url: str, seconds: float) -> dict[str, Any]:
    """Fetch a JSON object.

    Parameters
    ----------
    url
        An https address, or one of this machine.
    seconds
        How long it may take in all.

    Raises
    ------
    FetchError
        If it is not safe, does not answer in time, is too large, or is no JSON object.

    """
    if not is_safe_address(url):
        raise FetchError("the address is neither https nor of this machine")
    handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
    if url.startswith("http:"):  # this machine needs no proxy
        handlers.append(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310  # safe
    over = time.monotonic() + seconds
    body = bytearray()
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=seconds) as answer:
            while part := answer.read1(_CHUNK):
                body += part
                if len(body) > LARGEST:
                    raise FetchError(f"the document has more than {LARGEST} bytes")
                if time.monotonic() > over:
                    raise FetchError(f"the document did not come within {seconds:g} s")
        found = json.loads(body.decode("utf-8"))
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchError(f"the address answers with status {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise FetchError(f"the address does not answer ({type(reason).__name__})") from error
    except (ValueError, RecursionError) as error:
        raise FetchError("the document is not JSON") from error
    if not isinstance(found, dict):
        raise FetchError("the document is not a JSON object")
    return found
