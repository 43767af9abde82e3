"""Jobs over GraphQL: queries that may outlast a request, with the same answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_api.api.app import Options, build_app
from graph_api.api.pricing.limits import DEFAULT_LIMITS
from graph_api.auth import Caller
from graph_api.auth.callers import role_called
from graph_api.jobs import JobLimits, Jobs
from graph_api.observing import instruments
from graph_api.scoring import rank_bottlenecks, stopping
from graph_api.service import Service, asking
from graph_api.stores.service_db import SERVICE_FILE_NAME, ServiceDb
from tests.api.client import Client
from tests.api.streaming import events, served, told

QUICK = JobLimits(lease_seconds=2.0, look_seconds=0.05)
PAIR = """query Pair($b: ID!) { scenario(key: "small") { view { pair(a: "office", b: $b) {
  forward reverse mutual explanation provenance { scenario revision version parameters } } } } }"""
RANK = """{ scenario(key: "small") { view { bottlenecks(between: {}, and: {}) {
  edges { node { loss } } } } } }"""
FIELDS = """id state done message error errorCode cost attempts result
  createdAt startedAt finishedAt expiresAt revisions { scenario asked answered }"""
START = f"""mutation Start($document: String!, $variables: JSON) {{
  startJob(input: {{document: $document, variables: $variables}}) {{ {FIELDS} }} }}"""
CANCEL = "mutation($id: ID!) { cancelJob(id: $id) { id state } }"


class Somebody:
    """Lets in who is named: `Authorization: name role`."""

    def caller(self, authorization: str | None) -> Caller:
        name, role = (authorization or "ann analyst").split()
        return Caller(name, role_called(role), f"test:{name}")


class Place:
    """A service with jobs; callers by name."""

    def __init__(self, service: Service, db: ServiceDb, **options: Any) -> None:
        given = {"job_limits": QUICK, "authenticator": Somebody(), "hosts": None, **options}
        self.app = build_app(service, Options(service_db=db, **given))
        self.jobs: Jobs = self.app.state.jobs
        self.jobs.open()

    def ask(self, query: str, who: str = "ann analyst", **variables: Any) -> dict[str, Any]:
        response = Client(self.app).send(
            "POST",
            "/graphql",
            json={"query": query, "variables": variables},
            headers={"authorization": who},
        )
        answer: dict[str, Any] = response.json()
        return answer

    def start(self, document: str, who: str = "ann analyst", **variables: Any) -> dict[str, Any]:
        answer = self.ask(START, who, document=document, variables=variables)
        assert "errors" not in answer, answer["errors"]
        job: dict[str, Any] = answer["data"]["startJob"]
        return job

    def job(self, identity: str, who: str = "ann analyst") -> Any:
        query = f"query($id: ID!) {{ node(id: $id) {{ ... on Job {{ {FIELDS} }} }} }}"
        return self.ask(query, who, id=identity)["data"]["node"]

    def ended(self, identity: str, seconds: float = 20.0) -> dict[str, Any]:
        ended: dict[str, Any] = until(
            lambda: job if (job := self.job(identity))["finishedAt"] else None, seconds
        )
        return ended


def until(found: Callable[[], Any], seconds: float = 10.0) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.02)
    pytest.fail(f"not within {seconds} s")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[ServiceDb]:
    db = ServiceDb(tmp_path / SERVICE_FILE_NAME)
    yield db
    db.close()


Opened = Callable[..., Place]


@pytest.fixture
def opened(service: Service, db: ServiceDb) -> Iterator[Opened]:
    places: list[Place] = []

    def open_one(**options: Any) -> Place:
        places.append(Place(service, db, **options))
        return places[-1]

    yield open_one
    for place in places:
        place.jobs.close()


@pytest.fixture
def place(opened: Opened) -> Place:
    return opened()


class Held:
    """Work that goes on until somebody lets it."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.working = 0

    def wait(self) -> None:
        self.working += 1
        try:
            while not self.let.wait(0.005):
                stopping.check()
        finally:
            self.working -= 1


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Nothing is ranked before this is set; it looks at its time, as all that computes."""
    held = Held()

    def slow(*args: Any, **keywords: Any) -> Any:
        stopping.stage("the ranking was held", "正在等待")
        stopping.advance(0.25)
        held.wait()
        return rank_bottlenecks(*args, **keywords)

    monkeypatch.setattr(asking, "rank_bottlenecks", slow)
    yield held
    held.let.set()


def test_a_job_answers_what_a_request_answers(place: Place) -> None:
    direct = place.ask(PAIR, b="residents")
    started = place.start(PAIR, b="residents")
    assert started["state"] == "QUEUED"
    assert started["result"] is None
    ended = place.ended(started["id"])
    assert (ended["state"], ended["done"], ended["error"]) == ("DONE", 1, None)
    assert ended["result"] == {"data": direct["data"]}
    assert ended["cost"] == direct["extensions"]["cost"]["requested"]
    assert ended["revisions"] == [{"scenario": "small", "asked": 1, "answered": 1}]
    assert ended["createdAt"] <= ended["startedAt"] <= ended["finishedAt"] < ended["expiresAt"]


def test_a_job_says_how_far_it_is_and_ends_at_once_when_it_is_cancelled(
    place: Place, held: Held
) -> None:
    identity = place.start(RANK)["id"]
    running = until(lambda: job if (job := place.job(identity))["message"] else None)
    assert (running["state"], running["done"]) == ("RUNNING", 0.25)
    assert running["message"] == "the ranking was held"
    assert held.working == 1
    assert place.ask(CANCEL, id=identity)["data"]["cancelJob"]["state"] == "CANCELLED"
    until(lambda: not held.working, 1.0)
    after = place.job(identity)
    assert (after["state"], after["result"], after["done"]) == ("CANCELLED", None, 0.25)
    again = place.ask(CANCEL, id=identity)
    assert again["data"]["cancelJob"]["state"] == "CANCELLED"
    held.let.set()
    assert place.ended(place.start(RANK)["id"])["state"] == "DONE"


def test_a_job_belongs_to_its_caller_and_admins_see_all(place: Place) -> None:
    identity = place.start(PAIR, "ann analyst", b="residents")["id"]
    assert place.job(identity, "bob analyst") is None
    assert place.ask(CANCEL, "bob analyst", id=identity)["data"] == {"cancelJob": None}
    assert place.job(identity, "eve admin")["id"] == identity
    listed = "{ jobs { totalCount edges { node { id } } } }"
    assert place.ask(listed, "bob analyst")["data"]["jobs"]["totalCount"] == 0
    for who in ("ann analyst", "eve admin"):
        jobs = place.ask(listed, who)["data"]["jobs"]
        assert jobs == {"totalCount": 1, "edges": [{"node": {"id": identity}}]}


def test_jobs_are_listed_newest_first_page_by_page(place: Place) -> None:
    ids = [place.start(PAIR, b="residents")["id"] for _ in range(3)][::-1]
    query = "query($a: String) { jobs(first: 2, after: $a) {"
    query += " edges { node { id } } pageInfo { hasNextPage endCursor } } }"
    first = place.ask(query)["data"]["jobs"]
    assert [edge["node"]["id"] for edge in first["edges"]] == ids[:2]
    rest = place.ask(query, a=first["pageInfo"]["endCursor"])["data"]["jobs"]
    assert [edge["node"]["id"] for edge in rest["edges"]] == ids[2:]


def test_a_reader_may_start_none(place: Place) -> None:
    (error,) = place.ask(START, "rob reader", document=PAIR, variables={})["errors"]
    assert error["extensions"]["code"] == "FORBIDDEN"


LAYOUTS = " ".join(
    f'a{n}: scenario(key: "small") {{ view {{ layout {{ width }} }} }}' for n in range(120)
)
BAD = {
    "{": "BAD_PARAMETER",
    "{ nope }": "BAD_PARAMETER",
    "": "BAD_PARAMETER",
    "{ __schema { types { name } } }": "BAD_PARAMETER",
    "{ __typename }": "BAD_PARAMETER",
    'mutation { deleteScenario(input: {key: "small", expectedRevision: 1}) { __typename } }': (
        "BAD_PARAMETER"
    ),
    "query A { viewer { role } } query B { viewer { role } }": "BAD_PARAMETER",
    "fragment f on Query { viewer { role } }": "BAD_PARAMETER",
    'subscription { scenarioChanged(key: "small") { key } }': "BAD_PARAMETER",
    "{" + LAYOUTS + "}": "TOO_COSTLY",
}


@pytest.mark.parametrize("document", BAD, ids=lambda text: text[:20])
def test_what_cannot_be_a_job_is_refused_at_once(place: Place, document: str) -> None:
    (error,) = place.ask(START, document=document, variables={})["errors"]
    assert error["extensions"]["code"] == BAD[document], error
    assert error["extensions"]["messageZh"]
    assert place.jobs.of(None) == ()


def test_variables_must_be_an_object(place: Place) -> None:
    (error,) = place.ask(START, document=PAIR, variables=[1])["errors"]
    assert error["extensions"]["code"] == "BAD_PARAMETER"


def test_a_job_that_fails_says_why_with_a_code(place: Place) -> None:
    ended = place.ended(place.start(PAIR, b="residens")["id"])
    assert (ended["state"], ended["errorCode"]) == ("FAILED", "UNKNOWN_ACTOR")
    assert "residents" in ended["error"]
    assert ended["result"]["data"] == {"scenario": {"view": {"pair": None}}}
    assert ended["result"]["errors"][0]["extensions"]["code"] == "UNKNOWN_ACTOR"


def test_a_caller_has_so_many_jobs_and_no_more(opened: Opened, held: Held) -> None:
    place = opened(limits=replace(DEFAULT_LIMITS, max_jobs=2))
    for _ in range(2):
        place.start(RANK)
    (error,) = place.ask(START, document=RANK, variables={})["errors"]
    assert (error["extensions"]["code"], error["extensions"]["limit"]) == ("TOO_COSTLY", 2)
    place.start(RANK, "bob analyst")


def test_a_job_has_a_deadline_of_its_own(opened: Opened, held: Held) -> None:
    limits = replace(DEFAULT_LIMITS, deadline_ms=100)
    place = opened(limits=limits, job_limits=replace(QUICK, seconds=0.6))
    (error,) = place.ask(RANK)["errors"]
    assert error["extensions"]["code"] == "DEADLINE_EXCEEDED"
    assert "startJob" in error["message"]
    assert "startJob" in error["extensions"]["messageZh"]
    (error,) = place.ask(RANK, "rob reader")["errors"]
    assert "startJob" not in error["message"]
    began = time.monotonic()
    ended = place.ended(place.start(RANK)["id"])
    assert (ended["state"], ended["errorCode"]) == ("FAILED", "DEADLINE_EXCEEDED")
    assert "startJob" not in ended["error"]
    assert 0.5 < time.monotonic() - began < 5


def test_an_answer_that_is_too_large_is_said(opened: Opened) -> None:
    place = opened(job_limits=replace(QUICK, max_result_bytes=50))
    ended = place.ended(place.start(PAIR, b="residents")["id"])
    assert (ended["state"], ended["errorCode"]) == ("FAILED", "TOO_COSTLY")
    assert ended["result"] is None


def test_old_answers_go(opened: Opened) -> None:
    place = opened(job_limits=replace(QUICK, keep_seconds=0.0))
    identity = place.start(PAIR, b="residents")["id"]
    until(lambda: place.job(identity) is None)


def test_a_service_without_a_file_keeps_no_jobs(client: Client) -> None:
    error = client.error(START, document=PAIR, variables={})
    assert error["extensions"]["code"] == "FORBIDDEN"
    assert client.data("{ jobs { totalCount } }") == {"jobs": {"totalCount": 0}}


def test_a_job_is_followed_to_its_end(place: Place, held: Held) -> None:
    identity = place.start(RANK)["id"]
    query = "subscription($id: ID!) { job(id: $id) { state done } }"
    headers = {"authorization": "ann analyst"}
    with (
        served(place.app) as address,
        events(address, query, id=identity, headers=headers) as answer,
    ):
        seen = []
        for name, _, data in told(answer):
            if name == "complete":
                break
            if name == "next":
                seen.append(data["data"]["job"])
                if seen[-1]["done"] == 0.25:
                    held.let.set()
    assert [item["state"] for item in seen][-1] == "DONE"
    assert {"state": "RUNNING", "done": 0.25} in seen


def test_what_a_job_executes_is_counted_as_a_job(opened: Opened) -> None:
    instruments.switch_on()

    def count(kind: str) -> float:
        return instruments.value_of("empower_requests_total", kind=kind, code="ok") or 0.0

    place, before = opened(), count("job")
    place.ended(place.start(PAIR, b="residents")["id"])
    until(lambda: count("job") == before + 1)
