"""What a score rests on: as data, and as sentences of English and of Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType

from graph_api.domain import Band, Evidence, GraphSnapshot, RelationId
from graph_api.errors import Language
from graph_api.scoring import sentences_en, sentences_zh
from graph_api.scoring.graphs.strengths import strength_of
from graph_api.scoring.results import Bound, PairScore, Path, Scoring, Step
from graph_api.scoring.sentences import BothWays, Link, Way

_SENTENCES: Mapping[Language, ModuleType] = {"en": sentences_en, "zh": sentences_zh}


def derivation(view: GraphSnapshot, path: Path) -> tuple[Step, ...]:
    """Give the relations of a path in its order, each with its own strength and its evidence.

    The strength is what the view says, before any maturity gate; evidence is written as source and
    lines: ``essay-4 L191``.
    """
    steps = []
    for key in path.relations:
        relation = view.relation(key)
        strength = relation.strength.point if relation.strength else None
        steps.append(
            Step(
                relation=key,
                from_id=relation.from_id,
                to_id=relation.to_id,
                direction=view.direction_of(key),
                strength=strength,
                band=Band.of(strength),
                evidence=_places(relation.evidence),
            )
        )
    return tuple(steps)


def explain_path(
    view: GraphSnapshot, path: Path, scoring: Scoring, language: Language = "en"
) -> str:
    """Say in sentences what a path leads over, and where it is weakest.

    Parameters
    ----------
    view, path, scoring
        The path as `best_paths` or `score_pair` gave it, and how it was scored in which view.
    language
        Of the sentences and of the names in them.

    """
    said: str = _SENTENCES[language].path(_way(view, path, scoring, language))
    return said


def explain_pair(view: GraphSnapshot, score: PairScore, language: Language = "en") -> str:
    """Say in sentences whether two actors empower each other, and what stands in the way.

    A direction that is missing, one that is only over unknown relations, the maturity gate, actors
    that both directions need and the range of what is uncertain are each named.
    """
    scoring = score.scoring
    ways = [
        None if path is None else _way(view, path, scoring, language)
        for path in (score.forward_path, score.reverse_path)
    ]
    links = {link.relation: link for way in ways if way is not None for link in way.links}
    ungauged = [key for key in score.unknown if view.relation(key).strength is not None]
    both = BothWays(
        a=_name(view, score.a, language),
        b=_name(view, score.b, language),
        forward=score.forward,
        reverse=score.reverse,
        mutual=score.mutual,
        low=score.bounds.mutual.low,
        high=score.bounds.mutual.high,
        scoring=scoring,
        forward_way=ways[0],
        reverse_way=ways[1],
        weakest=tuple(links[key] for key in score.weakest if key in links),
        shared=tuple(_name(view, actor, language) for actor in score.shared_actors),
        unknown=tuple(key for key in score.unknown if key not in ungauged),
        ungauged=tuple(ungauged),
        ungauged_actors=tuple(
            dict.fromkeys(_name(view, view.relation(key).from_id, language) for key in ungauged)
        ),
        gated=score.gated,
        is_cut_short=score.truncated_by is Bound.HOPS,
        damping=score.damping,
    )
    said: str = _SENTENCES[language].pair(both)
    return said


def _way(view: GraphSnapshot, path: Path, scoring: Scoring, language: Language) -> Way:
    links = tuple(
        _link(view, key, strength_of(view, key, scoring.maturity) or 0.0, language)
        for key in path.relations
    )
    weakest = tuple(link for link in links if link.relation in path.weakest)
    return Way(links, path.score, weakest, scoring)


def _link(view: GraphSnapshot, key: RelationId, strength: float, language: Language) -> Link:
    relation = view.relation(key)
    own = relation.strength.point if relation.strength else None
    return Link(
        relation=key,
        start=_name(view, relation.from_id, language),
        end=_name(view, relation.to_id, language),
        strength=strength,
        basis=relation.basis,
        places=_places(relation.evidence),
        own_strength=None if own == strength else own,
    )


def _name(view: GraphSnapshot, actor: str, language: Language) -> str:
    return view.actor(actor).name.text(language, actor)


def _places(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Write each place as source and lines."""
    return tuple(
        f"{item.source} {', '.join(f'L{lines}' for lines in item.lines)}".strip()
        for item in evidence
    )
