"""An OpenID provider on loopback, with real keys that it can change."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey

AUDIENCE = "empower"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
RSA_NEXT = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()


def jwk(key: Private, identity: str, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any]
    if isinstance(key, rsa.RSAPrivateKey):
        plain = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    elif isinstance(key, ec.EllipticCurvePrivateKey):
        plain = jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
    else:
        plain = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**plain, "kid": identity, "use": "sig", **more}


def pem(key: Private) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@dataclass
class Provider:
    """What it serves, and how often it was asked."""

    address: str = ""
    keys: list[dict[str, Any]] = field(default_factory=list)
    body: bytes | None = None
    status: int = 200
    asked: int = 0
    slow: threading.Event | None = None

    @property
    def issuer(self) -> str:
        return self.address

    def claims(self, **own: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": "u-17",
            "name": "Li Wei",
            "iat": now,
            "exp": now + 300,
            "roles": ["editor"],
            **own,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def token(
        self, key: Any = RSA, algorithm: str = "RS256", kid: str | None = "k1", **own: Any
    ) -> str:
        headers = {} if kid is None else {"kid": kid}
        return jwt.encode(self.claims(**own), key, algorithm, headers)


@contextmanager
def running() -> Iterator[Provider]:
    """Serve the keys until the end of the block."""
    provider = Provider(keys=[jwk(RSA, "k1"), jwk(EC, "e1"), jwk(ED, "d1")])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked += self.path == "/keys"
            if provider.slow is not None:
                provider.slow.wait(10)
            body = provider.body
            if body is None and self.path in ("/keys", "/elsewhere"):
                body = json.dumps({"keys": provider.keys}).encode()
            elif body is None:
                said = {"issuer": provider.issuer, "jwks_uri": f"{provider.address}/keys"}
                body = json.dumps(said).encode()
            status = 200 if self.path == "/elsewhere" else provider.status
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{provider.address}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        if provider.slow is not None:
            provider.slow.set()
        server.shutdown()
        thread.join()
        server.server_close()
