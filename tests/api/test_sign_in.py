"""Who may knock: tokens and guesses, pages of other sites, names, proxies, headers of answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message, Scope

from graph_api.api.app import Options, build_app
from graph_api.api.transport.origins import Origins
from graph_api.api.transport.proxies import Proxies
from graph_api.auth import LOCAL, Role
from graph_api.auth.attempts import MOST_FAILURES
from graph_api.auth.opening import signing_in
from graph_api.auth.tokens import new_token
from graph_api.service import Service
from graph_api.stores.service_db import SERVICE_FILE_NAME, ServiceDb
from graph_api.stores.service_tokens import StoredToken, Tokens
from tests.api.client import Client

MODERN = {"accept": "application/graphql-response+json"}
KEY = {"query": '{ scenario(key: "small") { key } viewer { name role } }'}
SITE = "https://a.example"


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Tokens]:
    db = ServiceDb(tmp_path / SERVICE_FILE_NAME)
    yield Tokens(db)
    db.close()


def given(tokens: Tokens, role: Role = Role.READER) -> str:
    token = new_token()
    tokens.add(StoredToken(token.id, token.digest, "Li Wei", role.value, time.time()))
    return token.text


def ask(app: Starlette, address: str = "192.0.2.7", **headers: str) -> httpx.Response:
    """Ask as a client at an address would."""

    async def sent() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(address, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return await client.post("/graphql", json=KEY, headers={**MODERN, **named})

    return anyio.run(sent)


def test_a_token_signs_in_and_a_revoked_one_does_not(service: Service, tokens: Tokens) -> None:
    app = build_app(service, Options(authenticator=signing_in(tokens)))
    text = given(tokens, Role.EDITOR)
    answer = ask(app, authorization=f"Bearer {text}")
    assert answer.json()["data"]["viewer"] == {"name": "Li Wei", "role": "EDITOR"}
    tokens.revoke(text.split("_")[1], time.time())
    time.sleep(1.01)
    refused = ask(app, authorization=f"Bearer {text}")
    assert refused.status_code == 401
    assert text not in refused.text


def test_who_guesses_waits_and_who_holds_a_good_token_does_not(
    service: Service, tokens: Tokens, caplog: pytest.LogCaptureFixture
) -> None:
    app = build_app(service, Options(authenticator=signing_in(tokens)))
    good = given(tokens)
    assert ask(app, authorization=f"Bearer {good}").status_code == 200
    guesses = [f"Bearer {new_token().text}" for _ in range(MOST_FAILURES + 5)]
    codes = [ask(app, authorization=guess).status_code for guess in guesses]
    assert codes == [401] * MOST_FAILURES + [429] * 5
    waiting = ask(app, authorization=guesses[0])
    assert 1 <= int(waiting.headers["retry-after"]) <= 3
    assert waiting.json()["errors"][0]["extensions"]["code"] == "TOO_MANY_REQUESTS"
    time.sleep(1.01)  # it is not remembered any more
    assert ask(app, authorization=f"Bearer {good}").status_code == 200
    assert ask(app).status_code == 401  # no token is no guess
    assert ask(app, "192.0.2.8", authorization=guesses[0]).status_code == 401
    assert "192.0.2.7 signed nobody in" in caplog.text
    assert not any(guess[7:] in caplog.text for guess in guesses)


def test_a_health_check_makes_no_guess_good(service: Service, tokens: Tokens) -> None:
    client = Client(build_app(service, Options(authenticator=signing_in(tokens))))
    guess = {"authorization": f"Bearer {new_token().text}"}
    for _ in range(MOST_FAILURES):
        client.send("GET", "/healthz", headers=guess)
        client.send("POST", "/graphql", json=KEY, headers=guess)
    client.send("GET", "/healthz", headers=guess)
    assert client.send("POST", "/graphql", json=KEY, headers=guess).status_code == 429


def test_guesses_cost_little(service: Service, tokens: Tokens) -> None:
    authenticator = signing_in(tokens)
    began = time.perf_counter()
    for _ in range(300):
        with pytest.raises(Exception, match="signs nobody in"):
            authenticator.caller(f"Bearer {new_token().text}")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
          "sec-fetch-dest": "document"}, 200),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate",
          "sec-fetch-dest": "iframe"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors",
          "sec-fetch-dest": "image"}, 403),
    ],
)  # fmt: skip
def test_a_page_that_embeds_a_question_is_refused(
    client: Client, headers: dict[str, str], status: int
) -> None:
    response = client.send("GET", "/graphql", params=KEY, headers=headers)
    assert response.status_code == status


def test_a_form_of_another_site_changes_nothing(client: Client, service: Service) -> None:
    """What a browser sends of a cross-site form, with every trick that needs no preflight."""
    query = 'mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) { __typename } }'
    body = f'{{"query": "{query.replace(chr(34), chr(92) + chr(34))}"}}'.encode()
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        for origin in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
            headers = {"content-type": kind, **origin}
            response = client.send("POST", "/graphql", content=body, headers=headers)
            assert response.status_code in (403, 415)
    assert service.scenario("small").revision == 1


def test_a_name_bound_to_this_machine_reads_nothing(client: Client) -> None:
    """DNS rebinding: the page is same-origin by name, and the name is not ours."""
    headers = {"host": "evil.example:8000", "origin": "http://evil.example:8000",
               "sec-fetch-site": "same-origin"}  # fmt: skip
    for method in ("GET", "POST"):
        response = client.send(method, "/graphql", params=KEY, headers=headers)
        assert response.status_code == 421
        assert "small" not in response.text


def test_a_name_bound_to_this_machine_reads_no_numbers(service: Service, tokens: Tokens) -> None:
    """Where everybody signs in any name will do, and the numbers are for this machine."""
    options = Options(hosts=None, authenticator=signing_in(tokens))
    client = Client(build_app(service, options))
    for host, status in (
        ("evil.example:8000", 403),
        ("evil.example", 403),
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
    ):
        assert client.send("GET", "/metrics", headers={"host": host}).status_code == status, host


def test_other_sites_may_ask_only_where_they_are_named(service: Service) -> None:
    asked = {
        "origin": SITE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,authorization",
    }
    closed = Client(build_app(service))
    refused = closed.send("OPTIONS", "/graphql", headers=asked)
    assert refused.status_code == 403
    assert not [name for name in refused.headers if name.startswith("access-control")]
    opened = Client(build_app(service, Options(origins=[SITE, "http://b.example:3000"])))
    before = opened.send("OPTIONS", "/graphql", headers=asked)
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == SITE
    assert "POST" in before.headers["access-control-allow-methods"]
    assert "Authorization" in before.headers["access-control-allow-headers"]
    assert "Origin" in before.headers["vary"]
    answer = opened.send("POST", "/graphql", json=KEY, headers={"origin": SITE})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SITE
    assert "x-request-id" in answer.headers["access-control-expose-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers
    for origin in ("https://evil.example", f"{SITE}.evil.example", f"{SITE}:444", "null", "*"):
        other = opened.send("POST", "/graphql", json=KEY, headers={"origin": origin})
        assert other.status_code == 403
        assert "access-control-allow-origin" not in other.headers
        assert "Origin" in other.headers["vary"]
    assert "Origin" in opened.send("POST", "/graphql", json=KEY).headers["vary"]


def test_every_answer_has_the_headers_of_a_careful_server(client: Client) -> None:
    for url in ("/graphql", "/healthz", "/nowhere"):
        headers = client.send("GET", url).headers
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "strict-transport-security" not in headers
        assert "server" not in headers


def test_over_tls_the_browser_is_told_to_stay_there(service: Service) -> None:
    client = Client(build_app(service), "https://localhost")
    assert "max-age=" in client.send("GET", "/healthz").headers["strict-transport-security"]
    plain = {"origin": "http://localhost"}  # the same name, over the clear
    assert client.send("POST", "/graphql", json=KEY, headers=plain).status_code == 403


PROXY = Proxies((ip_network("10.0.0.0/24"),), alone=True)


def test_without_tls_only_the_stated_proxy_is_answered(service: Service) -> None:
    app = build_app(service, Options(proxies=PROXY))
    assert ask(app, "10.0.0.7").status_code == 200
    assert ask(app, "::ffff:10.0.0.7").status_code == 200
    assert ask(app, "127.0.0.1").status_code == 200  # a health check inside the container
    for address in ("10.0.1.7", "192.0.2.7", "::1:2"):
        assert ask(app, address, x_forwarded_for="10.0.0.7").status_code == 403


@pytest.mark.parametrize(
    ("peer", "forwarded", "client", "scheme"),
    [
        ("10.0.0.7", "192.0.2.1", "192.0.2.1", "https"),
        ("10.0.0.7", "198.51.100.9, 192.0.2.1", "192.0.2.1", "https"),
        ("10.0.0.7", "192.0.2.1, 10.0.0.8", "192.0.2.1", "https"),
        ("10.0.0.7", "192.0.2.1, x", "10.0.0.7", "https"),
        ("10.0.0.7", "", "10.0.0.7", "https"),
        ("192.0.2.9", "127.0.0.1", "192.0.2.9", "http"),
        ("127.0.0.1", "192.0.2.1", "127.0.0.1", "http"),
    ],
)
def test_a_client_is_who_a_stated_proxy_says(
    peer: str, forwarded: str, client: str, scheme: str
) -> None:
    for kind, own in (("http", scheme), ("websocket", scheme.replace("http", "ws"))):
        scope: Scope = {
            "type": kind,
            "scheme": own.replace("s", "") if kind == "http" else "ws",
            "client": (peer, 1),
            "headers": [
                (b"x-forwarded-for", forwarded.encode()),
                (b"x-forwarded-proto", b"https"),
            ],
        }
        PROXY.believe(scope)
        assert (scope["client"][0], scope["scheme"]) == (client, own)


def test_each_address_behind_a_proxy_guesses_for_itself(service: Service, tokens: Tokens) -> None:
    app = build_app(service, Options(authenticator=signing_in(tokens), proxies=PROXY))
    guess = f"Bearer {new_token().text}"
    for _ in range(MOST_FAILURES):
        ask(app, "10.0.0.7", authorization=guess, x_forwarded_for="192.0.2.1")
    assert ask(app, "10.0.0.7", authorization=guess, x_forwarded_for="192.0.2.1").status_code == 429
    assert ask(app, "10.0.0.7", authorization=guess, x_forwarded_for="192.0.2.2").status_code == 401


def opened(app: Starlette, **headers: str) -> list[Message]:
    """Begin a websocket, and give what the server says to that."""
    said: list[Message] = []
    asked: list[Message] = [{"type": "websocket.connect"}]
    given = {"host": "localhost:8000", **headers}

    async def receive() -> Message:
        return asked.pop() if asked else {"type": "websocket.disconnect", "code": 1001}

    async def send(message: Message) -> None:
        said.append(message)

    scope: Scope = {
        "type": "websocket",
        "path": "/graphql",
        "scheme": "ws",
        "headers": [(name.replace("_", "-").encode(), text.encode()) for name, text in
                    given.items()],
        "client": ("192.0.2.7", 1),
        "subprotocols": ["graphql-transport-ws"],
        "state": {},
    }  # fmt: skip
    anyio.run(app, scope, receive, send)
    return said


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({}, True),
        ({"origin": "http://localhost:8000"}, True),
        ({"origin": SITE}, True),
        ({"origin": "http://localhost:9000"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"host": "evil.example", "origin": "http://evil.example"}, False),
        ({"sec_fetch_site": "cross-site"}, False),
    ],
)
def test_a_websocket_of_another_site_is_refused_before_it_opens(
    service: Service, headers: dict[str, str], accepted: bool
) -> None:
    said = opened(build_app(service, Options(origins=[SITE])), **headers)
    assert said[0]["type"] == ("websocket.accept" if accepted else "websocket.close")


def test_nobody_has_to_sign_in_at_this_machine(client: Client) -> None:
    viewer = client.data("{ viewer { name role } }")["viewer"]
    assert viewer == {"name": None, "role": LOCAL.role.name}


def test_origins_are_compared_whole() -> None:
    origins = Origins.of(["Localhost"], ["HTTPS://A.example"])
    assert origins == Origins(frozenset({"localhost"}), frozenset({SITE}))


def test_a_table_that_cannot_be_read_is_said(service: Service, tokens: Tokens) -> None:
    app = build_app(service, Options(authenticator=signing_in(tokens)))
    text = given(tokens)
    db: Any = tokens.db
    db.close()
    refused = ask(app, authorization=f"Bearer {text}")
    assert refused.status_code == 503
    assert refused.json()["errors"][0]["extensions"]["code"] == "STORE_UNAVAILABLE"
