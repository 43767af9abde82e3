from __future__ import annotations

import pytest

from graph_api.domain import Sphere
from graph_api.errors import UnknownActorError
from graph_api.scoring import BrokerageRoles, brokerage_roles
from tests.builders import snapshot

SPHERES = {
    **{name: {"sphere": Sphere.STATE} for name in ("office", "bureau")},
    **{name: {"sphere": Sphere.MARKET} for name in ("firm",)},
}


@pytest.mark.parametrize(
    ("start", "broker", "end", "role"),
    [
        ("x", "club", "y", "coordinator"),
        ("x", "club", "office", "representative"),
        ("office", "club", "x", "gatekeeper"),
        ("office", "club", "bureau", "consultant"),
        ("office", "club", "firm", "liaison"),
        ("x", "office", "y", "consultant"),
        ("x", "office", "firm", "liaison"),
    ],
)
def test_the_spheres_of_three_actors_make_the_role(
    start: str, broker: str, end: str, role: str
) -> None:
    view = snapshot(f"{start} -> {broker} 0.5\n{broker} -> {end} 0.5", actors=SPHERES)
    none = dict.fromkeys(BrokerageRoles.__slots__, 0)
    assert brokerage_roles(view, broker) == BrokerageRoles(**(none | {role: 1}))
    assert brokerage_roles(view, start) == BrokerageRoles(**none)


def test_a_closed_triad_needs_no_broker() -> None:
    chain = "x -> club 0.5\nclub -> y 0.5"
    assert brokerage_roles(snapshot(f"{chain}\nx -> y 0.1"), "club").coordinator == 0
    # The way back, a burden, an absent or an unknown relation do not close it.
    open_lines = "\ny -> x 0.9\nx -> y 0.9 burden\nx -> y 0\nx -> y ?"
    assert brokerage_roles(snapshot(chain + open_lines), "club").coordinator == 1


def test_parallel_relations_count_once_and_there_and_back_is_no_triad() -> None:
    view = snapshot("x -> club 0.5\nx -> club 0.4\nclub -> x 0.5\nclub -> y 0.3\nclub -> club 1")
    assert brokerage_roles(view, "club").coordinator == 1


def test_only_known_carriers_make_a_triad() -> None:
    view = snapshot("x -> club ?\nw -> club 0\nv -> club 0.9 control\nclub -> y 0.5")
    assert brokerage_roles(view, "club") == BrokerageRoles(0, 0, 0, 0, 0)


def test_a_hub_brokers_every_open_pair() -> None:
    # Four members each way: 4 x 3 ordered pairs, of which one is closed.
    lines = [line for x in "abcd" for line in (f"{x} -> hub 0.5", f"hub -> {x} 0.5")]
    view = snapshot("\n".join([*lines, "a -> b 0.5"]))
    assert brokerage_roles(view, "hub").coordinator == 11


def test_an_unknown_actor_is_named() -> None:
    with pytest.raises(UnknownActorError):
        brokerage_roles(snapshot("a -> b 0.5"), "x")
