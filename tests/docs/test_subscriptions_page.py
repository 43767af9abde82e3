"""The examples of docs/reference/subscriptions.md run as they stand, against a real server."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.transport import sockets
from graph_api.api.transport.streams import Streams
from graph_api.service import Service
from graph_api.stores import FILE_NAME, SqliteStore
from tests.api.client import ROOT
from tests.api.streaming import served

PAGE = (ROOT / "docs" / "reference" / "subscriptions.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    store = SqliteStore(tmp_path / FILE_NAME)
    service = Service(store)
    service.import_scenario((ROOT / "seeds" / "district.yaml").read_bytes(), name="district.yaml")
    with served(build_app(service, Options(streams=Streams()))) as address:
        yield address
    store.close()


@pytest.fixture
def loop() -> Iterator[None]:
    """An event loop that is closed in the end: gql takes the current one, or leaves one open."""
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    yield
    asyncio.set_event_loop(None)
    own.close()


@pytest.mark.usefixtures("loop")
def test_the_examples_print_the_first_revision(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(EXAMPLES) == 2
    over_socket, over_events = (text.replace("127.0.0.1:8000", address) for text in EXAMPLES)
    exec(over_socket, {})  # noqa: S102  # the page's own text
    assert capsys.readouterr().out == "1\n"
    exec(over_events, {})  # noqa: S102  # as above
    assert capsys.readouterr().out.split("\n") == [
        "event: next",
        "id: 1",
        'data: {"data":{"scenarioChanged":{"committed":{"revision":1}}}}',
        "",
        "event: complete",
        "data:",
        "",
        "",
    ]


def test_every_close_code_is_on_the_page() -> None:
    codes = {
        value
        for name, value in vars(sockets).items()
        if name.isupper() and isinstance(value, int) and 1_000 < value < 5_000
    }
    assert codes == {int(code) for code in re.findall(r"^\| (\d{4}) \|", PAGE, re.MULTILINE)}
