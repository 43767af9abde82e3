"""Commands for local tokens: create, list, revoke."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from graph_api import bootstrap
from graph_api.auth.bearer import clean
from graph_api.auth.callers import Role, role_called
from graph_api.auth.tokens import PREFIX, new_token
from graph_api.cli.frame import Run, argument, command, option
from graph_api.cli.groups import Family
from graph_api.cli.output import answer, line, note, table
from graph_api.errors import BadParameterError, nearest
from graph_api.settings import Text
from graph_api.stores.service_tokens import StoredToken, Tokens, instant

DAYS = 90
"""How long a token holds unless it is said."""

_DAY = 86_400.0
_ROLES = ", ".join(role.value for role in Role)


@contextmanager
def _tokens(run: Run) -> Iterator[Tokens]:
    db = bootstrap.open_service_db(run.settings)
    try:
        yield Tokens(db)
    finally:
        db.close()


@command(
    "create",
    Text(
        "Make a token and show it, this once: only its hash is kept. Running servers over the same"
        " data folder take it at once.",
        "创建令牌并显示一次：只保存其哈希。使用同一数据目录的服务立即生效。",
    ),
    "empower token create --role analyst --name 'Li Wei' --days 90",
)
@option(
    "--role",
    text=Text(f"What its holder may do: {_ROLES}.", f"持有者的角色：{_ROLES}。"),
    required=True,
    metavar="WORD",
)
@option(
    "--name",
    text=Text(
        "Who holds it: a person or a program; stands in the journal.",
        "持有者（人或程序）；写入日志。",
    ),
    required=True,
    metavar="TEXT",
)
@option(
    "--days",
    text=Text(f"Days that it holds ({DAYS}).", f"有效天数（默认 {DAYS}）。"),
    type=click.IntRange(1, 3_650),
    default=DAYS,
    metavar="N",
)
def create(run: Run, *, role: str, name: str, days: int) -> None:
    """Make a token."""
    wanted = role_called(role)
    if not name.strip() or clean(name) != name.strip():
        raise BadParameterError(
            "The name must have 1 to 100 characters that can be seen, on one line.",
            "名称须为 1 到 100 个可见字符，且不换行。",
            parameter="name",
        )
    made, now = new_token(), time.time()
    stored = StoredToken(made.id, made.digest, clean(name), wanted.value, now, now + days * _DAY)
    with _tokens(run) as tokens:
        tokens.add(stored)
    if run.wants_json:
        answer({**_plain(stored, now), "token": made.text})
        return
    line(run, made.text, made.text)
    note(
        run,
        f"Token {made.id} for {stored.name} ({wanted.value}), until {instant(stored.expires)}."
        " Keep it now: it is not shown again. Send it as `Authorization: Bearer TOKEN`.",
        f"令牌 {made.id}：{stored.name}（{wanted.label.text('zh')}），"
        f"有效至 {instant(stored.expires)}。请立即保存：不会再次显示。"
        "发送方式：`Authorization: Bearer 令牌`。",
    )


@command(
    "list",
    Text(
        "List the tokens: who holds them, until when, when they were last used.",
        "列出令牌：持有者、有效期、最近使用时间。",
    ),
    "empower token list",
)
@option(
    "--all",
    "everything",
    text=Text("Those that sign nobody in any more, too.", "包括已失效的令牌。"),
    is_flag=True,
)
def list_tokens(run: Run, *, everything: bool) -> None:
    """List tokens."""
    now = time.time()
    with _tokens(run) as tokens:
        chosen = [token for token in tokens.every() if everything or token.is_live(now)]
    if run.wants_json:
        answer({"tokens": [_plain(token, now) for token in chosen]})
        return
    if not chosen:
        line(
            run,
            "There are no tokens. Make one with: empower token create",
            "没有令牌。可用 empower token create 创建。",
        )
        return
    table(
        run.say("Tokens", "令牌"),
        [
            run.say(en, zh)
            for en, zh in (
                ("id", "标识"),
                ("name", "名称"),
                ("role", "角色"),
                ("state", "状态"),
                ("until", "有效至"),
                ("last used", "最近使用"),
            )
        ],
        [
            [
                token.id,
                token.name,
                token.role,
                run.say(token.state(now), _STATES[token.state(now)]),
                instant(token.expires) or "-",
                instant(token.used) or "-",
            ]
            for token in chosen
        ],
    )


_STATES = {"live": "有效", "expired": "已过期", "revoked": "已撤销"}


@command(
    "revoke",
    Text(
        "End a token for good; running servers refuse it within a second.",
        "永久撤销令牌；运行中的服务在一秒内拒绝它。",
    ),
    "empower token revoke 7f3k2m9q1x4z",
)
@argument(
    "token",
    text=Text("The id of the token (`empower token list`).", "令牌的标识（见 token list）。"),
)
def revoke(run: Run, *, token: str) -> None:
    """Revoke a token."""
    identity, now = token.removeprefix(PREFIX).split("_")[0], time.time()
    with _tokens(run) as tokens:
        found = tokens.find(identity)
        if found is None:
            raise _unknown(identity, [one.id for one in tokens.every()])
        was_live = tokens.revoke(identity, now)
        found = tokens.find(identity) or found
    if run.wants_json:
        answer({**_plain(found, now), "changed": was_live})
    elif was_live:
        line(
            run,
            f"Token {found.id} ({found.name}) signs nobody in any more.",
            f"令牌 {found.id}（{found.name}）已失效。",
        )
    else:
        line(
            run,
            f"Token {found.id} ({found.name}) was revoked before.",
            f"令牌 {found.id}（{found.name}）此前已撤销。",
        )


def _unknown(identity: str, known: list[str]) -> BadParameterError:
    shown = identity[:40]
    near = nearest(identity, known)
    return BadParameterError(
        f"There is no token {shown!r}"
        + (f"; did you mean {near[0]!r}?" if near else ".")
        + " `empower token list --all` shows them.",
        f"没有令牌“{shown}”"
        + (f"；是否指“{near[0]}”？" if near else "。")
        + "可用 `empower token list --all` 查看。",
        parameter="token",
    )


def _plain(token: StoredToken, now: float) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role,
        "state": token.state(now),
        "created": instant(token.created),
        "expires": instant(token.expires),
        "revoked": instant(token.revoked),
        "lastUsed": instant(token.used),
    }


FAMILY = {
    "token": Family(
        "token",
        Text(
            "Tokens that sign people and programs in where the service asks for it.",
            "供人员与程序登录本服务的令牌。",
        ),
        ("empower token create --role analyst --name 'Li Wei'", "empower token list"),
        (create, list_tokens, revoke),
    )
}
