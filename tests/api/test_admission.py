"""Who may be answered now: turns are given, waited for, refused, and always given back."""

from __future__ import annotations

import random
from dataclasses import asdict
from typing import Any

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from graph_api.api.app import Options, build_app
from graph_api.api.pricing.admission import Admission
from graph_api.api.pricing.limits import DEFAULT_LIMITS, ServiceLimits, limits_of
from graph_api.auth import Caller, Role
from graph_api.errors import OverloadedError, TooManyRequestsError
from graph_api.service import Service
from tests.api.test_error_shape import Slow

TWO = ServiceLimits(max_concurrent=2)


def caller(name: str) -> Caller:
    return Caller(name, Role.READER, name)


async def hold(admission: Admission, name: str, until: anyio.Event) -> None:
    async with admission.turn(caller(name), TWO):
        await until.wait()


def test_what_is_over_the_number_waits_and_then_runs() -> None:
    async def main() -> None:
        admission, go, done = Admission(), anyio.Event(), []
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(hold, admission, "ann", go)
            await anyio.wait_all_tasks_blocked()

            async def third() -> None:
                async with admission.turn(caller("ann"), TWO):
                    done.append(admission.running["ann"])

            tasks.start_soon(third)
            await anyio.wait_all_tasks_blocked()
            assert (admission.running["ann"], done) == (2, [])
            go.set()
        assert done
        assert done[0] <= 2
        assert admission.is_idle

    anyio.run(main)


def test_the_queue_of_a_caller_is_short_and_holds_up_nobody_else() -> None:
    async def main() -> None:
        admission, go = Admission(), anyio.Event()
        async with anyio.create_task_group() as tasks:
            for _ in range(2 + 4 * 2):
                tasks.start_soon(hold, admission, "ann", go)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(TooManyRequestsError) as caught:
                async with admission.turn(caller("ann"), TWO):
                    pass
            assert caught.value.details == {"limit": 2, "retryAfter": 1}
            with anyio.fail_after(0.5):
                async with admission.turn(caller("bob"), TWO):
                    assert admission.running == {"ann": 2, "bob": 1}
            go.set()
        assert admission.is_idle

    anyio.run(main)


def test_who_waits_too_long_is_told_whose_fault_it_is() -> None:
    async def main() -> None:
        admission, go = Admission(most=3, patience=0.05), anyio.Event()
        async with anyio.create_task_group() as tasks:
            for name in ("ann", "ann", "bob"):
                tasks.start_soon(hold, admission, name, go)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(TooManyRequestsError):
                async with admission.turn(caller("ann"), TWO):
                    pass
            with pytest.raises(OverloadedError):
                async with admission.turn(caller("bob"), TWO):
                    pass
            go.set()
        assert admission.is_idle

    anyio.run(main)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_every_turn_comes_back(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # chance for tests
    most: list[int] = []

    async def one(admission: Admission, name: str) -> None:
        with anyio.move_on_after(chance.uniform(0, 0.03)):  # the client leaves, waiting or served
            try:
                async with admission.turn(caller(name), TWO):
                    most.append(max(admission.running.values()))
                    assert admission.running.total() <= admission.most
                    await anyio.sleep(chance.uniform(0, 0.02))
                    assert 1 // int(chance.random() > 0.3)
            except (ZeroDivisionError, TooManyRequestsError, OverloadedError):
                return

    async def main() -> None:
        admission = Admission(most=5, patience=0.01)
        async with anyio.create_task_group() as tasks:
            for _ in range(400):
                tasks.start_soon(one, admission, chance.choice("abcdef"))
                if chance.random() < 0.2:
                    await anyio.sleep(0.001)
        assert admission.is_idle

    anyio.run(main)
    assert 0 < max(most) <= 2


def burst(app: Starlette, count: int) -> tuple[list[httpx.Response], httpx.Response]:
    """Ask so many questions at once, and for the health beside them."""

    async def sent() -> tuple[list[httpx.Response], httpx.Response]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            answers: list[Any] = []

            async def ask() -> None:
                body = {"query": '{ scenario(key: "small") { key } }'}
                answers.append(await client.post("/graphql", json=body))

            async with anyio.create_task_group() as tasks:
                for _ in range(count):
                    tasks.start_soon(ask)
                await anyio.sleep(0.1)
                with anyio.fail_after(0.5):
                    health = await client.get("/healthz")
            return answers, health

    return anyio.run(sent)


def test_a_flood_is_refused_with_when_to_come_again_and_health_is_answered(
    service: Service,
) -> None:
    limits = ServiceLimits(max_concurrent=1)  # an admin has two, and eight may wait
    app = build_app(Service(Slow(service)), Options(hosts=None, limits=limits))
    answers, health = burst(app, 20)
    assert health.status_code == 200
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) == 10
    (first, *others) = [answer for answer in answers if answer.status_code != 200]
    assert {answer.status_code for answer in others} == {429}
    assert first.headers["retry-after"] == "1"
    extensions = first.json()["errors"][0]["extensions"]
    assert extensions["code"] == "TOO_MANY_REQUESTS"
    assert extensions["messageZh"]
    assert burst(app, 1)[0][0].status_code == 200


def test_every_role_may_at_least_what_the_one_before_may() -> None:
    before: dict[str, int] = {}
    for role in Role:
        now = asdict(limits_of(role, DEFAULT_LIMITS))
        assert all(now[name] >= value for name, value in before.items())
        before = now
