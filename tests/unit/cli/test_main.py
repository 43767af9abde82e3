"""The frame of the program: help, languages, exit codes, errors in four parts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from graph_api import __version__
from graph_api.cli import scores
from graph_api.cli.frame import Argument, Command, Option
from graph_api.cli.groups import Family
from graph_api.cli.main import COMMANDS, cli, said_language
from tests.unit.cli.conftest import Runs


@pytest.mark.parametrize("name", ["run", "pair", "serve"])
def test_help_in_chinese_fits_a_narrow_terminal(run: Runs, name: str) -> None:
    done = run(name, "--help", EMPOWER_LANG="zh", COLUMNS="80")
    lines = done.out.splitlines()
    assert "选项：" in lines
    folds = lines[: lines.index("示例：")]
    assert max(map(cell_len, folds)) <= 80
    assert not any(line.strip()[:1] in set("，。、；：）") for line in folds if line.strip())


def test_alone_it_shows_help_with_every_command(run: Runs) -> None:
    done = run()
    assert done.code == 0
    for name in COMMANDS:
        assert f"  {name} " in done.out


def every_command() -> dict[str, Command | Family]:
    """Every command by the words that call it, those of families too."""
    context = cli.make_context("empower", ["list"], resilient_parsing=True)
    found: dict[str, Command | Family] = {}
    for name in COMMANDS:
        item = cli.get_command(context, name)
        assert isinstance(item, Command | Family)
        found[name] = item
        if isinstance(item, Family):
            found |= {f"{name} {word}": member for word, member in item.members.items()}
    return found


EVERY = every_command()


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_command_has_help_with_an_example_in_both_languages(
    run: Runs, name: str, language: str
) -> None:
    done = run(*name.split(), "--help", EMPOWER_LANG=language)
    assert done.code == 0
    start, example = {"en": ("Usage: ", "Example:"), "zh": ("用法：", "示例：")}[language]
    assert done.out.startswith(f"{start}empower {name} ")
    assert f"empower {name}" in done.out.partition(example)[2]
    assert "--json" in done.out
    assert "--lang" in done.out
    assert "--data" in done.out
    assert ("显示本帮助" in done.out) == (language == "zh")


@pytest.mark.parametrize("name", EVERY)
def test_every_text_of_a_command_is_there_in_chinese(name: str) -> None:
    command = EVERY[name]
    for item in (command, *command.params):
        assert isinstance(item, Command | Family | Argument | Option)
        text = item.text
        assert text.en
        assert any("\u4e00" <= sign <= "\u9fff" for sign in text.zh)


@pytest.mark.parametrize(("language", "head"), [("en", "Commands:"), ("zh", "命令：")])
def test_a_family_alone_shows_its_commands(run: Runs, language: str, head: str) -> None:
    done = run("case", EMPOWER_LANG=language)
    assert done.code == 0
    listed = done.out.partition(head)[2]
    for word in ("list", "show", "open", "step", "observe"):
        assert f"  {word} " in listed


def test_a_misspelled_command_of_a_family_is_named_with_the_nearest(run: Runs) -> None:
    done = run("case", "shwo", "x")
    assert done.code == 2
    assert "did you mean 'show'" in done.err
    assert "是否指“show”" in run("case", "shwo", "--lang", "zh").err


def test_what_is_said_to_a_family_holds_for_its_commands(run: Runs) -> None:
    assert run("case", "--json", "list", "community-factory").plain["cases"] == []


def test_the_version_is_the_one_of_the_package(run: Runs) -> None:
    assert run("--version").out == f"empower {__version__}\n"


def test_a_misspelled_command_is_named_with_the_nearest(run: Runs) -> None:
    done = run("piar", "x")
    assert done.code == 2
    assert "did you mean 'pair'" in done.err
    assert "是否指“pair”" in run("piar", "--lang", "zh").err
    assert "serve, new" in run("zzzzzz").err


def test_a_misspelled_option_is_the_callers_mistake(run: Runs) -> None:
    done = run("pair", "x", "--varaint", "y")
    assert done.code == 2
    assert "--variant" in done.err
    assert "empower pair --help" in done.err
    assert "没有选项 --varaint" in run("pair", "x", "--varaint", "y", "--lang", "zh").err


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        (("pair",), "缺少参数"),
        (("pair", "x", "--decay", "much"), "的值不可用"),
        (("pair", "x", "a", "b", "c"), "多余的参数"),
        (("list", "--lang"), "命令用法不正确"),
    ],
)
def test_mistakes_on_the_command_line_are_told_in_chinese_too(
    run: Runs, words: tuple[str, ...], chinese: str
) -> None:
    done = run(*words, EMPOWER_LANG="zh")
    assert done.code == 2
    assert chinese in done.err


def test_with_json_a_mistake_on_the_command_line_is_json(run: Runs) -> None:
    done = run("pair", "--json")
    assert done.code == 2
    assert done.error["code"] == "BAD_PARAMETER"
    assert done.out == ""


def test_an_error_says_what_where_and_what_to_do_in_the_chosen_language(run: Runs) -> None:
    done = run("pair", "mutual-empowermnt", "a", "b")
    assert done.code == 2
    assert "mutual-empowerment" in done.err
    assert done.out == ""
    assert "没有情景" in run("pair", "mutual-empowermnt", "a", "b", "--lang=zh").err


def test_with_json_an_error_is_json_with_code_and_details(run: Runs) -> None:
    done = run("pair", "mutual-empowermnt", "a", "b", "--json")
    assert done.error["code"] == "UNKNOWN_SCENARIO"
    assert done.error["details"]["nearest"] == ["mutual-empowerment"]


def test_an_error_of_a_file_comes_with_every_problem(run: Runs, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("format: 1\nscenario: bad\nactrs: {}\nactors: {a: {kind: nobody}}\n")
    done = run("pair", str(path), "a", "b")
    assert done.code == 2
    assert done.err.count("[unknown-") == 2
    problems = run("pair", str(path), "a", "b", "--json").error["problems"]
    errors = [problem["line"] for problem in problems if problem["severity"] == "error"]
    assert errors == [3, 4]


def test_wrong_settings_are_named_all_at_once_before_anything_is_done(run: Runs) -> None:
    done = run("list", EMPOWER_PORT="x", EMPOWER_LANG="fr")
    assert done.code == 2
    assert "EMPOWER_PORT" in done.err
    assert "EMPOWER_LANG" in done.err
    assert run("--help", EMPOWER_PORT="x").code == 0


def test_a_store_that_fails_is_not_the_callers_mistake(run: Runs, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "graph.sqlite").write_text("this is no database, whatever it is called")
    done = run("list")
    assert done.code == 1
    assert "SQLite" in done.err


def test_ctrl_c_ends_quietly_with_130(run: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scores, "find", stop)
    done = run("pair", "district", "a", "b")
    assert (done.code, done.out, done.err) == (130, "", "")


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_bug_says_so_with_its_trace_in_the_log_and_exit_code_1(
    run: Runs, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(scores, "find", fail)
    done = run("pair", "district", "a", "b", *words)
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "not foreseen" in done.err
    if words:
        assert done.error["code"] == "INTERNAL"


def test_each_run_leaves_one_line_in_the_log(run: Runs, street: Path) -> None:
    done = run("pair", str(street), "residents", "office", EMPOWER_LOG_LEVEL="INFO")
    (line,) = [json.loads(text) for text in done.err.splitlines()]
    assert line["operation"] == "pair"
    assert (line["scenario"], line["actors"], line["relations"]) == ("street", 3, 4)
    assert line["outcome"] == 0
    assert line["milliseconds"] > 0
    assert run("pair", str(street), "residents", "office").err == ""


def test_the_language_of_the_arguments_wins_over_the_environment() -> None:
    assert said_language(["x", "--lang", "en"], {"EMPOWER_LANG": "zh"}) == "en"
    assert said_language(["x", "--lang=xx"], {"EMPOWER_LANG": "zh"}) == "zh"
    assert said_language(["x", "--lang"], {"LANG": "zh_CN"}) == "zh"
