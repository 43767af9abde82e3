"""Trusted documents: those that the service knows by the SHA-256 of their text.

A client sends the hash in place of the text (``documentId``, or what Apollo calls a persisted
query). They are read, and checked against the schema, once: when the service starts.
docs/reference/graphql.md says what a folder and a manifest hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    parse,
    validate,
)

from graph_api.api.transport.answering import RefusedError
from graph_api.api.transport.reading import Asked
from graph_api.auth import LOCAL, Caller, Role
from graph_api.errors import BadParameterError, Problem, ScenarioError

ENDINGS = (".graphql", ".gql")
MOST_BYTES = 64 * 2**20
"""A manifest that is larger is none."""

_MOST_PROBLEMS = 100

LISTING = "scenarios"
"""The root field whose answer rests on every scenario there is."""

_BY_REVISION = frozenset(
    ("scenario", LISTING, "viewer", "limits", "__typename", "__schema", "__type")
)
"""The root fields whose answers change only with scenarios, with the caller, or the version."""


class TrustedDocumentsError(ScenarioError):
    """Trusted documents cannot be used; every problem is here, each with its file and line."""

    code = "INVALID_DOCUMENT"


@dataclass(frozen=True, slots=True)
class TrustedDocuments:
    """The documents that the service knows.

    Attributes
    ----------
    texts
        Each document by the SHA-256 of its text, in lower case hexadecimal digits.
    only
        Whether no other document is executed; an admin who has signed in may still ask anything.
    roots
        The root fields that each document asks, by its hash.

    """

    texts: Mapping[str, str] = field(default_factory=dict)
    only: bool = False
    roots: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_kept_by_revision(self, document: str) -> bool:
        """Tell whether the answer to a document changes only when a scenario does."""
        roots = self.roots.get(document)
        return roots is not None and roots <= _BY_REVISION

    def meant(self, asked: Asked, caller: Caller) -> Asked:
        """Give the request with the text of the document that it names, or refuse it.

        Raises
        ------
        RefusedError
            If the hash is unknown (404 UNKNOWN_DOCUMENT), a text with it has another one (400), or
            only trusted documents are executed and this is none (403 UNTRUSTED_DOCUMENT).

        Examples
        --------
        >>> from graph_api.auth import LOCAL
        >>> text = "{ viewer { role } }"
        >>> known = TrustedDocuments({digest(text): text})
        >>> known.meant(Asked("", None, None, digest(text)), LOCAL).query
        '{ viewer { role } }'

        """
        if asked.document is not None and not asked.query:
            found = self.texts.get(asked.document)
            if found is None:
                raise RefusedError(
                    404,
                    f"No trusted document has the hash {asked.document}; send its text as `query`,"
                    " or have it added to the trusted documents of this service.",
                    f"没有哈希为 {asked.document} 的可信文档；请以 query 发送文档全文，"
                    "或将其加入本服务的可信文档。",
                    code="UNKNOWN_DOCUMENT",
                )
            return replace(asked, query=found)
        if asked.document is not None and digest(asked.query) != asked.document:
            raise RefusedError(
                400,
                "The hash is not that of the `query` beside it; send one of them, or the right"
                " hash.",
                "哈希与所附的 query 不符；请只发送其一，或给出正确的哈希。",
            )
        is_admin = caller.role.includes(Role.ADMIN) and caller.identity != LOCAL.identity
        if self.only and not is_admin:
            found = digest(asked.query)
            if found not in self.texts:
                raise RefusedError(
                    403,
                    "This service executes only trusted documents, and this is none of them; have"
                    f" it added (its hash: {found}).",
                    f"本服务只执行可信文档，而该文档不在其中；请将其加入（哈希：{found}）。",
                    code="UNTRUSTED_DOCUMENT",
                )
        return asked


NONE = TrustedDocuments()
"""No document is known, and any is executed."""


def digest(text: str) -> str:
    """Give the hash that names a document: the SHA-256 of its UTF-8.

    Examples
    --------
    >>> digest("{ viewer { role } }")[:16]
    'f63c1d1d98462806'

    """
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def open_trusted(place: Path | None, *, only: bool = False) -> TrustedDocuments:
    """Give the documents that clients may name by their hash, each of them checked.

    Parameters
    ----------
    place
        As `read_trusted` takes it; None: there are none.
    only
        Whether no other document is to be executed.

    Raises
    ------
    TrustedDocumentsError
        With every document that cannot be used, and why.
    BadParameterError
        If the place is not there, or only trusted documents are to be executed and none are.

    """
    from graph_api.api.schema import schema  # noqa: PLC0415  # made when the service is

    if place is None:
        if only:
            raise BadParameterError(
                "EMPOWER_ONLY_TRUSTED is set, and there are no trusted documents: nothing could be"
                " asked. Name them with EMPOWER_TRUSTED.",
                "已设置 EMPOWER_ONLY_TRUSTED，但没有可信文档，将无法执行任何查询。"
                "请用 EMPOWER_TRUSTED 指定。",
                parameter="EMPOWER_ONLY_TRUSTED",
            )
        return NONE
    if not place.exists():
        raise BadParameterError(
            f"EMPOWER_TRUSTED names {place}, which is not there. Name a folder of .graphql files or"
            " a manifest (.json).",
            f"EMPOWER_TRUSTED 指定的 {place} 不存在。请指定含 .graphql 文件的目录，"
            "或一个清单（.json）。",
            path=str(place),
        )
    return read_trusted(place, schema.graphql_schema, only=only)


def read_trusted(place: Path, schema: GraphQLSchema, *, only: bool = False) -> TrustedDocuments:
    """Read trusted documents, and check every one of them against the schema.

    Parameters
    ----------
    place
        A folder of ``.graphql`` files and JSON manifests (folders in it too), or one such file. A
        manifest is what the compilers of Relay and Apollo write: ``{hash: text}``, or an object
        with ``operations``, each of which has an ``id`` and a ``body``.
    schema
        What they must be valid for.
    only
        Whether no other document is to be executed.

    Raises
    ------
    TrustedDocumentsError
        With every problem, named by file and line: what cannot be read, a hash that is not that of
        its text, a syntax error, a field that the schema does not have, a file with two operations
        of one name.

    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    roots: dict[str, frozenset[str]] = {}
    for name, text, said in _documents(place, problems):
        wrong = [*_problems_of(name, text, said, schema)]
        problems += wrong
        if not wrong:
            texts[digest(text)] = text
            roots[digest(text)] = _roots(parse(text))
    if not texts and not problems:
        problems.append(
            _problem(
                place.name,
                "there is no document here: no .graphql file, and no manifest (.json)",
                "这里没有文档：既无 .graphql 文件，也无清单（.json）",
            )
        )
    if problems:
        raise TrustedDocumentsError(problems[:_MOST_PROBLEMS], place.name)
    return TrustedDocuments(texts, only, roots)


_Found = tuple[str, str, str | None]
"""Where a document stands, its text, and the hash that it is said to have."""


def _documents(place: Path, problems: list[Problem]) -> Iterator[_Found]:
    paths: Iterable[Path] = (place,)
    if place.is_dir():
        paths = sorted(path for path in place.rglob("*") if path.is_file())
    for path in paths:
        name = path.name if path == place else path.relative_to(place).as_posix()
        if path.suffix not in (*ENDINGS, ".json"):
            continue
        try:
            with path.open("rb") as file:
                raw = file.read(MOST_BYTES + 1)
            text = raw.decode("utf-8-sig")
        except OSError as error:
            problems.append(
                _problem(
                    name, f"cannot be read ({error.strerror})", f"无法读取（{error.strerror}）"
                )
            )
            continue
        except UnicodeDecodeError:
            problems.append(_problem(name, "is not UTF-8", "不是 UTF-8 编码"))
            continue
        if len(raw) > MOST_BYTES:
            problems.append(
                _problem(name, f"has more than {MOST_BYTES} bytes", f"超过 {MOST_BYTES} 字节")
            )
        elif path.suffix == ".json":
            yield from _manifest(name, text, problems)
        else:
            yield name, text, None
            # A client that sends a file without its last line end means the same document.
            if text.rstrip() != text:
                yield name, text.rstrip(), None


def _manifest(name: str, text: str, problems: list[Problem]) -> Iterator[_Found]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        problems.append(_problem(name, "is not JSON", "不是 JSON", line))
        return
    listed = said.get("operations") if isinstance(said, dict) else None
    if isinstance(listed, list):
        pairs = [
            (item.get("id"), item.get("body")) if isinstance(item, dict) else (None, None)
            for item in listed
        ]
    elif isinstance(said, dict):
        pairs = [*said.items()]
    else:
        pairs = [(None, None)]
    for number, (identity, body) in enumerate(pairs):
        if isinstance(identity, str) and isinstance(body, str):
            yield f"{name}[{number}]", body, identity.removeprefix("sha256:").lower()
        else:
            problems.append(
                _problem(
                    f"{name}[{number}]",
                    'is no manifest: {"hash": "text"}, or {"operations": [{"id", "body"}]}',
                    '不是清单：应为 {"哈希": "文本"}，或 {"operations": [{"id", "body"}]}',
                )
            )


def _problems_of(
    name: str, text: str, said: str | None, schema: GraphQLSchema
) -> Iterator[Problem]:
    if said is not None and said != digest(text):
        yield _problem(
            name,
            f"the hash is {said[:80]}, but that of the text is {digest(text)} (SHA-256)",
            f"所给哈希为 {said[:80]}，而文本的哈希为 {digest(text)}（SHA-256）",
        )
    try:
        document = parse(Source(text, name), max_tokens=100_000)
        errors = validate(schema, document)
    except GraphQLError as error:
        errors = [error]
    except RecursionError:
        yield _problem(name, "is nested too deeply", "嵌套过深")
        return
    for fault in errors:
        line, column = fault.locations[0] if fault.locations else (None, None)
        yield _problem(name, fault.message, f"与模式不符：{fault.message}", line, column)


def _roots(document: DocumentNode) -> frozenset[str]:
    """Give the root fields of a valid document, of all its operations together."""
    fragments = {
        part.name.value: part
        for part in document.definitions
        if isinstance(part, FragmentDefinitionNode)
    }
    found: set[str] = set()
    seen: set[str] = set()

    def look(selections: SelectionSetNode) -> None:
        for part in selections.selections:
            if isinstance(part, FieldNode):
                found.add(part.name.value)
            elif isinstance(part, InlineFragmentNode):
                look(part.selection_set)
            elif isinstance(part, FragmentSpreadNode) and part.name.value not in seen:
                seen.add(part.name.value)
                look(fragments[part.name.value].selection_set)

    for part in document.definitions:
        if isinstance(part, OperationDefinitionNode):
            look(part.selection_set)
    return frozenset(found)


def _problem(
    name: str, en: str, zh: str, line: int | None = None, column: int | None = None
) -> Problem:
    where = name if line is None else f"{name}:{line}"
    return Problem(
        "trusted-document", f"{where}: {en}", f"{where}：{zh}", name, line=line, column=column
    )
