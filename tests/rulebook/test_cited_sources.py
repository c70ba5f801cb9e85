"""What the shipped rules cite: a text is called official only where the authority, or whoever runs the scheme, wrote it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from offsetcheck.rulebook.book import Basis, Confidence, Rulebook
from offsetcheck.rulebook.shipped import open_rulebook


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return open_rulebook(None)


def cited(book: Rulebook) -> Iterator[tuple[str, Basis]]:
    """Every clause behind an item of the rulebook, with the item's name."""
    for edition in book.editions:
        yield from ((edition.id, basis) for basis in edition.basis)
        for parameter in edition.parameters:
            yield from ((parameter.name, basis) for basis in parameter.basis)
        for criterion in edition.criteria:
            yield from ((criterion.id, basis) for basis in criterion.basis)
        for binding in edition.bindings:
            yield from ((binding.key, basis) for basis in binding.basis)
        for derivation in edition.derivations:
            yield from ((derivation.name, basis) for basis in derivation.basis)
        for rule in edition.rules:
            yield from ((rule.id, basis) for basis in rule.basis)


def test_what_others_say_of_a_scheme_is_never_cited_as_official(shipped: Rulebook) -> None:
    others = {
        key for key, text in shipped.documents.items() if text.read in ("secondary", "commentary", "not_seen")
    }
    assert "ieei-jcm-2016" in others  # a private institute's explanation of the JCM
    wrong = [
        (name, b.document)
        for name, b in cited(shipped)
        if b.document in others and b.confidence is Confidence.OFFICIAL
    ]
    assert not wrong


def test_the_government_share_of_jcm_credits_is_shown_as_known_at_second_hand(shipped: Rulebook) -> None:
    known = {
        b.confidence
        for name, b in cited(shipped)
        if name in ("government_share_min", "JCM-09") and b.document == "ieei-jcm-2016"
    }
    assert known == {Confidence.SECONDARY}
