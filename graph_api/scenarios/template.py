"""The first file of an author: small, whole, and explained line by line in one language."""

from __future__ import annotations

from importlib.resources import files

from graph_api.errors import BadParameterError, Language
from graph_api.scenarios.scalars import scalar
from graph_api.scenarios.shapes import is_id

_PLACEHOLDER = "scenario: KEY"


def template(key: str, language: Language = "en") -> str:
    """Give a small scenario under ``key`` that reads without errors and warnings.

    Its comments explain every part in ``language`` (the texts are ``template.en.yaml`` and
    ``template.zh.yaml`` beside this module); names are in both languages, as in any scenario.

    Raises
    ------
    BadParameterError
        If ``key`` cannot be the key of a scenario.

    Examples
    --------
    >>> template("our-street").splitlines()[5:7]
    ['# The key names the scenario in commands and queries.', 'scenario: our-street']

    """
    if not is_id(key):
        raise BadParameterError(
            f"{key[:100]!r} cannot be the key of a scenario: keys begin with a letter or digit and"
            " go on with letters, digits, '_', '.' or '-', at most 80 in all. Choose another one.",
            f"“{key[:100]}”不能用作情景的标识：标识以字母或数字开头，"
            "其后可用字母、数字、“_”“.”“-”，最长 80 个字符。请另选一个。",
            key=key[:100],
        )
    text = files("graph_api.scenarios").joinpath(f"template.{language}.yaml").read_text("utf-8")
    return text.replace(_PLACEHOLDER, f"scenario: {scalar(key)}", 1)
