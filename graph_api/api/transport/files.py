"""What a resource is made of: bytes written beside the event loop, then sent piece by piece."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import anyio.to_thread
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from graph_api.domain import BASELINE, Label, Scenario, ViewSpec
from graph_api.errors import BadParameterError, Language
from graph_api.exchange.columns import COLUMN_FORMS, ColumnForm, write_columns
from graph_api.exchange.maps import cast_of, lay_out, map_svg
from graph_api.exchange.report.content import Heading
from graph_api.exchange.writing.carried import carry, require_few
from graph_api.exchange.writing.exporting import write_path, write_text
from graph_api.scoring import stopping
from graph_api.service import Service, provenance

PIECE = 256 * 1024
MOST_BYTES = 512 * 2**20
"""No answer is larger; what is, goes by the command line."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the same view gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a resource: how its address ends, its media type, and what writes it."""

    ending: str
    media_type: str
    write: Callable[[Service, Scenario, str, Language, IO[bytes]], None]
    is_saved: bool = False
    """Whether a browser saves it and does not show it."""


class FileBody(Response):
    """Sends a file that is then closed, whatever becomes of the client."""

    def __init__(
        self, file: IO[bytes], size: int, media_type: str, headers: Mapping[str, str]
    ) -> None:
        self._file = file
        super().__init__(media_type=media_type, headers={**headers, "Content-Length": str(size)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; a HEAD gets its headers alone."""
        _ = receive
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            while scope["method"] != "HEAD":
                piece = await anyio.to_thread.run_sync(self._file.read, PIECE)
                if not piece:
                    break
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._file.close()


def written(
    form: Form, service: Service, scenario: Scenario, variant: str, language: Language
) -> tuple[IO[bytes], int]:
    """Write a resource into a file without a name; give it at its beginning, and its size.

    Raises
    ------
    GraphApiError
        As whatever writes it does; BadParameterError too if it is larger than `MOST_BYTES`.

    """
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # sent and closed by `FileBody`
    with _closed_on_failure(file):
        form.write(service, scenario, variant, language, file)
        size = file.tell()
        if size > MOST_BYTES:
            raise BadParameterError(
                f"The answer has {size:,} bytes, over {MOST_BYTES:,}; write it on the machine of"
                " the service (empower export).",
                f"结果有 {size:,} 字节，超过 {MOST_BYTES:,}；请在服务所在机器上导出"
                "（empower export）。",
                limit=MOST_BYTES,
            )
        file.seek(0)
        stopping.check()
        return file, size


@contextmanager
def _closed_on_failure(file: IO[bytes]) -> Iterator[None]:
    try:
        yield
    except BaseException:
        file.close()
        raise


def _export(form: str) -> Callable[[Service, Scenario, str, Language, IO[bytes]], None]:
    def write(
        service: Service, scenario: Scenario, variant: str, language: Language, file: IO[bytes]
    ) -> None:
        if form == "yaml" and variant == BASELINE:
            file.write(service.export(scenario.key).text.encode())
            return
        carried = carry(scenario, variant)
        require_few(carried, form)
        write_text(carried, form, cast("Any", file), language)

    return write


def _archive(form: str) -> Callable[[Service, Scenario, str, Language, IO[bytes]], None]:
    def write(
        service: Service, scenario: Scenario, variant: str, language: Language, file: IO[bytes]
    ) -> None:
        _ = service
        carried = carry(scenario, variant)
        require_few(carried, form)
        with tempfile.TemporaryDirectory(prefix="empower-") as folder:
            place = Path(folder) / "files"
            write_path(carried, form, place, language=language)
            with zipfile.ZipFile(file, "w") as archive:
                for path in sorted(place.iterdir()):
                    stopping.check()
                    # Parquet is compressed already.
                    how = zipfile.ZIP_STORED if form == "parquet" else zipfile.ZIP_DEFLATED
                    item = zipfile.ZipInfo(path.name, _EPOCH)
                    item.compress_type = how
                    item.external_attr = 0o644 << 16
                    with path.open("rb") as source, archive.open(item, "w") as target:
                        while piece := source.read(PIECE):
                            target.write(piece)

    return write


def _map(
    service: Service, scenario: Scenario, variant: str, language: Language, file: IO[bytes]
) -> None:
    view = service.view(scenario, ViewSpec(variant))
    known = scenario.variants.get(variant)
    title = known.title if known else Label("Today", "今天")
    over = Heading(scenario.about.title, variant=title).over_map(variant, language)
    picture = map_svg(view, cast=cast_of(scenario), language=language, title=over)
    file.write(picture.encode())


def _layout(
    service: Service, scenario: Scenario, variant: str, language: Language, file: IO[bytes]
) -> None:
    _ = language
    view = service.view(scenario, ViewSpec(variant))
    said = {
        **lay_out(view, cast_of(scenario), None).plain(),
        "provenance": provenance(view, {}),
    }
    file.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _columns(form: ColumnForm) -> Callable[[Service, Scenario, str, Language, IO[bytes]], None]:
    def write(
        service: Service, scenario: Scenario, variant: str, language: Language, file: IO[bytes]
    ) -> None:
        _ = language
        view = service.view(scenario, ViewSpec(variant))
        said = provenance(view, {})
        del said["parameters"]
        write_columns(view, form, cast("Any", file), said)

    return write


JSON = "application/json"
ZIP = "application/zip"

WHOLE: Mapping[str, Form] = {
    form.ending: form
    for form in (
        Form("yaml", "application/yaml", _export("yaml")),
        Form("json", JSON, _export("json")),
        Form("graphml", "application/graphml+xml", _export("graphml"), is_saved=True),
        Form("gexf", "application/gexf+xml", _export("gexf"), is_saved=True),
        Form(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _export("xlsx"),
            is_saved=True,
        ),
        Form("csv.zip", ZIP, _archive("csv"), is_saved=True),
        Form("parquet.zip", ZIP, _archive("parquet"), is_saved=True),
        Form("svg", "image/svg+xml", _map),
    )
}
"""The forms of a whole variant, by the ending of the address."""

LAYOUT = Form("json", JSON, _layout)

COLUMNS: Mapping[str, Form] = {
    ending: Form(ending, media_type, _columns(ending), is_saved=ending != "json")
    for ending, media_type in zip(
        COLUMN_FORMS,
        (JSON, "application/vnd.apache.arrow.stream", "application/vnd.apache.parquet"),
        strict=True,
    )
}
"""The forms of the arrays of a view, by the ending of the address; the first is the default."""
