"""Who vouches by a name: another body, and nobody whose name may be the claimant's in another writing (laws 2, 7, 14)."""

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
from offsetcheck.facts.vouching import Standing, standing_of
from offsetcheck.facts.world import ALL, ASSURED, build_world
from tests.engine.lawkit import AS_OF

ANOTHER, OPEN, CLAIMANT = Standing.ANOTHER, Standing.OPEN, Standing.CLAIMANT


def claim_of(parties: list[dict[str, Any]], own: str = "us", **sections: Any) -> Claim:
    head = {"id": "C-1", "stage": "ready", "publish_by": "2026-06-30", "organisation": own}
    data = {"claim": head, "parties": parties, **sections}
    return parse_claim(json.dumps(data, ensure_ascii=False).encode(), "claim.json")


def standing(name: str, by: str, name_en: str | None = None, *others: dict[str, Any]) -> Standing:
    own = {"id": "us", "name": name, **({"name_en": name_en} if name_en is not None else {})}
    return standing_of(claim_of([own, *others]), by)


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("株式会社髙橋製作所", "株式会社高橋製作所"), ("株式会社髙橋製作所", "高橋製作所株式会社 品質保証部"),
        ("株式会社斉藤商店", "株式会社齋藤商店"), ("株式会社山﨑", "株式会社山崎"), ("渡邊商事株式会社", "渡辺商事株式会社"),
        ("株式会社佐々木工業", "株式会社佐佐木工業"), ("株式会社ヴィラ", "株式会社ビラ"), ("株式会社キヤノ", "株式会社キャノ"),
        ("株式会社サンプル・エコ", "株式会社サンプルエコ"), ("株式会社サーバー", "株式会社サーバ"), ("株式会社さくら", "株式会社サクラ"),
        ("株式会社サンプル製作所", "株式会社サンプル製作処"), ("株式会社サンプル製作所", "株式会社サンプル製作"),
        ("ABC Co., Ltd.", "A.B.C. Co., Ltd."), ("Société Alpha Ltd.", "Societe Alpha Limited"),
        ("株式会社髙橋製作所", "Takahashi Seisakusho Co., Ltd."), ("Sample Works Inc.", "株式会社サンプルワークス"),
        ("Sample株式会社", "株式会社サンプル"), ("株式会社アクメ", "Austral Assurance Ltd."),
        ("株式会社山田商店", "株式会社ヤマダショウテン"), ("株式会社山田商店", "YAMADA株式会社"),
        ("株式会社山田商店", "ヤマダ商店株式会社"), ("株式会社山田商店", "YAMADA商店株式会社"),
        ("株式会社ヤマダ", "株式会社山田"), ("日本電信電話株式会社", "NTT株式会社"),
        ("KDDI株式会社", "一般財団法人検証センター"), ("株式会社サンプル", "監査法人高橋"),
    ],
)  # fmt: skip
def test_a_name_that_may_be_the_claimants_in_another_writing_is_nobody_elses_yet(name: str, by: str) -> None:
    assert standing(name, by) is OPEN


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("株式会社髙橋製作所", "一般財団法人オフセット検証センター"), ("株式会社髙橋製作所", "日本検証協同組合"),
        ("株式会社髙橋製作所", "公益財団法人日本財団"), ("株式会社髙橋製作所", "検証合同会社"),
        ("株式会社サンプル", "一般財団法人オフセット検証センター"), ("株式会社山田商店", "山本商会株式会社"),
        ("Acme Inc.", "Austral Assurance Ltd."),
    ],
)  # fmt: skip
def test_a_body_of_quite_another_name_in_the_same_script_is_another(name: str, by: str) -> None:
    assert standing(name, by) is ANOTHER


def test_a_foreign_body_is_told_apart_by_the_claimants_english_name() -> None:
    name = "株式会社アクメ"
    assert standing(name, "Austral Assurance Ltd.", "Acme Co., Ltd.") is ANOTHER
    assert standing(name, "Acme Co., Ltd.", "ACME Co., Ltd.") is CLAIMANT
    assert standing(name, "Acme Company, Limited", "Acme Co., Ltd.") is OPEN
    assert standing(name, "Acme Co., Ltd. Quality Dept.", "Acme Co., Ltd.") is OPEN


def test_a_japanese_body_is_told_from_a_foreign_claimant_by_its_own_english_name() -> None:
    body = {"name": "一般財団法人検証センター"}
    assert standing("Acme Inc.", body["name"], None, body) is OPEN
    assert standing("Acme Inc.", body["name"], None, {**body, "name_en": "Verification Centre"}) is ANOTHER
    assert standing("Acme Inc.", body["name"], None, {**body, "name_en": "Acme"}) is OPEN


def test_a_name_in_english_tells_no_one_apart_from_a_claimant_whose_name_is_in_that_script() -> None:
    """Else any other word for it would do."""
    assert standing("A.B.C. Co., Ltd.", "ABC Co., Ltd.", "Zeta Ltd.") is OPEN


def test_a_body_that_vouches_by_its_name_has_not_the_claimants_english_name() -> None:
    """Filled in later it would take back an answer, and is refused (law 2)."""
    checker = {"name": "一般財団法人検証センター", "name_en": "Acme Co., Ltd."}
    judged = {"late_ok": {"value": True, "by": checker["name"], "reason": "seen", "judged_on": "2026-05-01"}}
    claimant = {"id": "us", "name": "株式会社アクメ"}
    claim_of([claimant, checker], judgements=judged)
    with pytest.raises(InputError) as caught:
        claim_of([{**claimant, "name_en": "Acme Co., Ltd."}, checker], judgements=judged)
    assert [p.path for p in caught.value.problems] == ["judgements.late_ok.by"]


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
    ours = {"id": "us", "name": "株式会社アクメ", "name_en": "Acme Co., Ltd."}
    shown = {
        "fact": "parties[us].name_en",
        "value": "Acme Co., Ltd.",
        "level": "verified",
        "by": "一般財団法人オフセット検証センター",
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
        before = OPEN
        judged = {"late_ok": {"value": True, "by": by, "reason": "seen", "judged_on": "2026-05-01"}}
        for n, path, value in parts:
            rows[n][path] = value
            listed = [r for r in rows if len(r) > 1]
            listed += [r for r in rows if r["id"] in (own, by) and r not in listed]
            try:
                found = standing_of(claim_of(listed, own, judgements=judged), by)
            except InputError:
                refused += 1
                continue  # the answer before stands, and a later fact may not turn it either
            assert before is not ANOTHER or found is ANOTHER, (own, by, rows)
            seen += before is not ANOTHER and found is ANOTHER
            before = found
    assert seen > 15
    assert refused > 15
