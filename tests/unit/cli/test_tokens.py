"""token create, list, revoke; and who may be served beyond this machine."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph_api.auth.tokens import id_of
from graph_api.cli.exposing import has_somebody, require_closed
from graph_api.errors import BadParameterError
from graph_api.settings import Settings
from tests.e2e.certificates import write_certificate
from tests.unit.cli.conftest import Runs


def test_a_token_is_shown_once_and_listed_without_its_secret(run: Runs) -> None:
    made = run("token", "create", "--role", "analyst", "--name", "Li Wei")
    assert made.code == 0
    text = made.out.strip()
    identity = id_of(text)
    assert identity is not None
    assert text not in made.err
    assert "not shown again" in made.err
    listed = run("token", "list")
    assert identity in listed.out
    assert "Li Wei" in listed.out
    assert text[20:50] not in listed.out
    chinese = run("token", "list", "--lang", "zh").out
    assert "有效" in chinese


def test_machines_get_json(run: Runs) -> None:
    made = run("token", "create", "--role", "admin", "--name", "backup", "--days", "2", "--json")
    plain = made.plain
    assert id_of(plain["token"]) == plain["id"]
    until = datetime.fromisoformat(plain["expires"])
    assert timedelta(days=1.9) < until - datetime.now(UTC) < timedelta(days=2.1)
    (listed,) = run("token", "list", "--json").plain["tokens"]
    assert "token" not in listed
    assert (listed["role"], listed["state"], listed["lastUsed"]) == ("admin", "live", None)


def test_a_revoked_token_is_gone_from_the_list_and_kept(run: Runs) -> None:
    made = run("token", "create", "--role", "reader", "--name", "x", "--json").plain
    done = run("token", "revoke", made["id"], "--json")
    assert (done.plain["state"], done.plain["changed"]) == ("revoked", True)
    again = run("token", "revoke", made["id"])
    assert again.code == 0
    assert "before" in again.out
    assert run("token", "list").out.startswith("There are no tokens")
    assert "revoked" in run("token", "list", "--all").out


def test_the_whole_token_names_itself_and_a_wrong_id_its_nearest(run: Runs) -> None:
    made = run("token", "create", "--role", "reader", "--name", "x", "--json").plain
    wrong = run("token", "revoke", made["id"][:-1] + "_")
    assert wrong.code == 2
    assert made["id"] in wrong.err
    assert made["token"][20:50] not in wrong.err
    assert run("token", "revoke", made["token"], "--json").plain["id"] == made["id"]


@pytest.mark.parametrize(
    "words",
    [
        ("--role", "owner", "--name", "x"),
        ("--role", "reader", "--name", ""),
        ("--role", "reader", "--name", "a\x1b[2Jb"),
        ("--role", "reader", "--name", "x" * 101),
        ("--role", "reader", "--name", "x", "--days", "0"),
        ("--role", "reader"),
        ("--name", "x"),
    ],
)
def test_what_is_no_token_is_refused(run: Runs, words: tuple[str, ...], tmp_path: Path) -> None:
    done = run("token", "create", *words)
    assert done.code == 2
    assert done.out == ""
    assert not (tmp_path / "data").exists()


def test_a_file_that_is_no_database_is_said(run: Runs, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "service.sqlite").write_bytes(b"x" * 5_000)
    done = run("token", "list")
    assert done.code == 1
    assert "not a SQLite database" in done.err


OUTSIDE = "192.0.2.7"


@pytest.fixture
def with_token(run: Runs, tmp_path: Path) -> Path:
    run("token", "create", "--role", "reader", "--name", "x")
    return tmp_path / "data"


def refusal(settings: Settings) -> BadParameterError:
    with pytest.raises(BadParameterError) as caught:
        require_closed(settings)
    return caught.value


def test_beyond_loopback_everything_that_is_missing_is_named(tmp_path: Path) -> None:
    error = refusal(Settings(host=OUTSIDE, data=tmp_path / "none"))
    for step in ("empower token create", "--tls-cert", "EMPOWER_PROXY", "EMPOWER_ALLOW_OPEN"):
        assert step in error.en
        assert step in error.zh
    assert not (tmp_path / "none").exists()


def test_sign_in_and_a_private_way_are_both_needed(with_token: Path) -> None:
    own = Settings(host=OUTSIDE, data=with_token)
    assert has_somebody(own)
    assert "token create" not in refusal(own).en
    assert "in the clear" in refusal(own).en
    require_closed(Settings(host=OUTSIDE, data=with_token, proxy=("10.0.0.1",)))
    nobody = Settings(host=OUTSIDE, data=with_token / "x", proxy=("10.0.0.1",))
    assert "token create" in refusal(nobody).en
    open_to_all = Settings(host=OUTSIDE, data=with_token, proxy=("10.0.0.1",), sign_in=False)
    assert "EMPOWER_SIGN_IN=0" in refusal(open_to_all).en


def test_a_proxy_brings_others_to_this_machine(with_token: Path) -> None:
    behind = Settings(data=with_token, proxy=("127.0.0.1",), hosts=("empower.example",))
    assert behind.needs_sign_in
    require_closed(behind)
    error = refusal(replace(behind, sign_in=False))
    for step in ("EMPOWER_SIGN_IN=0", "EMPOWER_PROXY"):
        assert step in error.en
        assert step in error.zh
    assert "token create" in refusal(replace(behind, data=with_token / "x")).en
    signed_in_before_it = replace(behind, allow_open=True)
    require_closed(signed_in_before_it)
    assert not signed_in_before_it.needs_sign_in


def test_expired_and_revoked_tokens_are_nobody(with_token: Path) -> None:
    settings = Settings(host=OUTSIDE, data=with_token, proxy=("10.0.0.1",))
    for column in ("expires", "revoked"):
        with sqlite3.connect(with_token / "service.sqlite") as connection:
            connection.execute("UPDATE tokens SET expires = 4e9, revoked = NULL")
            connection.execute(f"UPDATE tokens SET {column} = 1.0")  # noqa: S608  # ours
        connection.close()
        assert not has_somebody(settings)


def test_a_provider_signs_in_and_needs_an_audience(tmp_path: Path) -> None:
    settings = Settings(
        host=OUTSIDE,
        data=tmp_path,
        proxy=("10.0.0.1",),
        oidc_issuer="https://id.example",
        oidc_audience="empower",
    )
    require_closed(settings)
    assert settings.needs_sign_in
    assert Settings(oidc_issuer="https://id.example").needs_sign_in
    assert "AUDIENCE" in refusal(Settings(oidc_issuer="https://id.example")).en


def test_a_certificate_is_tried_before_anything_listens(with_token: Path) -> None:
    certificate, key = write_certificate(with_token)
    require_closed(Settings(host=OUTSIDE, data=with_token, tls_cert=certificate, tls_key=key))
    for broken in (
        Settings(tls_cert=certificate),
        Settings(tls_key=key),
        Settings(tls_cert=key, tls_key=certificate),
        Settings(tls_cert=certificate, tls_key=with_token / "none.pem"),
        Settings(tls_cert=certificate, tls_key=write_certificate(with_token / "other")[1]),
    ):
        assert refusal(broken).zh


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EMPOWER_CORS", "*"),
        ("EMPOWER_CORS", "https://*.a.example"),
        ("EMPOWER_CORS", "https://a.example/path"),
        ("EMPOWER_CORS", "a.example"),
        ("EMPOWER_PROXY", "proxy.example"),
        ("EMPOWER_PROXY", "10.0.0.0/33"),
        ("EMPOWER_INTROSPECTION", "everybody"),
        ("EMPOWER_OIDC_ROLES", "staff"),
        ("EMPOWER_OIDC_ROLES", "staff=owner"),
        ("EMPOWER_OIDC_ROLES", "=reader"),
        ("EMPOWER_OIDC_ISSUER", "http://id.example"),
        ("EMPOWER_OIDC_JWKS", "file:///keys"),
        ("EMPOWER_SIGN_IN", "maybe"),
    ],
)
def test_a_setting_that_would_open_too_much_is_refused(variable: str, value: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        Settings.from_env({variable: value})
    assert variable in caught.value.en


def test_settings_that_may_be_are_taken() -> None:
    settings = Settings.from_env(
        {
            "EMPOWER_CORS": "https://a.example, http://localhost:3000",
            "EMPOWER_PROXY": "10.0.0.0/8,::1",
            "EMPOWER_OIDC_ROLES": "a=b=editor, staff=reader",
            "EMPOWER_OIDC_ISSUER": "http://127.0.0.1:9000",
            "EMPOWER_SIGN_IN": "0",
        }
    )
    assert settings.cors == ("https://a.example", "http://localhost:3000")
    assert settings.oidc_roles == ("a=b=editor", "staff=reader")
    assert settings.needs_sign_in is False
