"""Which errors a client may see, and as what: code, request id, details, both languages."""

from __future__ import annotations

import re
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

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
    SYNTAX = (
        "SYNTAX",
        "syntax error",
        "语法错误",
        "The document is no GraphQL; `locations` says where it ends to be.",
    )
    INVALID_DOCUMENT = (
        "INVALID_DOCUMENT",
        "invalid document",
        "文档无效",
        "The document is GraphQL, but asks what this schema does not have.",
    )
    BAD_VARIABLES = (
        "BAD_VARIABLES",
        "bad variables",
        "变量无效",
        "A variable is missing, or its value is not of its type.",
    )
    BAD_REQUEST = (
        "BAD_REQUEST",
        "bad request",
        "请求有误",
        "The request could not be read, or means no operation; nothing was looked at.",
    )
    NOT_FOUND = (
        "NOT_FOUND",
        "not found",
        "未找到",
        "Nothing stands at this address.",
    )
    METHOD_NOT_ALLOWED = (
        "METHOD_NOT_ALLOWED",
        "method not allowed",
        "方法不允许",
        "The address does not take this HTTP method; `Allow` names those it takes.",
    )
    NOT_ACCEPTABLE = (
        "NOT_ACCEPTABLE",
        "not acceptable",
        "无可接受的格式",
        "The service answers in none of the media types that `Accept` names.",
    )
    UNSUPPORTED_MEDIA_TYPE = (
        "UNSUPPORTED_MEDIA_TYPE",
        "unsupported media type",
        "不支持的内容类型",
        "The body is in a media type that the service does not read.",
    )
    TOO_LARGE = (
        "TOO_LARGE",
        "too large",
        "请求过大",
        "The request, or what it asks for, has more bytes than `limits` allows.",
    )
    UNKNOWN_DOCUMENT = (
        "UNKNOWN_DOCUMENT",
        "unknown document",
        "未知的可信文档",
        "No trusted document has this hash.",
    )
    UNTRUSTED_DOCUMENT = (
        "UNTRUSTED_DOCUMENT",
        "untrusted document",
        "非可信文档",
        "The service executes only the documents that it knows; send the hash of one.",
    )
    TOO_MANY_REQUESTS = (
        "TOO_MANY_REQUESTS",
        "too many requests",
        "请求过多",
        "The caller has too much running at a time; `retryAfter` says in how many seconds to come"
        " again.",
    )
    OVERLOADED = (
        "OVERLOADED",
        "overloaded",
        "服务过载",
        "The service has too much to do; `retryAfter` says in how many seconds to come again.",
    )
    REQUEST_TIMEOUT = (
        "REQUEST_TIMEOUT",
        "request timeout",
        "请求接收超时",
        "The body of the request did not arrive in time.",
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


def public(code: str) -> str:
    """Give the code that a client reads: a member of `ErrorCode`, whatever raised the error.

    What mutations answer as a member of their union (a conflict, a scenario with faults) has no
    code of its own here; where one of these ends a query, an argument was to blame.
    """
    return code if code in ErrorCode.__members__ else ErrorCode.BAD_PARAMETER.value


def shown(error: GraphQLError, request_id: str) -> GraphQLError:
    """Give the error as the client sees it; an unexpected one says nothing but the request id."""
    found = cause(error)
    extensions: dict[str, Any] = {"requestId": request_id}
    message = error.message
    if isinstance(found, GraphApiError):
        told = found.told_outside()
        extensions = {
            **told.details,
            "code": public(told.code),
            "messageZh": told.zh,
            **extensions,
        }
        message = told.en
    elif found is None and (not error.path or _ARGUMENT.match(message)):
        code = _code_of(error)
        if len(message) > _LONGEST:  # it repeats names, which callers make as long as they like
            message = message[:_LONGEST] + "…"
        extensions["code"] = code.value
        extensions["messageZh"] = f"{_OWN[code]}：{message}"
    else:  # a resolver failed, or gave what its field cannot hold
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


_LONGEST = 500
"""Characters of a message of GraphQL's own."""

_OWN = {
    ErrorCode.SYNTAX: "查询文档有语法错误",
    ErrorCode.INVALID_DOCUMENT: "查询文档与模式不符",
    ErrorCode.BAD_VARIABLES: "变量无效",
    ErrorCode.BAD_REQUEST: "请求无法执行",
}
"""What GraphQL's own messages, which are English, are led by in Chinese."""

_VARIABLES = re.compile(
    r"Variable '\$\w+' (has invalid|got invalid|of required type|expected value)"
    r"|Variable values are nested|Too many errors processing variables"
)
_ARGUMENT = re.compile(r"Argument '\w+'")
"""What a variable made of an argument is found out when its field is reached."""

_OPERATION = re.compile(r"Must provide an operation|Unknown operation named|Can only perform")


def _code_of(error: GraphQLError) -> ErrorCode:
    """Tell in which phase GraphQL itself refused a document."""
    if isinstance(error, GraphQLSyntaxError):
        return ErrorCode.SYNTAX
    if _VARIABLES.match(error.message) or (error.path and _ARGUMENT.match(error.message)):
        return ErrorCode.BAD_VARIABLES
    return ErrorCode.BAD_REQUEST if _OPERATION.match(error.message) else ErrorCode.INVALID_DOCUMENT
