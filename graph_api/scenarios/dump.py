"""A scenario as the text of a file, with as much of the author's own text as can be kept."""

from __future__ import annotations

from dataclasses import dataclass

from graph_api.domain.scenario import Scenario
from graph_api.errors import Language
from graph_api.scenarios.comments import Comments
from graph_api.scenarios.compact import compact_scenario
from graph_api.scenarios.document import read_document
from graph_api.scenarios.layout import document_text, piece_of
from graph_api.scenarios.parse import read_scenario
from graph_api.scenarios.patch import Patch

HEADER = "# yaml-language-server: $schema=../schema/scenario.schema.json"
"""Tells editors where the completion comes from."""


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a scenario, and one sentence for each thing that could not be kept.

    ``lost`` is in English, ``lost_zh`` says the same in Chinese.
    """

    text: str
    lost: tuple[str, ...] = ()
    lost_zh: tuple[str, ...] = ()

    def losses(self, language: Language = "en") -> tuple[str, ...]:
        """Give what could not be kept, in one language."""
        return self.lost_zh if language == "zh" else self.lost


def write_scenario(scenario: Scenario, text: str | None = None) -> Written:
    """Write a scenario as a file; reading the file gives the same scenario.

    Parameters
    ----------
    scenario
        What to write.
    text
        The text of the file that the scenario was read from, before it was changed. Where it still
        says the same it comes back byte for byte; otherwise entries that did not change keep their
        characters and comments, changed fields are written anew in their place, new entries stand
        at the end of their section, and removed ones go with the comments above them.

    Returns
    -------
    Written
        The text, and what of the author's text could not be kept.

    Examples
    --------
    >>> print(write_scenario(Scenario("empty")).text, end="")
    # yaml-language-server: $schema=../schema/scenario.schema.json
    format: 1
    scenario: empty

    """
    if text is None:
        return Written(_whole(scenario))
    root, _ = read_document(text)
    before = read_scenario(text).scenario
    if root is None or before is None:
        return _written_anew(
            scenario,
            "the kept text of the file can no longer be read",
            "保存的文件原文已无法读取",
        )
    if before == scenario:
        return Written(text)
    patch = Patch(text, root)
    patched = patch.carry(compact_scenario(before), compact_scenario(scenario))
    if read_scenario(patched).scenario == scenario:
        lost = [(path, comment.text) for path, comment in patch.lost]
        return Written(
            patched,
            tuple(
                f"The comment {comment!r} inside {path} could not be kept: that part changed."
                for path, comment in lost
            ),
            tuple(f"“{path}”中的注释“{comment}”未能保留：该处已改变。" for path, comment in lost),
        )
    if not Comments(text, root).all:
        return Written(_whole(scenario))
    return _written_anew(
        scenario,
        "the changes could not be fitted into the text of the file",
        "这些变更无法写入文件原文",
    )


def _whole(scenario: Scenario) -> str:
    root = piece_of(compact_scenario(scenario))
    root.children[0].before.append(HEADER)
    return document_text(root)


def _written_anew(scenario: Scenario, en: str, zh: str) -> Written:
    return Written(
        _whole(scenario),
        (f"All comments and the layout of the author were lost: {en}.",),
        (f"作者的注释与排版全部丢失：{zh}。",),
    )
