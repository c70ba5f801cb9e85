"""The OffsetsDB API: fetches the pages of a list, where the user gives its address.

The service answers `{"pagination": {"total_entries", "current_page", "total_pages", "next_page"}, "data": […]}` with
at most 200 entries a page. It asks for a key in the header `X-API-KEY`, taken from the environment variable
`OFFSETSDB_API_KEY`. Only the host that was named is asked: a redirect or a next page elsewhere is refused, so that the
key goes nowhere else. Source: carbonplan/offsets-db-api, its routers, schemas and models.
"""

from __future__ import annotations

import ipaddress
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.programmes.importers.sources import Source, rows_of_json

if TYPE_CHECKING:
    import requests

__all__ = ["CODES", "KEY_VARIABLE", "Patience", "fetch", "open_url"]

KEY_VARIABLE: Final = "OFFSETSDB_API_KEY"
"""The environment variable that holds the key."""
PER_PAGE: Final = 200
"""The most entries the API gives on one page."""
_AGAIN: Final = frozenset((408, 425, 429, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, how often to try again, and how much to accept."""

    connect: float = 10
    """Seconds to reach the server."""
    read: float = 30
    """Seconds without a byte."""
    page: float = 120
    """Seconds for one page, however slowly it drips."""
    attempts: int = 4
    """How often a page is tried in all."""
    back_off: float = 1
    """Seconds before the second attempt; doubled for each further one."""
    longest_wait: float = 60
    """Seconds waited at most, also where the server asks for more."""
    page_bytes: int = 64 * 1024 * 1024
    pages: int = 10_000


_MESSAGES: Final[dict[str, Text]] = {
    "url-format": Text("URLから取得できるのは offsetsdb だけです。ファイルを指定してください。", "only offsetsdb is fetched from a URL: name a file"),
    "url": Text(
        "OffsetsDB の一覧のURLを https:// で指定してください（例：https://offsets-db.fly.dev/credits/?project_id=VCS1360）。",
        "give the https:// address of a list of OffsetsDB (an example: https://offsets-db.fly.dev/credits/?project_id=VCS1360)",
    ),
    "unreachable": Text(
        "サーバーに接続できません（{attempts}回試行）。ネットワークとURLを確かめ、後でもう一度実行してください。",
        "the server cannot be reached ({attempts} attempts): check network and address, and try again later",
    ),
    "time-out": Text(
        "サーバーから応答がありません（{attempts}回試行）。後でもう一度実行してください。",
        "the server does not answer in time ({attempts} attempts): try again later",
    ),
    "server-error": Text(
        "サーバーのエラーです（HTTP {status}、{attempts}回試行）。後でもう一度実行してください。",
        "the server failed (HTTP {status}, {attempts} attempts): try again later",
    ),
    "too-many-requests": Text(
        "サーバーが回数を制限しています（HTTP 429）。時間をおいてもう一度実行してください。",
        "the server limits how often it is asked (HTTP 429): wait and try again",
    ),
    "key": Text(
        "APIキーが必要か、正しくありません（HTTP {status}）。環境変数 {variable} に設定してください。",
        "the API needs a key, or another one (HTTP {status}): set the environment variable {variable}",
    ),
    "not-found": Text("このURLに一覧はありません（HTTP {status}）。URLを確かめてください。", "there is no such list (HTTP {status}): check the address"),
    "refused": Text("サーバーが要求を受け付けません（HTTP {status}）。URLの条件を確かめてください。", "the server refuses the request (HTTP {status}): check the parameters of the address"),
    "redirect": Text("別のサーバーへ転送されます。転送先を確かめ、正しいURLを指定してください。", "the address leads to another server: check it and give the right one"),
    "not-json": Text(
        "JSONではなく{kind}が返されました。URLがAPIの一覧か、途中の認証ページでないかを確かめてください。",
        "the answer is {kind}, not JSON: check that the address is the API's, and that no login page stands between",
    ),
    "shape": Text("応答が公開された形式（pagination と data）と異なります。URLを確かめてください。",
                  "the answer is not in the published form (pagination and data): check the address"),
    "page-size": Text("応答が大きすぎます。条件を絞ってください。", "the answer is too large: narrow the parameters"),
    "incomplete": Text(
        "{expected}件のうち{arrived}件しか取得できませんでした。取得中に更新された可能性があります。もう一度実行してください。",
        "{arrived} of {expected} entries arrived; the list may have changed meanwhile: run it again",
    ),
}  # fmt: skip
CODES: Final = frozenset(_MESSAGES)
"""Every `Problem.code` this module reports."""


def _error(url: str, code: str, found: str = "", **values: object) -> InputError:
    return InputError(Problem(_shown(url), None, None, "", found, _MESSAGES[code].filled(**values), code))


def _shown(url: str) -> str:
    """The address without user and password."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def open_url(url: str, form: str) -> Source:
    """The entries of a list of the API as a source of rows.

    Errors: InputError, saying what to do, for another format, a bad address, and every way a server can fail.
    """
    if form != "offsetsdb":
        raise _error(url, "url-format")
    return rows_of_json(_shown(url), fetch(url, os.environ.get(KEY_VARIABLE)))


def fetch(
    url: str,
    key: str | None = None,
    patience: Patience = Patience(),
    sleep: Callable[[float], None] = time.sleep,
) -> list[dict[str, Any]]:
    """All entries of a list, page by page.

    Errors: InputError as for `open_url`.
    """
    import requests

    parts = urlsplit(url)
    if not parts.netloc or (parts.scheme != "https" and not _loopback(parts.hostname)):
        raise _error(url, "url")
    asked = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("current_page", "per_page")]
    found: list[dict[str, Any]] = []
    page, pages, entries = 1, 1, 0
    with requests.Session() as session:
        session.headers["Accept"] = "application/json"
        session.headers["User-Agent"] = "offsetcheck"
        if key:
            session.headers["X-API-KEY"] = key
        while page <= pages:
            query = urlencode([*asked, ("current_page", str(page)), ("per_page", str(PER_PAGE))])
            one = urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
            answer = _page(session, one, patience, sleep)
            rows, pages, entries = _taken_apart(url, answer)
            found.extend(rows)
            if pages > patience.pages:
                raise _error(url, "page-size")
            page += 1
    if len(found) != entries:
        raise _error(url, "incomplete", arrived=len(found), expected=entries)
    return found


def _loopback(host: str | None) -> bool:
    """Whether an address never leaves this machine: there plain http is no risk."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _taken_apart(url: str, answer: Any) -> tuple[list[dict[str, Any]], int, int]:
    """The rows of a page, how many pages there are, and how many entries in all."""
    try:
        pagination, rows = answer["pagination"], answer["data"]
        pages, entries = int(pagination["total_pages"]), int(pagination["total_entries"])
    except (TypeError, KeyError, ValueError):
        raise _error(url, "shape") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _error(url, "shape")
    return rows, pages, entries


class _AgainError(Exception):
    """An attempt failed in a way that may pass."""

    def __init__(self, failure: InputError, wait: float = 0) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


def _page(session: requests.Session, url: str, patience: Patience, sleep: Callable[[float], None]) -> Any:
    """One page, tried again with growing waits where trying again may help."""
    attempt = 1
    while True:
        try:
            return _attempt(session, url, patience, attempt)
        except _AgainError as again:
            if attempt >= patience.attempts:
                raise again.failure from None
            sleep(min(max(patience.back_off * 2 ** (attempt - 1), again.wait), patience.longest_wait))
        attempt += 1


def _attempt(session: requests.Session, url: str, patience: Patience, attempt: int) -> Any:
    """Ask once; raises _AgainError where another attempt may succeed."""
    import requests

    until = time.monotonic() + patience.page
    place = url
    try:
        for _ in range(4):
            answer = session.get(
                place, timeout=(patience.connect, patience.read), allow_redirects=False, stream=True
            )
            with answer:
                if answer.is_redirect:
                    place = _elsewhere(url, place, answer.headers["Location"])
                    continue
                body = _body(answer, url, patience, until, attempt)
                return _value(answer, body, url, attempt)
        raise _error(url, "redirect")
    except requests.exceptions.Timeout:
        raise _AgainError(_error(url, "time-out", attempts=attempt)) from None
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        raise _error(url, "url") from None
    except requests.exceptions.RequestException as error:
        # A time-out in the middle of an answer comes as a ConnectionError.
        code = "time-out" if "timed out" in str(error).casefold() else "unreachable"
        raise _AgainError(_error(url, code, attempts=attempt)) from None


def _elsewhere(url: str, place: str, location: str) -> str:
    """Where a redirect leads, if it stays with the server that was named."""
    target = urljoin(place, location)
    before, after = urlsplit(place), urlsplit(target)
    if (before.scheme, before.netloc) != (after.scheme, after.netloc):
        raise _error(url, "redirect", _shown(target))
    return target


def _body(answer: requests.Response, url: str, patience: Patience, until: float, attempt: int) -> bytes:
    """The answer's body, within the limits of size and time."""
    chunks: list[bytes] = []
    size = 0
    for chunk in answer.iter_content(1 << 16):
        chunks.append(chunk)
        size += len(chunk)
        if size > patience.page_bytes:
            raise _error(url, "page-size")
        if time.monotonic() > until:
            raise _AgainError(_error(url, "time-out", attempts=attempt))
    return b"".join(chunks)


def _value(answer: requests.Response, body: bytes, url: str, attempt: int) -> Any:
    """The JSON of an answer, or the error its status stands for."""
    status = answer.status_code
    if status in _AGAIN:
        asked = answer.headers.get("Retry-After", "")
        wait = float(asked) if asked.isascii() and asked.isdigit() else 0
        code = "too-many-requests" if status == 429 else "server-error"
        raise _AgainError(_error(url, code, status=status, attempts=attempt), wait)
    if status in (401, 403):
        raise _error(url, "key", status=status, variable=KEY_VARIABLE)
    if status == 404:
        raise _error(url, "not-found", status=status)
    if status >= 500:
        raise _error(url, "server-error", status=status, attempts=attempt)
    if status >= 400:
        raise _error(url, "refused", status=status)
    try:
        return json.loads(body, parse_float=str)
    except (ValueError, RecursionError):
        html = body.lstrip()[:1] == b"<" or "html" in answer.headers.get("Content-Type", "")
        kind = "HTML" if html else answer.headers.get("Content-Type", "?")
        raise _error(url, "not-json", kind=kind) from None
