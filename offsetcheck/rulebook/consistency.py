"""What must hold between the editions of a rulebook: days, names, readings, successors and examples (laws 5, 8, 11 and 12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any

from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Problem, Text
from offsetcheck.rulebook.book import (
    ALL_FACTS,
    ChosenBy,
    Edition,
    Rulebook,
    on_all_facts,
)
from offsetcheck.rulebook.combinations import MOST_COMBINATIONS, crowded
from offsetcheck.rulebook.confirmations import clause_points
from offsetcheck.rulebook.edition_builder import RULE_SUBJECTS, Common
from offsetcheck.rulebook.given import wrong_in
from offsetcheck.rulebook.items import (
    Draft,
    item_key,
)
from offsetcheck.rulebook.language import (
    BOOLEAN,
    Cap,
    Ref,
    Type,
    walk,
)
from offsetcheck.rulebook.nesting import MAX_NESTED, too_deep


def check_editions(common: Common, editions: list[Edition], drafts: dict[str, Draft]) -> None:
    """Tell what editions, each good by itself, are together wrong in."""
    _Editions(common, editions, drafts).check()


class _Editions:
    def __init__(self, common: Common, editions: list[Edition], drafts: dict[str, Draft]) -> None:
        self.common = common
        self.editions = editions
        self.drafts = drafts
        self.problems = common.read.problems

    def check(self) -> None:
        self._check_dates()
        self._check_authorities()
        self._check_ids()
        self._check_claim_values()
        self._check_readings()
        self._check_nesting()
        self._check_combinations()
        self._check_alternatives()
        self._check_withdrawn()
        self._check_examples()

    def _check_dates(self) -> None:
        """Refuse gaps and overlaps between the editions of one authority (law 11)."""
        by_authority: dict[str, list[Edition]] = {}
        for edition in self.editions:
            by_authority.setdefault(edition.authority, []).append(edition)
        for group in by_authority.values():

            def span(e: Edition) -> tuple[Any, Any, Callable[[Any], Any]]:
                if e.chosen_by is ChosenBy.FISCAL_YEAR:
                    return e.first_year, e.last_year, lambda y: FiscalYear(y.start + 1)
                return e.effective_from, e.effective_to, lambda d: d + timedelta(days=1)

            if len({e.chosen_by for e in group}) > 1:
                self.problems.add(
                    self.drafts[group[0].id].item,
                    ("chosen_by",),
                    None,
                    "同じ発行元の版は同じ方法で選ばれる必要があります。",
                    "all editions of one authority are chosen the same way",
                    "value",
                )
                continue
            for e in group:
                if None not in span(e)[:2] and span(e)[1] < span(e)[0]:
                    self.problems.add(
                        self.drafts[e.id].item,
                        ("edition",),
                        e.id,
                        "適用の終わりが始まりより前です。",
                        "it ends before it begins: correct the last day or year",
                        "reversed",
                    )
            ordered = sorted((e for e in group if span(e)[0] is not None), key=lambda e: span(e)[0])
            for before, after in pairwise(ordered):
                end, next_of = span(before)[1], span(before)[2]
                item = self.drafts[after.id].item
                if end is None or end >= span(after)[0]:
                    self.problems.add(
                        item,
                        ("edition",),
                        after.id,
                        f"{before.id} と期間が重なっています。",
                        f"it overlaps {before.id}: end that edition before this one begins",
                        "overlap",
                    )
                elif next_of(end) != span(after)[0]:
                    self.problems.add(
                        item,
                        ("edition",),
                        after.id,
                        f"{before.id} との間に空白の期間があります。",
                        f"there is a gap after {before.id}: close it, or say which edition covers it",
                        "gap",
                    )

    def _check_authorities(self) -> None:
        """Refuse an authority that differs from another only in its letters' case: its editions would all be in force beside."""
        one_way = (
            "同じ発行元なら、同じ名前で書いてください。",
            "write one authority in one way",
        )
        first: dict[str, str] = {}
        for edition in self.editions:
            text = _alike_but_for_case(first, edition.authority, *one_way)
            if text is not None:
                item = self.drafts[edition.id].item
                self.problems.add(item, ("authority",), edition.authority, text.ja, text.en, "name")

    def _check_ids(self) -> None:
        owners: dict[str, str] = {}
        spelled: dict[str, str] = {}
        named: dict[str, str] = {}
        for edition in self.editions:
            text = _alike_but_for_case(
                named, edition.id, "別の名前にしてください。", "give each edition its own id"
            )
            if text is not None:
                item = self.drafts[edition.id].item
                self.problems.add(item, ("edition",), edition.id, text.ja, text.en, "name")
        for edition in self.editions:
            for rule in edition.rules:
                text = _alike_but_for_case(
                    spelled, rule.id, "別のidにしてください。", "give each rule its own id"
                )
                if text is not None:
                    self.problems.found.append(
                        Problem(rule.file, rule.line, None, rule.id, rule.id, text, "name")
                    )
                other = owners.setdefault(rule.id, edition.authority)
                if other != edition.authority:
                    self.problems.found.append(
                        Problem(
                            rule.file,
                            rule.line,
                            None,
                            rule.id,
                            rule.id,
                            Text(
                                "ルールのidが他の発行元でも使われています。",
                                f"this rule id is used by {other} too: ids are never reused",
                            ),
                            "duplicate-id",
                        )
                    )
        options: dict[str, tuple[Edition, set[str]]] = {}
        for edition in self.editions:
            for reading in edition.readings:
                own = {o.option for o in reading.options}
                first, known = options.setdefault(reading.id, (edition, own))
                if first.authority != edition.authority:  # what one of them answers is no answer of the other
                    self.problems.add(
                        self.drafts[edition.id].item,
                        ("edition",),
                        reading.id,
                        f"{first.authority} にも同じ名前の読み方があります。by: で別の名前を付けてください。",
                        f"{first.authority} has a reading {reading.id} too: give it its own name with `by`",
                        "readings",
                    )
                elif own != known:
                    self.problems.add(
                        self.drafts[edition.id].item,
                        ("edition",),
                        reading.id,
                        f"{first.id} と候補名が異なる読み方です。by: で別の名前を付けてください。",
                        f"reading {reading.id} has other option names in {first.id}: give it its own name with `by`",
                        "readings",
                    )

    def _check_claim_values(self) -> None:
        """Refuse a derived value of the claim under two authorities: both are in force beside, and its name says one (law 8)."""
        owners: dict[str, Edition] = {}
        called: dict[str, str] = {}
        for edition in (e for e in self.editions if e.chosen_by is ChosenBy.PUBLICATION):
            for name in (f"{d.table}.{d.name}" for d in edition.derivations if d.table == "claim"):
                first = owners.setdefault(name, edition)
                if first.authority == edition.authority:
                    continue
                draft = self.drafts[edition.id]
                written = [i for i in draft.items if i.kind == "derives" and i.data["derives"] == name]
                taken_over = [id(i) for i in self.drafts[first.id].items]
                own = next((i for i in written if id(i) not in taken_over), None)
                self.problems.add(
                    own or draft.item,
                    ("derives",) if own is not None else ("edition",),
                    name,
                    f"{first.authority} にも導出値 {name} があります。別の名前にしてください。",
                    f"{first.authority} derives {name} too, and both are in force together: choose another name",
                    "duplicate-id",
                )
            for name in (d.name for d in edition.derivations if d.table == "claim"):
                alike = called.setdefault(on_all_facts(name), name)
                if alike == name and not name.endswith(ALL_FACTS):
                    continue
                item = next(
                    i for i in self.drafts[edition.id].items if i.data.get("derives") == f"claim.{name}"
                )
                self.problems.add(
                    item,
                    ("derives",),
                    f"claim.{name}",
                    f"「{ALL_FACTS}」で終わる名前は、裏付けのない情報を含む値の名前として報告書に用います。これと重ならない名前にしてください。",
                    f"the report keeps names that end in {ALL_FACTS} for what all facts say of a value: choose one that does not,"
                    " and that differs from others by more than a `_t`",
                    "duplicate-id",
                )

    def _check_readings(self) -> None:
        """Refuse a reading that has the name of an unconfirmed clause: an answer on one would settle the other as well."""
        if self.problems.found:  # what is not whole cannot be joined
            return
        clauses = clause_points(Rulebook(tuple(self.editions), self.common.read.documents, ""))
        for name, item, path in self.common.readings:
            if name in clauses:
                self.problems.add(
                    item,
                    path,
                    name,
                    "未確認の条項と同じ名前の読み方です。by: で別の名前を付けてください。",
                    f"{name} is the name of an unconfirmed clause: give the reading its own name with `by`",
                    "readings",
                )

    def _check_nesting(self) -> None:
        """Refuse what reaches through more derived values than the back ends come back from, each at its own depth (law 7)."""
        if self.problems.found:  # what is not whole cannot be joined
            return
        for edition, key, place, depth in too_deep(
            Rulebook(tuple(self.editions), self.common.read.documents, "")
        ):
            item = next(i for i in self.drafts[edition.id].items if item_key(i) == key)
            self.problems.add(
                item,
                place,
                key[1],
                f"導出値の段階が深すぎます（{depth}段。{MAX_NESTED}段まで）。途中の導出値を減らすか、その値を事実として求めてください。",
                f"this rests on derived values too many levels deep ({depth}, and {MAX_NESTED} are the most): derive it in fewer"
                " steps, or ask for a fact instead",
                "nesting",
            )

    def _check_combinations(self) -> None:
        """Refuse more open readings behind one verdict than it is judged under: it could only be an error."""
        if self.problems.found:  # what is not whole cannot be joined
            return
        for number, names in crowded(Rulebook(tuple(self.editions), self.common.read.documents, "")):
            item, path = next((item, path) for name, item, path in self.common.readings if name in names)
            self.problems.add(
                item,
                path,
                ", ".join(names),
                f"一つの判定にかかる読み方の組合せが{number}通りあります。{MOST_COMBINATIONS}通りまでにしてください。同じ問いの読み方は、by: で一つの名前にまとめられます。",
                f"one verdict may hang on these readings together, which are {number} combinations, and {MOST_COMBINATIONS} are the most"
                " that are tried: let those that ask the same share one name with `by`, or have fewer",
                "readings",
            )

    def _check_alternatives(self) -> None:
        """Refuse a part of a criterion as an alternative where a clause behind it is unconfirmed: its true would decide (law 5)."""
        subjects = {c.id: c.subject for e in self.editions for c in e.criteria}
        weak = {(c.subject, part) for e in self.editions for c in e.criteria for part in c.weak}
        for binding in (b for e in self.editions for b in e.bindings if b.criterion in subjects):
            permitted = {part for b in binding.basis for part in b.permits}
            weak |= {
                (subjects[binding.criterion], part)
                for part, node, _ in binding.parts
                if isinstance(node, Cap) and part not in permitted
            }
        weak = self._resting_on(weak, subjects)
        for item, path, name, part in self.common.alternatives:
            if part in weak:
                self.problems.add(
                    item,
                    path,
                    name,
                    "根拠が未確認の性質の要素は、OR の選択肢にはできません。AND で求めるか、制度との結び付き（binds）の中で選択肢にしてください。",
                    f"{name} rests on a criterion or binding that is unconfirmed, and as an alternative its true would decide "
                    "for somebody: ask for it by itself or with AND, or make the alternative within the binding",
                    "alternative",
                )

    def _resting_on(self, weak: set[tuple[str, str]], subjects: Mapping[str, str]) -> set[tuple[str, str]]:
        """The parts of criteria that are bound to weak ones, however many steps away."""
        bound: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for binding in (b for e in self.editions for b in e.bindings if b.criterion in subjects):
            for part, node, _ in binding.parts:
                refs = {(r.table, r.path) for r in walk(node) if isinstance(r, Ref)}
                bound.setdefault((subjects[binding.criterion], part), set()).update(refs)
        known = set(weak)
        while more := {key for key, refs in bound.items() if key not in known and refs & known}:
            known |= more
        return known

    def _check_withdrawn(self) -> None:
        """A withdrawn rule says which one stands in its place, and only such a rule does."""
        known = {r.id: r for e in self.editions for r in e.rules}
        for item in (i for d in self.drafts.values() for i in d.items if i.kind == "id"):
            by = item.data.get("replaced_by")
            withdrawn = item.data.get("status") == "withdrawn"
            successor = known.get(str(by))
            for key in ("replaced_by", "replaces"):
                other = item.data.get(key)
                if other is not None and (other not in known or other == item.data["id"]):
                    self.problems.add(
                        item,
                        (key,),
                        other,
                        "このidのルールはありません。",
                        "there is no other rule of this id",
                        "unknown-name",
                    )
            if withdrawn and by is None:
                self.problems.add(
                    item,
                    ("status",),
                    "withdrawn",
                    "廃止したルールには後継（replaced_by）が必要です。",
                    "a withdrawn rule names its successor: add `replaced_by`",
                    "missing-key",
                )
            elif by is not None and (
                not withdrawn or (successor is not None and successor.status != "active")
            ):
                self.problems.add(
                    item,
                    ("replaced_by",),
                    by,
                    "廃止したルール（status: withdrawn）の、廃止されていない後継を書いてください。",
                    "a rule with `status: withdrawn` names a successor that is active",
                    "value",
                )

    def _check_examples(self) -> None:
        """What examples give exists and has the right type: values of any edition, for editions are judged together."""
        derived: dict[tuple[str, str], Type | None] = dict.fromkeys(self.common.parts, BOOLEAN)
        derived[("use", "valid")] = BOOLEAN
        named: set[str] = {f"law.{r.id}" for e in self.editions for r in e.readings}
        for item in (i for d in self.drafts.values() for i in d.items):
            if item.kind == "derives":
                table, _, name = str(item.data["derives"]).partition(".")
                derived.setdefault((table, name), None)
            elif item.kind == "id":
                parts = [n for k in ("require", "let") for n in item.data.get(k) or {}]
                named |= {f"law.{item.data['id']}.{n}" for n in (*parts, "when")}
            elif item.kind in ("binds", "criterion"):
                asked = set(item.data.get("parts") or item.data)
                named |= {f"law.{item_key(item)[1]}.{n}" for n in asked} | {f"law.{n}" for n in asked}
        for edition in self.editions:
            derived.update({d.key: d.node.type for d in edition.derivations})
        checked: set[int] = set()
        for item in (i for d in self.drafts.values() for i in d.items):
            if item.kind != "id" or item.data["subject"] not in RULE_SUBJECTS or id(item) in checked:
                continue
            checked.add(id(item))
            for n, entry in enumerate(
                item.data["examples"] if isinstance(item.data["examples"], list) else ()
            ):
                if not isinstance(entry, dict):
                    continue
                for path, found, text in wrong_in(entry, str(item.data["subject"]), derived, named):
                    self.problems.add(item, ("examples", n, *path), found, text.ja, text.en, "example")


def _alike_but_for_case(seen: dict[str, str], name: str, ja: str, en: str) -> Text | None:
    """What to say of a name that differs from one seen before in upper and lower case alone, and its mend."""
    first = seen.setdefault(name.casefold(), name)
    if first == name:
        return None
    return Text(
        f"{first} と大文字・小文字だけが異なります。{ja}",
        f"this differs from {first} in upper and lower case alone: {en}",
    )
