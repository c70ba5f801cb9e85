"""Who is one by name or number, and who vouches: nobody who vouches is taken back by a further fact (laws 2, 7, 14)."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.vouching import vouches
from offsetcheck.facts.world import ALL, ASSURED, build_world
from tests.engine.lawkit import AS_OF


def claim_of(parties: list[dict[str, Any]], own: str = "us", **sections: Any) -> Claim:
    head = {"id": "C-1", "stage": "ready", "publish_by": "2026-06-30", "organisation": own}
    data = {"claim": head, "parties": parties, **sections}
    return parse_claim(json.dumps(data, ensure_ascii=False).encode(), "claim.json")


def test_an_english_name_is_written_in_latin_letters() -> None:
    for shown in ({"name_en": "株式会社アクメ"}, {}):
        entry = {"fact": "parties[us].name_en", "value": "株式会社アクメ", "level": "stated"}
        with pytest.raises(InputError):
            claim_of([{"id": "us", "name": "株式会社アクメ", **shown}], evidence=[entry])


# -- who is one by the name ----------------------------------------------------------------------------------------------


def parties_of(claim: Claim, run: int = ALL) -> tuple[Any, Any]:
    world = build_world(claim, Profile.CERTIFICATION, AS_OF)
    return world.claim.value("organisation", run), world.rows["retirement"][0].value("user", run)


def test_equal_names_mean_one_party_in_either_language() -> None:
    retired = [{"id": "R", "user": "Acme Co., Ltd."}]
    ours = {"id": "us", "name": "株式会社アクメ"}
    assert same_party(*parties_of(claim_of([ours], retirements=retired))) is None
    named = {**ours, "name_en": "ACME CO., LTD."}
    assert same_party(*parties_of(claim_of([named], retirements=retired))) is True
    listed = claim_of([named, {"name": "Acme Co., Ltd."}], retirements=retired)
    assert same_party(*parties_of(listed)) is True


def test_a_stated_english_name_makes_no_two_names_one_for_a_certification() -> None:
    """It is the claimant's own word (law 7)."""
    retired = [{"id": "R", "user": "Acme Co., Ltd."}]
    ours = {"id": "us", "name": "株式会社アクメ", "name_en": "Acme Co., Ltd.", "corporate_number": NUMBERS[0]}
    shown = {
        "fact": "parties[us].name_en",
        "value": "Acme Co., Ltd.",
        "level": "verified",
        "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
    }
    user = {**shown, "fact": "retirements[R].user"}
    stated = claim_of([ours], retirements=retired, evidence=[user])
    assert same_party(*parties_of(stated)) is True
    assert same_party(*parties_of(stated, ASSURED)) is None
    proved = claim_of([ours], retirements=retired, evidence=[user, shown])
    assert same_party(*parties_of(proved, ASSURED)) is True


@pytest.mark.parametrize(
    "other", [{"name": "Acme Co., Ltd."}, {"name": "株式会社ベータ", "name_en": "Acme co., ltd."}]
)
def test_equal_names_with_different_numbers_are_refused_in_either_language(other: dict[str, str]) -> None:
    ours = {
        "id": "us",
        "name": "株式会社アクメ",
        "name_en": "Acme Co., Ltd.",
        "corporate_number": "7010001008844",
    }
    with pytest.raises(InputError) as caught:
        claim_of([ours, {**other, "corporate_number": "1010401010455"}])
    assert [p.path for p in caught.value.problems] == ["parties[1]"]
    claim_of([ours, other])  # one party under two names


# -- law 2 ---------------------------------------------------------------------------------------------------------------

OWN_NAMES = ["株式会社髙橋製作所", "Takahashi Ltd.", "高橋株式会社", "Beta Ltd.", "ABC株式会社"]
BY_NAMES = [
    "株式会社高橋製作所",
    "Beta Ltd.",
    "ABC Ltd.",
    "監査法人検証",
    "Takahashi Co., Ltd.",
    "高橋検証株式会社",
    "lab",
]
ENGLISH = [
    "Takahashi Ltd.",
    "Beta Ltd.",
    "Betas Ltd.",
    "ABC Ltd.",
    "A.B.C. Ltd.",
    "Zeta Verification Ltd.",
    "Zeta",
]
NUMBERS = ["7010001008844", "1010401010455"]


def random_parts(chance: random.Random) -> tuple[str, str, list[tuple[int, str, str]]]:
    """A claimant, who vouches, and what may be said of both and of a third, one fact after another."""
    own, by = chance.choice(["us", *OWN_NAMES]), chance.choice(BY_NAMES)
    parts = []
    for n, names in enumerate(
        ([own] if own != "us" else OWN_NAMES, [by] if by != "lab" else BY_NAMES[:-1], BY_NAMES[:-1])
    ):
        parts.append((n, "name", chance.choice(names)))
        parts.extend(
            (n, path, chance.choice(pool))
            for path, pool in (("name_en", ENGLISH), ("corporate_number", NUMBERS))
            if chance.random() < 0.6
        )
    chance.shuffle(parts)
    return own, by, parts


@pytest.mark.slow
def test_whoever_vouches_is_taken_back_by_no_further_fact() -> None:
    """A fact that would take it back is refused."""
    chance, seen, refused = random.Random(7), 0, 0
    for _ in range(300):
        own, by, parts = random_parts(chance)
        rows: list[dict[str, Any]] = [{"id": "us"}, {"id": "lab"}, {"id": "third"}]
        before = False
        for n, path, value in parts:
            rows[n][path] = value
            listed = [r for r in rows if len(r) > 1]
            listed += [r for r in rows if r["id"] in (own, by) and r not in listed]
            try:
                found = vouches(claim_of(listed, own), by)
            except InputError:
                refused += 1
                continue  # the answer before stands, and a later fact may not turn it either
            assert found or not before, (own, by, rows)
            seen += found and not before
            before = found
    assert seen > 15
    assert refused > 15
