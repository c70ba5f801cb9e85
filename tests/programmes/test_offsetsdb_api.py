"""The OffsetsDB API against a server of our own on this machine: paging, patience, and a clear word for every failure."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from offsetcheck.facts.problems import InputError
from offsetcheck.programmes.importers import format_of, offsetsdb_api
from offsetcheck.programmes.importers.interface import Section
from offsetcheck.programmes.importers.offsetsdb_api import KEY_VARIABLE, PER_PAGE, Patience, fetch, open_url
from offsetcheck.programmes.importers.reading import Tally, outcomes
from tests.programmes.kit import Result, as_claim, written

QUICK = Patience(connect=1, read=0.3, page=2, attempts=3, back_off=0.5)


def credit(number: int, kind: str = "retirement") -> dict[str, Any]:
    """One credit as the published schema has it."""
    return {
        "quantity": 10 + number,
        "vintage": 2020,
        "transaction_date": "2026-04-10",
        "transaction_type": kind,
        "retirement_account": None,
        "retirement_beneficiary": f"Organisation {number}",
        "retirement_reason": None,
        "retirement_note": None,
        "retirement_beneficiary_harmonized": None,
        "id": number,
        "projects": [{"project_id": "VCS1360", "category": ["forest"], "project_type": "REDD+"}],
    }


def project(number: int) -> dict[str, Any]:
    """One project as the published schema has it."""
    return {
        "project_id": f"VCS{number}",
        "name": "a project",
        "registry": "verra",
        "proponent": None,
        "protocol": ["vm0015"],
        "category": ["forest"],
        "status": "registered",
        "country": "Peru",
        "listed_at": None,
        "is_compliance": False,
        "retired": 5,
        "issued": 10,
        "first_issuance_at": None,
        "first_retirement_at": None,
        "project_url": None,
        "clips": [],
        "project_type": "REDD+",
        "project_type_source": "carbonplan",
    }


Answer = Callable[[BaseHTTPRequestHandler, dict[str, list[str]]], None]


@dataclass
class Server:
    """What the server was asked, and where it is."""

    url: str
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            server.asked.append(query)
            server.keys.append(self.headers.get("X-API-KEY"))
            answer(self, query)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}/credits/?project_id=VCS1360")
    thread = threading.Thread(target=http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def send(
    handler: BaseHTTPRequestHandler,
    body: str,
    status: int = 200,
    kind: str = "application/json",
    **headers: str,
) -> None:
    data = body.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(data)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def paged(rows: list[dict[str, Any]], say: int | None = None) -> Answer:
    """A list in pages, as the service divides it."""

    def answer(handler: BaseHTTPRequestHandler, query: dict[str, list[str]]) -> None:
        page, size = int(query["current_page"][0]), int(query["per_page"][0])
        pages = -(-len(rows) // size)
        # The service names the next page with the scheme it sees behind its proxy, and that may be another one.
        following = f"http://elsewhere.invalid/?current_page={page + 1}" if page < pages else None
        total = len(rows) if say is None else say
        pagination = {
            "total_entries": total,
            "current_page": page,
            "total_pages": pages,
            "next_page": following,
        }
        send(handler, json.dumps({"pagination": pagination, "data": rows[(page - 1) * size : page * size]}))

    return answer


def failing(url: str, patience: Patience = QUICK) -> tuple[InputError, list[float]]:
    slept: list[float] = []
    with pytest.raises(InputError) as caught:
        fetch(url, None, patience, slept.append)
    (problem,) = caught.value.problems
    assert problem.code in offsetsdb_api.CODES
    assert problem.render("ja") != problem.render("en")
    assert "{" not in problem.expected.ja + problem.expected.en
    return caught.value, slept


def code(url: str, patience: Patience = QUICK) -> str:
    return failing(url, patience)[0].problems[0].code


def test_all_pages_are_fetched_with_the_key_and_the_filters() -> None:
    rows = [credit(n) for n in range(2 * PER_PAGE + 1)]
    with serving(paged(rows)) as server:
        assert rows == fetch(server.url, "secret", QUICK)
    assert [query["current_page"] for query in server.asked] == [["1"], ["2"], ["3"]]
    assert all(query["project_id"] == ["VCS1360"] for query in server.asked)
    assert server.keys == ["secret"] * 3


def test_an_empty_list_is_an_answer() -> None:
    with serving(paged([])) as server:
        assert fetch(server.url, None, QUICK) == []


def test_credits_become_records_without_serials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "from the environment")
    rows = [credit(1), credit(2, "issuance"), credit(3, "cancellation"), credit(4, "retirement/cancellation")]
    tally = Tally()
    with serving(paged(rows)) as server, open_url(server.url, "offsetsdb") as source:
        result = Result(tuple(outcomes(source, format_of("offsetsdb"), tally)), tally)
    assert server.keys == ["from the environment"]
    assert (tally.read, tally.parsed, result.refusals) == (4, 4, [])
    claim = as_claim(written(result, "offsetsdb", names=False))
    assert [r.act for r in claim.retirements or ()] == ["retirement", None, None]
    assert all(c.serials is None for c in claim.credits or ())
    assert [p.reference for p in claim.projects or ()] == ["1360"]
    assert [i.total_t for i in claim.issuances or ()] == [12]


def test_projects_become_records() -> None:
    tally = Tally()
    with serving(paged([project(1360)])) as server, open_url(server.url, "offsetsdb") as source:
        result = Result(tuple(outcomes(source, format_of("offsetsdb"), tally)), tally)
    assert result.facts(Section.PROJECTS) == {
        "programme": "VCS", "reference": "1360", "name": "a project", "host_country": "PE", "methodology": "vm0015",
    }  # fmt: skip


def test_a_server_that_fails_is_asked_again_with_growing_waits() -> None:
    with serving(lambda handler, _: send(handler, "<h1>oops</h1>", 500, "text/html")) as server:
        error, slept = failing(server.url)
    assert error.problems[0].code == "server-error"
    assert "500" in error.problems[0].expected.en
    assert len(server.asked) == QUICK.attempts
    assert slept == [0.5, 1.0]


def test_a_server_that_recovers_is_forgiven() -> None:
    count = iter(range(9))
    good = paged([credit(1)])

    def answer(handler: BaseHTTPRequestHandler, query: dict[str, list[str]]) -> None:
        if next(count) < 2:
            send(handler, "{}", 503)
        else:
            good(handler, query)

    with serving(answer) as server:
        assert len(fetch(server.url, None, QUICK, lambda _: None)) == 1


def test_a_wait_that_is_asked_for_is_kept_within_reason() -> None:
    with serving(lambda handler, _: send(handler, "{}", 429, Retry_After="7")) as server:
        error, slept = failing(server.url)
    assert error.problems[0].code == "too-many-requests"
    assert slept == [7.0, 7.0]
    with serving(lambda handler, _: send(handler, "{}", 429, Retry_After="999999")) as server:
        assert {QUICK.longest_wait} == set(failing(server.url)[1])


def test_a_server_that_hangs_is_not_waited_for() -> None:
    with serving(lambda *_: time.sleep(1)) as server:
        started = time.monotonic()
        assert code(server.url, Patience(connect=1, read=0.1, attempts=2)) == "time-out"
        assert time.monotonic() - started < 5


def test_an_answer_that_drips_is_not_waited_for() -> None:
    def drip(handler: BaseHTTPRequestHandler, _: dict[str, list[str]]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        try:
            for _n in range(100):
                handler.wfile.write(b" " * 70_000)
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    with serving(drip) as server:
        assert code(server.url, Patience(read=1, page=0.2, attempts=1)) == "time-out"


def test_an_answer_cut_short_in_the_middle_is_tried_again() -> None:
    def cut(handler: BaseHTTPRequestHandler, _: dict[str, list[str]]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"pagination": ')

    with serving(cut) as server:
        assert code(server.url) == "unreachable"
    assert len(server.asked) == QUICK.attempts


@pytest.mark.parametrize(
    ("status", "body", "kind", "expected"),
    [
        (200, "<!DOCTYPE html><title>Sign in</title>", "text/html", "not-json"),
        (200, '{"pagination": ', "application/json", "not-json"),
        (200, "[]", "application/json", "shape"),
        (200, '{"pagination": {"total_pages": 1}, "data": []}', "application/json", "shape"),
        (
            200,
            '{"pagination": {"total_pages": 1, "total_entries": 1}, "data": ["x"]}',
            "application/json",
            "shape",
        ),
        (
            200,
            '{"pagination": {"total_pages": 1, "total_entries": 2}, "data": [{}]}',
            "application/json",
            "incomplete",
        ),
        (
            200,
            '{"pagination": {"total_pages": 99999999, "total_entries": 2}, "data": [{}]}',
            "application/json",
            "page-size",
        ),
        (403, '{"detail": "Missing API key."}', "application/json", "key"),
        (401, "", "text/plain", "key"),
        (404, '{"detail": "Not Found"}', "application/json", "not-found"),
        (422, '{"detail": []}', "application/json", "refused"),
        (501, "", "text/plain", "server-error"),
    ],
)
def test_every_other_answer_is_named_and_not_asked_for_again(
    status: int, body: str, kind: str, expected: str
) -> None:
    with serving(lambda handler, _: send(handler, body, status, kind)) as server:
        assert expected == code(server.url)
    assert len(server.asked) == 1


def test_an_answer_that_is_too_large_is_refused() -> None:
    with serving(lambda handler, _: send(handler, " " * 2000)) as server:
        assert code(server.url, Patience(page_bytes=1000)) == "page-size"


def test_a_redirect_within_the_server_is_followed() -> None:
    good = paged([credit(1)])

    def answer(handler: BaseHTTPRequestHandler, query: dict[str, list[str]]) -> None:
        if "/credits/?" not in handler.path:
            send(
                handler,
                "",
                307,
                Location=handler.path.replace("/credits?", "/credits/?"),
            )
        else:
            good(handler, query)

    with serving(answer) as server:
        assert len(fetch(server.url.replace("/credits/?", "/credits?"), "k", QUICK)) == 1


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:9/credits/", "https://elsewhere.invalid/", "//other.invalid/x"]
)
def test_the_key_goes_to_no_other_server(location: str) -> None:
    with serving(lambda handler, _: send(handler, "", 302, Location=location)) as server:
        assert code(server.url) == "redirect"
    assert len(server.asked) == 1


def test_a_redirect_in_circles_ends() -> None:
    with serving(lambda handler, _: send(handler, "", 302, Location=handler.path)) as server:
        assert code(server.url) == "redirect"


def test_nobody_there() -> None:
    with serving(paged([])) as server:
        gone = server.url
    assert code(gone, Patience(connect=0.5, attempts=2)) == "unreachable"


@pytest.mark.parametrize(
    "url",
    ["http://offsets-db.example/credits/", "https://", "ftp://127.0.0.1/x", "https:///credits"],
)
def test_nothing_is_sent_in_the_clear_or_nowhere(url: str) -> None:
    assert code(url) == "url"


def test_only_one_format_is_fetched() -> None:
    with pytest.raises(InputError) as caught:
        open_url("https://offsets-db.example/credits/", "verra")
    assert caught.value.problems[0].code == "url-format"


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(InputError) as caught:
        open_url("https://me:secret@offsets-db.example/", "verra")
    assert "secret" not in str(caught.value)
