"""Settings: read once, every wrong one named, no password shown."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph_api.errors import BadParameterError
from graph_api.settings import SETTINGS, Settings, is_loopback


def test_without_an_environment_everything_is_the_default() -> None:
    settings = Settings.from_env({})
    assert (settings.host, settings.port, settings.data) == ("127.0.0.1", 8000, Path("data"))
    assert settings.neo4j_uri is None
    assert settings.language == "en"
    assert set(settings.origins.values()) == {"default"}


def test_every_shown_default_is_the_default_in_force() -> None:
    settings = Settings.from_env({})
    for setting in SETTINGS:
        said = {setting.variable: setting.default} if setting.default else {}
        assert getattr(Settings.from_env(said), setting.name) == getattr(settings, setting.name)


def test_the_table_names_every_field_once_in_both_languages() -> None:
    fields = {field.name for field in dataclasses.fields(Settings)} - {"origins", "unknown"}
    assert [setting.name for setting in SETTINGS if setting.name in fields] == [
        setting.name for setting in SETTINGS
    ]
    assert fields == {setting.name for setting in SETTINGS}
    for setting in SETTINGS:
        assert setting.meaning.en.endswith(".")
        assert setting.meaning.zh.endswith("。")


def test_the_command_line_wins_over_the_environment_which_wins_over_the_default() -> None:
    settings = Settings.from_env(
        {"EMPOWER_PORT": "1", "EMPOWER_HOST": "::1"}, {"port": "2", "data": None}
    )
    assert (settings.port, settings.host) == (2, "::1")
    assert settings.origins["port"] == "command line"
    assert settings.origins["host"] == "environment"
    assert settings.origins["data"] == "default"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert Settings.from_env({"EMPOWER_PORT": ""}).origins["port"] == "default"


def test_one_error_names_every_wrong_variable_in_both_languages() -> None:
    with pytest.raises(BadParameterError) as caught:
        Settings.from_env(
            {
                "EMPOWER_PORT": "eighty",
                "EMPOWER_LANG": "fr",
                "EMPOWER_ALLOW_OPEN": "maybe",
                "EMPOWER_LOG_LEVEL": "LOUD",
                "EMPOWER_MEMORY_MB": "0",
                "NEO4J_URI": "http://localhost",
            }
        )
    names = caught.value.details["settings"]
    assert names == [
        "EMPOWER_PORT",
        "EMPOWER_ALLOW_OPEN",
        "EMPOWER_LANG",
        "NEO4J_URI",
        "EMPOWER_MEMORY_MB",
        "EMPOWER_LOG_LEVEL",
    ]
    for text in (caught.value.en, caught.value.zh):
        assert all(name in text for name in names)
    assert "'eighty'" in caught.value.en


@pytest.mark.parametrize("port", ["-1", "65536", "8000.5", "٨", "1e3", " "])
def test_a_port_is_a_whole_number_of_a_port(port: str) -> None:
    with pytest.raises(BadParameterError, match="EMPOWER_PORT"):
        Settings.from_env({"EMPOWER_PORT": port})


@pytest.mark.parametrize("uri", ["bolt://", "neo4j://host:port", "bolt://[::1", "localhost:7687"])
def test_an_address_of_neo4j_names_a_host(uri: str) -> None:
    with pytest.raises(BadParameterError, match="NEO4J_URI"):
        Settings.from_env({"NEO4J_URI": uri})


@pytest.mark.parametrize("uri", ["bolt://h", "neo4j+s://h:7687", "bolt+ssc://u:p@h:1"])
def test_every_scheme_of_the_driver_is_an_address(uri: str) -> None:
    assert Settings.from_env({"NEO4J_URI": uri}).neo4j_uri == uri


def test_a_password_is_neither_shown_nor_in_the_repr() -> None:
    settings = Settings.from_env(
        {"NEO4J_PASSWORD": "hush-1", "NEO4J_URI": "bolt://user:hush-2@host:7687"}
    )
    shown = " ".join(settings.shown(setting) for setting in SETTINGS)
    assert "hush" not in shown
    assert "***" in shown
    assert settings.secrets == ("hush-1", "hush-2")
    assert "hush-1" not in repr(settings)


def test_a_wrong_address_with_a_password_is_not_repeated() -> None:
    with pytest.raises(BadParameterError) as caught:
        Settings.from_env({"NEO4J_URI": "http://user:hush@host"})
    assert "hush" not in caught.value.en + caught.value.zh


def test_values_are_shown_as_they_are_written() -> None:
    settings = Settings.from_env({"EMPOWER_ALLOW_OPEN": "yes", "EMPOWER_PORT": "9"})
    shown = {setting.variable: settings.shown(setting) for setting in SETTINGS}
    assert shown["EMPOWER_ALLOW_OPEN"] == "1"
    assert shown["EMPOWER_PORT"] == "9"
    assert shown["NEO4J_URI"] == ""
    assert shown["NEO4J_PASSWORD"] == ""
    assert Settings().shown(SETTINGS[2]) == "0"


def test_a_misspelled_variable_is_told_with_the_nearest() -> None:
    settings = Settings.from_env({"EMPOWER_PROT": "1", "EMPOWER_ZZZ": "1", "HOME": "x"})
    assert settings.unknown["EMPOWER_PROT"][0] == "EMPOWER_PORT"
    assert "HOME" not in settings.unknown
    assert "EMPOWER_ZZZ" in settings.unknown


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN", "EMPOWER_LANG": "en"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_one_said_else_that_of_the_locale(
    environ: dict[str, str], language: str
) -> None:
    assert Settings.from_env(environ).language == language


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"]
)
def test_these_addresses_are_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.org", ""])  # noqa: S104
def test_these_addresses_may_be_reached_by_others(host: str) -> None:
    assert not is_loopback(host)
    assert not Settings.from_env({}, {"host": host or "h"}).is_loopback
