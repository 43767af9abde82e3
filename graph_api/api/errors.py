"""Which errors a client may see, and as what: code, request id, details, both languages."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLError

from graph_api.api.types.words import describe
from graph_api.domain.words import Word
from graph_api.errors import GraphApiError


class ErrorCode(Word):
    """Every code that `errors[].extensions.code` may hold."""

    UNKNOWN_SCENARIO = (
        "UNKNOWN_SCENARIO",
        "unknown scenario",
        "没有该情景",
        "No scenario has this key; `nearest` lists similar ones.",
    )
    UNKNOWN_VARIANT = (
        "UNKNOWN_VARIANT",
        "unknown variant",
        "没有该变体",
        "The scenario has no such variant.",
    )
    UNKNOWN_ACTOR = (
        "UNKNOWN_ACTOR",
        "unknown actor",
        "没有该行动者",
        "The view has no such actor; `nearest` lists similar ones.",
    )
    UNKNOWN_RELATION = (
        "UNKNOWN_RELATION",
        "unknown relation",
        "没有该关系",
        "The view has no such relation.",
    )
    BAD_PARAMETER = (
        "BAD_PARAMETER",
        "bad parameter",
        "参数无意义",
        "An argument has no meaning, alone or with another one.",
    )
    BAD_CURSOR = (
        "BAD_CURSOR",
        "bad cursor",
        "游标无效",
        "Not a cursor of this service, or one of another question.",
    )
    TOO_COSTLY = (
        "TOO_COSTLY",
        "too costly",
        "查询过大",
        "The document asks for more than `limits` allows.",
    )
    DEADLINE_EXCEEDED = (
        "DEADLINE_EXCEEDED",
        "deadline exceeded",
        "超时",
        "The answer was not ready in time.",
    )
    STORE_UNAVAILABLE = (
        "STORE_UNAVAILABLE",
        "store unavailable",
        "存储不可用",
        "The store does not answer now; try again.",
    )
    FORBIDDEN = (
        "FORBIDDEN",
        "forbidden",
        "无权限",
        "The caller's role does not allow this.",
    )
    UNAUTHENTICATED = (
        "UNAUTHENTICATED",
        "unauthenticated",
        "未登录",
        "This needs somebody who is signed in.",
    )
    INTERNAL = (
        "INTERNAL",
        "internal",
        "内部错误",
        "A fault of the service; quote `requestId` when you report it.",
    )


describe(ErrorCode, "What went wrong, for programs: `errors[].extensions.code` (错误代码).")


def cause(error: GraphQLError) -> BaseException | None:
    """Give what a resolver raised; None for an error of GraphQL itself (syntax, validation)."""
    found: BaseException | None = error.original_error
    while isinstance(found, GraphQLError):
        found = found.original_error
    return found


def is_expected(error: GraphQLError) -> bool:
    """Tell whether the caller may read the message: GraphQL's own errors, and ours."""
    found = cause(error)
    return found is None or isinstance(found, GraphApiError)


def shown(error: GraphQLError, request_id: str) -> GraphQLError:
    """Give the error as the client sees it; an unexpected one says nothing but the request id."""
    found = cause(error)
    extensions: dict[str, Any] = {"requestId": request_id}
    message = error.message
    if isinstance(found, GraphApiError):
        extensions = {**found.details, "code": found.code, "messageZh": found.zh, **extensions}
        message = found.en
    elif found is not None:
        extensions["code"] = ErrorCode.INTERNAL.value
        extensions["messageZh"] = "服务内部错误；报告时请附上 requestId。"
        message = "The service failed to answer this; quote the requestId when you report it."
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
