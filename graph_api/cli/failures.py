"""How a failed run says so: on standard error, in the chosen language, as text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO

import click

from graph_api.cli.frame import Run
from graph_api.errors import GraphApiError, InputError, Language, Problem, ScenarioError, nearest

MISTAKE = 2
"""The exit code for what the caller can mend."""
FAILURE = 1
"""The exit code for what the caller cannot: ours, or the store's."""
INTERRUPTED = 130
"""The exit code after Ctrl-C."""
READER_GONE = 141
"""The exit code when whoever read the output went away, as of any program on a pipe."""


def exit_code(error: GraphApiError) -> int:
    """Give the exit code for an error."""
    return MISTAKE if isinstance(error, InputError) else FAILURE


def report(run: Run, error: GraphApiError, stream: TextIO) -> None:
    """Say what went wrong, where, why, and what to do next."""
    if run.wants_json:
        details: dict[str, Any] = {"code": error.code, "message": error.text(run.language)}
        details |= {"details": error.details}
        if isinstance(error, ScenarioError):
            details["problems"] = [
                plain_problem(problem, run.language) for problem in error.problems
            ]
        _write(json.dumps({"error": details}, ensure_ascii=False, default=str), stream)
        return
    _write(f"{run.say('Error: ', '错误：')}{error.text(run.language)}", stream)
    if isinstance(error, ScenarioError):
        for problem in error.problems:
            _write(f"  {problem_line(problem, run.language)}", stream)


def report_usage(run: Run, error: click.ClickException, stream: TextIO) -> int:
    """Say how a command was called wrongly; give the exit code."""
    message = _usage_message(run, error)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if run.wants_json:
        details = {"code": "BAD_PARAMETER", "message": message, "details": {}}
        _write(json.dumps({"error": details}, ensure_ascii=False), stream)
        return MISTAKE
    _write(f"{run.say('Error: ', '错误：')}{message}", stream)
    if context is not None:
        call = f"{context.command_path} --help"
        _write(run.say(f"See {call!r} for how to call it.", f"用法见 {call}。"), stream)
    return MISTAKE


def report_bug(run: Run, stream: TextIO) -> None:
    """Say that the program failed in a way that nobody foresaw; the log has the trace."""
    message = run.say(
        "The program failed in a way that was not foreseen. What happened stands above; please"
        " report it with the command that you gave.",
        "程序发生未预料的错误。详情见上；请连同所用命令一并报告。",
    )
    if run.wants_json:
        details = {"code": "INTERNAL", "message": message, "details": {}}
        _write(json.dumps({"error": details}, ensure_ascii=False), stream)
    else:
        _write(f"{run.say('Error: ', '错误：')}{message}", stream)


def plain_problem(problem: Problem, language: Language) -> dict[str, Any]:
    """Give a problem, JSON-ready."""
    return {
        "code": problem.code,
        "severity": problem.severity,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "message": problem.text(language),
        "hint": problem.hint(language),
    }


def problem_line(problem: Problem, language: Language) -> str:
    """Give a problem in one line: place, name of the check, message, hint."""
    place = ":".join(str(number) for number in (problem.line, problem.column) if number)
    parts = (place, problem.path, f"[{problem.code}]", problem.text(language))
    return " ".join(part for part in (*parts, problem.hint(language)) if part)


def _usage_message(run: Run, error: click.ClickException) -> str:
    """Give click's complaint; the common ones in Chinese too."""
    if run.language == "en":
        return error.format_message()
    match error:
        case click.NoSuchOption(option_name=name, possibilities=near):
            return f"没有选项 {name}。" + (f"是否指 {'、'.join(sorted(near))}？" if near else "")
        case click.MissingParameter(param=param):
            name = "" if param is None else (param.human_readable_name or "")
            return f"缺少参数“{name}”。"
        case click.BadParameter(param=param, message=message):
            name = "" if param is None else (param.human_readable_name or "")
            return f"参数“{name}”的值不可用：{message}"
        case click.UsageError(message=message) if message.startswith("Got unexpected extra"):
            return f"多余的参数：{message.partition('(')[2].rstrip(')')}"
        case _:
            return f"命令用法不正确：{error.format_message()}"


def no_such_command(run: Run, name: str, known: Mapping[str, object]) -> click.UsageError:
    """Give the complaint about a command that is not there."""
    near = nearest(name, known)
    return click.UsageError(
        run.say(
            f"There is no command {name!r}"
            + (f"; did you mean {near[0]!r}?" if near else f". There are: {', '.join(known)}."),
            f"没有命令“{name}”"
            + (f"；是否指“{near[0]}”？" if near else f"。现有：{'、'.join(known)}。"),
        )
    )


def _write(line: str, stream: TextIO) -> None:
    stream.write(line + "\n")
    stream.flush()
