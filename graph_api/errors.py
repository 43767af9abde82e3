"""Every error that this package raises on purpose, in one tree, in English and Chinese.

    GraphApiError
      InputError                    the caller can fix it (CLI exit 2)
        UnknownScenarioError · UnknownVariantError · UnknownActorError · UnknownRelationError
        BadParameterError · BadCursorError · TooCostlyError
        ScenarioExistsError · RevisionConflictError
        UnauthenticatedError · ForbiddenError
        ScenarioError               every problem of a file or a change set, each with its place
      LimitError
        DeadlineExceededError · TooManyRequestsError · OverloadedError
      StoreError                    the store failed (CLI exit 1)
        StoreUnavailableError       worth retrying

A message has four parts: what, where, why, what to do next. Each error carries both languages;
``str(error)`` is the English one.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

Language = Literal["en", "zh"]

__all__ = [
    "BadCursorError",
    "BadParameterError",
    "DeadlineExceededError",
    "ForbiddenError",
    "GraphApiError",
    "InputError",
    "Language",
    "LimitError",
    "OverloadedError",
    "Problem",
    "RevisionConflictError",
    "ScenarioError",
    "ScenarioExistsError",
    "StoreError",
    "StoreUnavailableError",
    "TooCostlyError",
    "TooManyRequestsError",
    "UnauthenticatedError",
    "UnknownActorError",
    "UnknownRelationError",
    "UnknownScenarioError",
    "UnknownVariantError",
    "nearest",
]


MOST_LOOKED_AT = 10_000
"""A typing error in a large graph must not cost seconds: the nearest of these is near enough."""


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Give the known words that look most like ``word``, best first, at most ``count``.

    Examples
    --------
    >>> nearest("residens", ["residents", "street_office"])
    ('residents',)

    """
    looked_at = list(itertools.islice(known, MOST_LOOKED_AT))
    return tuple(difflib.get_close_matches(word[:200], looked_at, n=count, cutoff=0.6))


class GraphApiError(Exception):
    """What went wrong, in both languages, with JSON-ready details and no secrets."""

    code: ClassVar[str] = "INTERNAL"

    def __init__(self, en: str, zh: str, **details: Any) -> None:  # noqa: ANN401  # JSON
        super().__init__(en)
        self.en = en
        self.zh = zh
        self.details: dict[str, Any] = details

    def text(self, language: Language = "en") -> str:
        """Give the message in one language."""
        return self.zh if language == "zh" else self.en

    def told_outside(self) -> GraphApiError:
        """Give it as a client elsewhere may read it; what is kept back is for log and terminal."""
        return self


class InputError(GraphApiError):
    """The caller can fix it."""

    code = "BAD_PARAMETER"


class _UnknownError(InputError):
    """Something was named that is not there."""

    noun: ClassVar[tuple[str, str]] = ("thing", "对象")

    def __init__(self, name: str, known: Iterable[str] = (), where: str | None = None) -> None:
        names = list(itertools.islice(known, MOST_LOOKED_AT))
        near = nearest(name, names)
        en_noun, zh_noun = self.noun
        shown = name if len(name) <= 100 else name[:100] + "…"
        en = f"There is no {en_noun} {shown!r}" + (f" in {where!r}" if where else "")
        zh = (f"“{where}”中" if where else "") + f"没有{zh_noun}“{shown}”"
        if near:
            en += f"; did you mean {' or '.join(map(repr, near))}?"
            zh += f"；是否指“{'”或“'.join(near)}”？"
        elif names:
            few = sorted(names)[:8]
            more = len(names) > len(few)
            en += f"; there are: {', '.join(few)}{', ...' if more else ''}."
            zh += f"；现有：{'、'.join(few)}{'……' if more else ''}。"
        else:
            en += "."
            zh += "。"
        super().__init__(en, zh, name=name, nearest=list(near))


class UnknownScenarioError(_UnknownError):
    """No scenario has this key."""

    code = "UNKNOWN_SCENARIO"
    noun = ("scenario", "情景")


class UnknownVariantError(_UnknownError):
    """The scenario has no such variant."""

    code = "UNKNOWN_VARIANT"
    noun = ("variant", "变体")


class UnknownActorError(_UnknownError):
    """The view has no such actor."""

    code = "UNKNOWN_ACTOR"
    noun = ("actor", "行动者")


class UnknownRelationError(_UnknownError):
    """The view has no such relation."""

    code = "UNKNOWN_RELATION"
    noun = ("relation", "关系")


class BadParameterError(InputError):
    """An argument has no meaning, alone or together with another one."""

    code = "BAD_PARAMETER"


class BadCursorError(InputError):
    """The cursor was not made by this service, or for another question."""

    code = "BAD_CURSOR"


class TooCostlyError(InputError):
    """The question costs more than this caller may spend."""

    code = "TOO_COSTLY"


class ScenarioExistsError(InputError):
    """A scenario of this key is there already and was not to be replaced."""

    code = "SCENARIO_EXISTS"

    def __init__(self, key: str, revision: int, *, as_tables: bool = False) -> None:
        en, zh = (
            (
                "a scenario of this size is not replaced: delete that one, or import this one under"
                " another key (--key)",
                "这一规模的情景不能替换：请先删除原有情景，或以另一个键（--key）导入",
            )
            if as_tables
            else (
                "to replace it, say so (replace) and name that revision",
                "如要替换，请指明 replace 与该修订号",
            )
        )
        super().__init__(
            f"Scenario {key!r} exists already, at revision {revision}; {en}.",
            f"情景“{key}”已存在（修订 {revision}）；{zh}。",
            key=key,
            revision=revision,
        )
        self.key = key
        self.revision = revision


class RevisionConflictError(InputError):
    """Somebody else committed in between."""

    code = "REVISION_CONFLICT"

    def __init__(self, key: str, expected: int, actual: int) -> None:
        super().__init__(
            f"Scenario {key!r} is at revision {actual}, not {expected}: somebody wrote in between."
            " Load it again, look at what changed, and repeat your change on the new revision.",
            f"情景“{key}”现为修订 {actual}，而非 {expected}：期间有人写入。"
            "请重新载入，查看变化，再在新修订上重做。",
            key=key,
            expected=expected,
            actual=actual,
        )
        self.key = key
        self.expected = expected
        self.actual = actual


class UnauthenticatedError(InputError):
    """Nobody is signed in, and this needs somebody."""

    code = "UNAUTHENTICATED"


class ForbiddenError(InputError):
    """The caller's role does not allow this."""

    code = "FORBIDDEN"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file or a change set, and where.

    ``code`` is the name of the check (``unknown-actor``, ``repeated-key``, ...); ``path`` leads to
    the item (``relations[3].strength.best``); ``line`` and ``column`` count from 1 and are None
    where there is no text. ``subject`` is the name it is about. ``severity`` is ``error`` or
    ``warning``.
    """

    code: str
    en: str
    zh: str
    path: str = ""
    line: int | None = None
    column: int | None = None
    hint_en: str | None = None
    hint_zh: str | None = None
    subject: str | None = None
    severity: Literal["error", "warning"] = "error"

    def text(self, language: Language = "en") -> str:
        """Give the message in one language."""
        return self.zh if language == "zh" else self.en

    def hint(self, language: Language = "en") -> str | None:
        """Give what to do about it, where there is something to say."""
        return self.hint_zh if language == "zh" else self.hint_en


class ScenarioError(InputError):
    """A file or a change set has problems; all of them are here, in the order of the text."""

    code = "INVALID_SCENARIO"

    def __init__(self, problems: Iterable[Problem], what: str = "scenario") -> None:
        self.problems = tuple(problems)
        errors = [p for p in self.problems if p.severity == "error"]
        first = errors[0] if errors else None
        place = f"{what}:{first.line}" if first and first.line else what
        super().__init__(
            f"{place}: {len(errors)} problem(s)" + (f"; the first: {first.en}" if first else ""),
            f"{place}：{len(errors)} 处问题" + (f"；第一处：{first.zh}" if first else ""),
            problems=len(errors),
        )


class LimitError(GraphApiError):
    """A limit of this service was reached."""

    code = "TOO_COSTLY"


class DeadlineExceededError(LimitError):
    """The answer was not ready in time."""

    code = "DEADLINE_EXCEEDED"


class TooManyRequestsError(LimitError):
    """The caller asks too much at a time; ``retryAfter`` says in how many seconds to come again."""

    code = "TOO_MANY_REQUESTS"

    @classmethod
    def at_once(cls, limit: int) -> TooManyRequestsError:
        """Say it of operations that run at the same time."""
        return cls(
            f"You have {limit} operations running already, and as many as may waiting. Send fewer"
            " at a time, and this one again in a second.",
            f"您已有 {limit} 个操作在执行，排队数也已满。请减少并发，一秒后再发送本次请求。",
            limit=limit,
            retryAfter=1,
        )


class OverloadedError(LimitError):
    """The service has too much to do; ``retryAfter`` says in how many seconds to come again."""

    code = "OVERLOADED"

    @classmethod
    def busy(cls) -> OverloadedError:
        """Say it of all callers together."""
        return cls(
            "The service has too much to do just now. Send this again in two seconds.",
            "服务当前负载过高。请两秒后再发送本次请求。",
            retryAfter=2,
        )


class StoreError(GraphApiError):
    """The store failed; ``path`` among its details is where its file is, on this machine."""

    code = "STORE_UNAVAILABLE"

    def told_outside(self) -> StoreError:
        """Name the file and not where it is.

        Examples
        --------
        >>> path = "/srv/a.db"
        >>> error = StoreError(f"{path} is full.", f"{path} 已满。", path=path, reason="FULL")
        >>> told = error.told_outside()
        >>> told.en, told.zh, told.details
        ('a.db is full.', 'a.db 已满。', {'reason': 'FULL'})

        """
        path = self.details.get("path")
        if not isinstance(path, str):
            return self
        name = path.replace("\\", "/").rpartition("/")[2]
        others = {word: said for word, said in self.details.items() if word != "path"}
        told = type(self)(self.en.replace(path, name), self.zh.replace(path, name), **others)
        told.__cause__ = self
        return told


class StoreUnavailableError(StoreError):
    """The store cannot be reached now; worth retrying."""
