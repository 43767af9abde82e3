"""empower map: a file in either language, the places as JSON, nothing overwritten unasked."""

from __future__ import annotations

from pathlib import Path

from graph_api.workbench import load
from tests.unit.cli.conftest import Runs


def test_a_map_is_drawn_in_the_language_of_the_run(run: Runs, street: Path, tmp_path: Path) -> None:
    for language, words in (("en", "One street · Better"), ("zh", "一条街 · 更好")):
        path = tmp_path / f"{language}.svg"
        said = ("map", str(street), "--variant", "better", "--out", str(path), "--lang", language)
        done = run(*said)
        assert done.code == 0
        assert path.name in done.out
        assert f"<title>{words}</title>" in path.read_text(encoding="utf-8")
        assert run(*said).code == 2
        assert run(*said, "--force").code == 0


def test_the_places_are_those_of_the_python_face(run: Runs, street: Path) -> None:
    plain = run("map", str(street), "--json").plain
    places = load(street).view().layout()
    assert {key: plain[key] for key in places} == places
    assert plain["file"] is None
    assert plain["provenance"]["scenario"] == "street"
    some = run("map", str(street), "--actors", "office,committee", "--json").plain
    assert {actor["key"] for actor in some["actors"]} == {"office", "committee"}
    assert some["provenance"]["parameters"]["actors"] == "office,committee"


def test_what_is_missing_or_wrong_is_named(run: Runs, street: Path, tmp_path: Path) -> None:
    for words, message in (
        ((), "--out map.svg"),
        (("--out", str(tmp_path / "a.gif")), ".svg, .png, .pdf"),
        (("--out", str(tmp_path / "a.svg"), "--actors", "nobody"), "nobody"),
        (("--out", str(tmp_path / "a.svg"), "--actors", "kind=owner"), "no actor"),
    ):
        done = run("map", str(street), *words)
        assert done.code == 2
        assert message in done.err
    assert not (tmp_path / "a.svg").exists()
