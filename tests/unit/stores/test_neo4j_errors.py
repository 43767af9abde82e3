"""What the driver says, in our words: worth retrying or not, and never a password."""

from __future__ import annotations

import pytest
from neo4j import exceptions as driver_errors

from graph_api.errors import StoreError, StoreUnavailableError
from graph_api.stores.neo4j_errors import neo4j_error, without_account, wrong_version

WHERE = "bolt://host:7687/neo4j"


def server_said(code: str) -> Exception:
    """Give the driver's error for a code, as it makes it when a server fails."""
    return driver_errors.Neo4jError._hydrate_neo4j(code=code, message="said")


@pytest.mark.parametrize(
    ("error", "kind", "word"),
    [
        (driver_errors.ServiceUnavailable("x"), StoreUnavailableError, "does not answer"),
        (driver_errors.SessionExpired("x"), StoreUnavailableError, "does not answer"),
        (ConnectionRefusedError("x"), StoreUnavailableError, "does not answer"),
        (driver_errors.IncompleteCommit("x"), StoreUnavailableError, "during a commit"),
        (driver_errors.ConfigurationError("x"), StoreError, "as it is set up"),
        (driver_errors.DriverError("x"), StoreError, "not foreseen"),
        (
            server_said("Neo.ClientError.Security.Unauthorized"),
            StoreError,
            "refused the account",
        ),
        (
            server_said("Neo.ClientError.Database.DatabaseNotFound"),
            StoreError,
            "has no such database",
        ),
        (
            server_said("Neo.ClientError.Schema.ConstraintValidationFailed"),
            StoreError,
            "contradicts what is stored",
        ),
        (
            server_said("Neo.TransientError.Transaction.DeadlockDetected"),
            StoreUnavailableError,
            "too busy",
        ),
        (
            server_said("Neo.TransientError.Database.DatabaseUnavailable"),
            StoreUnavailableError,
            "does not answer",
        ),
        (server_said("Neo.ClientError.Statement.SyntaxError"), StoreError, "not foreseen"),
    ],
    ids=lambda item: type(item).__name__ if isinstance(item, Exception) else "",
)
def test_every_error_says_what_where_and_what_to_do(
    error: Exception, kind: type[StoreError], word: str
) -> None:
    ours = neo4j_error(error, WHERE, ())
    assert type(ours) is kind
    assert word in ours.en
    assert WHERE in ours.en
    assert WHERE in ours.zh
    assert ours.details["location"] == WHERE


def test_a_password_never_stands_in_a_message() -> None:
    error = driver_errors.ServiceUnavailable("cannot reach bolt://me:s3cret@host with s3cret")
    ours = neo4j_error(error, WHERE, ("s3cret",))
    assert "s3cret" not in ours.en + ours.zh + repr(ours.details)
    assert "***" in ours.en


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("bolt://host:7687", "bolt://host:7687"),
        ("neo4j+s://me:secret@host:7687", "neo4j+s://host:7687"),
        ("bolt://me:a@b@host", "bolt://host"),
        ("neo4j://host?policy=secret", "neo4j://host"),
    ],
)
def test_an_address_is_shown_without_the_account(uri: str, shown: str) -> None:
    assert without_account(uri) == shown


def test_other_versions_say_who_must_move() -> None:
    newer, older = wrong_version(WHERE, 2, 1), wrong_version(WHERE, 1, 2)
    assert "Update this program" in newer.en
    assert "升级" in newer.zh
    assert "empower migrate" in older.en
    assert "empower migrate" in older.zh
