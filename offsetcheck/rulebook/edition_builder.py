"""Builds the parts of one edition out of its items, each checked against those that it names (law 12)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Programme
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.rulebook.book import (
    NEXT_YEAR,
    OPEN_OUTCOMES,
    PUBLICATION,
    Basis,
    Binding,
    Case,
    ChosenBy,
    Condition,
    Confidence,
    Criterion,
    Derivation,
    Example,
    Field,
    JudgedOn,
    Parameter,
    Permission,
    ReadingOption,
    ReadingSet,
    Rule,
    RuleText,
    Severity,
    Variant,
)
from offsetcheck.rulebook.items import (
    EXAMPLE_KEYS,
    KEY,
    NAME,
    Item,
    ItemReader,
    item_key,
    maybe,
    plain,
    programmes_of,
)
from offsetcheck.rulebook.language import (
    BOOLEAN,
    DATE,
    TEXT,
    And,
    Cap,
    Compare,
    Const,
    ListCall,
    Named,
    Node,
    Not,
    Or,
    Reading,
    Ref,
    Type,
    children,
    walk,
)
from offsetcheck.rulebook.parser import (
    ExpressionError,
    Vocabulary,
    kept_width,
    number_type,
    parse,
    parse_condition,
)

#: Units of parameters that say how long something is.
_SPANS = ("days", "business days", "months", "years")
_VERDICTS = ("pass", "fail", "unknown", "not_applicable")
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*[a-z]?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,2}")
_LANGS: tuple[Lang, ...] = ("ja", "en")
_PLACE = re.compile(r"\{([^{}]*)\}")
#: The place of a message that the addressee of its rule is filled into.
ASK = "ask"
#: What may be said in place of a message, of a remedy for a failure, and of one for what stays open.
_OF_MESSAGE = (Variant.PLANNED,)
_OF_FAILURE = (Variant.PUBLISHED, Variant.ONLY_UNRETIRED, Variant.MENDED_ABOVE)
_OF_OPEN = (Variant.PUBLISHED, Variant.BEFORE_REVIEW)
#: The authority whose editions bind criteria; a binding elsewhere would never be read.
PROGRAMMES = "programmes"
#: What a criterion may be on: bindings are by the programme of the project that it leads to.
CRITERION_SUBJECTS = tuple(table for table in catalogue.tables() if "project" in catalogue.routes(table))
#: What a rule may be on; what is true of emissions, blocks and registrations is asked through these.
RULE_SUBJECTS = ("claim", "statement", "project", "issuance", "credit", "retirement", "use", "filing")


class Common:
    """What editions have in common while they are built."""

    def __init__(self, read: ItemReader) -> None:
        self.read = read
        self.parts: dict[tuple[str, str], str] = {}
        self.criteria: dict[str, Item] = {}
        self.readings: list[tuple[str, Item, tuple[str | int, ...]]] = []
        """Every reading with the place that names it."""
        self.candidates: dict[str, tuple[dict[str, str], bool]] = {}
        """The candidates of every reading where it is met first, by name, and whether their place alone names them."""
        self.alternatives: list[tuple[Item, tuple[str | int, ...], str, tuple[str, str]]] = []
        """Where a part of a criterion is one of several alternatives: its name there, and the part."""
        self.rewritten: frozenset[str] = frozenset()
        """Names of items that do not say the same in all editions that have them."""


class EditionBuilder:
    """Builds the parts of one edition, in the order in which they may name each other."""

    def __init__(
        self, common: Common, edition: Mapping[str, Any], purposes: tuple[str, ...], chosen_by: ChosenBy,
        span: tuple[date | None, date | None],
    ) -> None:  # fmt: skip
        self.common = common
        self.read = common.read
        self.authority = str(edition["authority"])
        self.span = span
        """The first and the last day in force."""
        self.by_year = chosen_by is ChosenBy.FISCAL_YEAR
        self.unjudged = ("filing",) if chosen_by is ChosenBy.PUBLICATION else ("claim", "statement")
        self.problems = common.read.problems
        self.edition = str(edition["edition"])
        self.purposes = purposes
        self.parameters: dict[str, Parameter] = {}
        self.criteria: list[Criterion] = []
        self.bindings: list[Binding] = []
        self.derivations: list[Derivation] = []
        self.rules: list[Rule] = []
        self.readings: list[ReadingSet] = []
        self.fields: list[Field] = []
        self.derived: dict[tuple[str, str], Type] = {("use", "valid"): BOOLEAN}
        self.confidences: dict[tuple[str, str], Confidence] = {}
        self.after_uses: set[tuple[str, str]] = {("use", "valid")}
        """Derived values that are known only once the uses are judged."""
        self.on_criteria = {key: frozenset({key}) for key in common.parts}
        """The parts of criteria, and the derived values that rest on them, with the parts that each rests on."""
        for key in common.parts:
            self.derived[key] = BOOLEAN
        self.bound: dict[tuple[str, str], Item] = {}
        """The binding of a criterion for a programme."""

    def _point(self, item: Item, name: str) -> str:
        """The name by which an unconfirmed clause is confirmed: that of the edition, too, where another has another text."""
        named = item_key(item)[1]
        return f"{named}.{name}" + (f"@{self.edition}" if named in self.common.rewritten else "")

    def build(self, items: list[Item]) -> None:
        """Build all parts of the edition: what others may name comes first."""
        for item in items:
            if item.kind == "parameter":
                self._parameter(item)
        for item in items:
            if item.kind == "criterion":
                self._criterion(item)
        for item in items:
            if item.kind == "binds":
                self._binding(item)
        self._derive([i for i in items if i.kind == "derives"])
        for item in items:
            if item.kind == "field":
                self._field(item)
        for item in items:
            if item.kind == "id":
                self._rule(item)

    # -- expressions -------------------------------------------------------------------------------------------------

    def _vocabulary(
        self, table: str, names: dict[str, Node] | None = None, stratum: int | None = None
    ) -> Vocabulary:
        return Vocabulary(
            table, {p.name: p.value for p in self.parameters.values()}, self.derived, names or {}, stratum
        )

    def _expression(
        self,
        item: Item,
        path: tuple[str | int, ...],
        text: object,
        vocabulary: Vocabulary,
        *,
        condition: bool,
    ) -> Node | None:
        try:
            return (parse_condition if condition else parse)(text, vocabulary)
        except ExpressionError as error:
            self.problems.add(
                item, path, text, f"条件式を直してください（{error}）。", str(error), "expression"
            )
            return None

    def _strength(
        self, basis: tuple[Basis, ...], attribute: str, name: str, node: Node | None
    ) -> Confidence | None:
        """The strongest clause for a name, weakened by the parameters and derived values the expression uses."""
        named = [b.confidence for b in basis if name in getattr(b, attribute)]
        return self._weakened(max(named), node) if named else None

    def _weakened(self, strength: Confidence, node: Node | None) -> Confidence:
        """A strength no greater than that of any parameter or derived value behind an expression."""
        for part in walk(node) if node is not None else ():
            if isinstance(part, Const) and part.name in self.parameters:
                strength = min(strength, self.parameters[part.name].confidence)
            elif isinstance(part, Ref) and part.derived:
                strength = min(strength, self.confidences.get((part.table, part.path), strength))
        return strength

    def _rests_on_uses(self, node: Node) -> bool:
        """Whether a value is known only once the uses are judged, directly or through what it is derived from."""
        return any(
            isinstance(part, Ref) and part.derived and (part.table, part.path) in self.after_uses
            for part in walk(node)
        )

    def _criteria_in(self, node: Node) -> list[str]:
        """What an expression reads of criteria, directly or through derived values."""
        return [p.name for p in walk(node) if isinstance(p, Ref) and (p.table, p.path) in self.on_criteria]

    def _parts_behind(self, node: Node) -> frozenset[tuple[str, str]]:
        """The parts of criteria that an expression rests on."""
        none: frozenset[tuple[str, str]] = frozenset()
        keys = [(p.table, p.path) for p in walk(node) if isinstance(p, Ref)]
        return none.union(*(self.on_criteria.get(key, none) for key in keys))

    def _turned(self, node: Node) -> list[str]:
        """What a condition reads of criteria anywhere but where true can only help it, and false only harm it."""
        match node:
            case Ref():
                return []
            case And() | Or():
                return [name for one in node.items for name in self._turned(one)]
            case Named() | Cap():
                return self._turned(node.item)
            case Reading():
                return [name for _, one in node.options for name in self._turned(one)]
            case ListCall(function="any" | "all") if node.condition is not None:
                return self._turned(node.condition)
            case _:
                return self._criteria_in(node)

    def _check_upright(self, item: Item, path: tuple[str | int, ...], node: Node) -> None:
        """Refuse a condition in which the unconfirmed clause behind a part would decide: only its false is made unknown."""
        for name in dict.fromkeys(self._turned(node)):
            self.problems.add(
                item,
                path,
                name,
                "性質の要素は、NOT・比較・none・all_same・集計の中では使えません。そのまま、または AND・OR・any・all で書き、反対の内容が必要なら別の要素を設けてください。",
                f"{name} rests on a criterion, whose clauses may be unconfirmed: let it stand as it is, joined by AND, OR, any or all "
                "alone, and give the criterion a part that says the opposite where that is needed",
                "criterion",
            )

    def _check_apart(self, item: Item, path: tuple[str | int, ...], node: Node) -> None:
        """Refuse an exemption or a permission by a criterion: an unconfirmed clause behind it would decide for somebody."""
        for name in dict.fromkeys(self._criteria_in(node)):
            self.problems.add(
                item,
                path,
                name,
                "性質の要素は、when と許容（let）では使えません。require に書くか、事実そのものを書いてください。",
                f"{name} rests on a criterion, which neither exempts nor permits: read it in `require`, or write the facts themselves here",
                "criterion",
            )

    def _check_alternatives(self, item: Item, path: tuple[str | int, ...], node: Node) -> None:
        """Refuse a relief that nobody has confirmed as an alternative: only its false would be made unknown (law 5)."""
        for ref in dict.fromkeys(_alternatives(node)):
            key = (ref.table, ref.path)
            if self.confidences.get(key) is Confidence.UNCONFIRMED:
                self.problems.add(
                    item,
                    path,
                    ref.name,
                    "根拠が未確認の導出値は、OR の選択肢にはできません。許容（let）に書き、permits で根拠を示してください。",
                    f"{ref.name} is unconfirmed, and as an alternative its true would decide for somebody: "
                    "make it a `let`, and name the clause that permits it",
                    "alternative",
                )
            for part in self.on_criteria.get(key, ()):
                self.common.alternatives.append((item, path, ref.name, part))
        for name in dict.fromkeys(_turned(node)):
            self.problems.add(
                item,
                path,
                name,
                "根拠が未確認の許容（let）は、NOT や比較の中では使えません。否定した内容を let に書いてください。",
                f"{name} is an unconfirmed permission, and its false would decide for somebody here: "
                "write the `let` the other way round instead of negating or comparing it",
                "alternative",
            )

    # -- items -------------------------------------------------------------------------------------------------------

    def _parameter(self, item: Item) -> None:
        data, name = item.data, str(item.data["parameter"])
        value = data["value"]
        self.read.named(item, ("parameter",), name, NAME)
        if isinstance(value, dict):
            table = self._table(item, value)
            if table is None:
                return
            value = table
        is_day = data.get("unit") == "date"
        if (
            isinstance(value, bool)
            or not isinstance(value, int | Decimal | str)
            or value == ""
            or (is_day and not isinstance(value, str))
        ):
            self.problems.add(
                item,
                ("value",),
                value,
                "値は数値か文字で書いてください。",
                "a parameter is a number or a text",
                "value",
            )
            return
        if isinstance(value, str) and is_day:
            day = self.read.day(item, "value")
            if day is None:
                return
            const = Const(DATE, day, name)
        elif isinstance(value, str):
            const = Const(TEXT, value, name)
        else:
            number = Decimal(value)
            try:
                const = Const(kept_width(number_type(number)), number, name)
            except ExpressionError as error:
                self.problems.add(
                    item, ("value",), value, f"数値の桁が多すぎます（{error}）。", str(error), "value"
                )
                return
            if number < 0 and data.get("unit") in _SPANS:
                self.problems.add(
                    item,
                    ("value",),
                    value,
                    "期間を表す値は0以上にしてください。前の日を求めるときは、式の中で引いてください。",
                    "a span of time is not negative: write how long it is, and take it off in the expression",
                    "value",
                )
        first, last = self.read.day(item, "effective_from"), self.read.day(item, "effective_to")
        self.read.ends_before(item, "effective_to", first, last)
        if first is not None and self.span[0] is not None and first > self.span[0]:
            self.problems.add(
                item,
                ("effective_from",),
                first,
                "版の適用開始より後の日付です。それまでの日にもこの値が使われてしまいます。",
                f"{self.edition} is in force before this day and would use the value: give it the earlier day, or an edition of its own",
                "validity",
            )
        if last is not None and (self.span[1] is None or last < self.span[1]):
            self.problems.add(
                item,
                ("effective_to",),
                last,
                "版の適用終了より前の日付です。その後の日にもこの値が使われてしまいます。",
                f"{self.edition} is in force after this day and would still use the value: end the edition on it too",
                "validity",
            )
        basis = self.read.basis(item, set(), set())
        confidence = max((b.confidence for b in basis), default=Confidence.UNCONFIRMED)
        title = self.read.text(item, ("title",), data["title"]) or Text("?", "?")
        self.parameters[name] = Parameter(name, const, maybe(data.get("unit")), title, confidence, basis)

    def _table(self, item: Item, value: dict[Any, Any]) -> str | None:
        """A list of codes, each with the day since when it counts, as the text that `listed` and `coded` read."""
        for code, since in value.items():
            try:
                if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z0-9-]+", code):
                    raise ValueError
                if not isinstance(since, str) or not _DAY.fullmatch(since):  # nor a day of a week, 2025-W01-1
                    raise ValueError
                date.fromisoformat(since)
            except ValueError:
                self.problems.add(
                    item,
                    ("value", code),
                    since,
                    "「略号: YYYY-MM-DD」の形で書いてください。",
                    "write each entry as `CODE: YYYY-MM-DD`",
                    "value",
                )
                return None
        return ", ".join(f"{code} {since}" for code, since in value.items())

    def _criterion(self, item: Item) -> None:
        data = item.data
        if data["subject"] not in CRITERION_SUBJECTS:
            return
        parts = data["parts"] if isinstance(data["parts"], dict) else {}
        number = data["property"]
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 5:
            self.problems.add(
                item, ("property",), number, "性質の番号を整数（1～5）で書いてください。",
                "a property has a whole number, from 1 to 5", "value",
            )  # fmt: skip
            return
        basis = self.read.basis(item, set(parts), set())
        # The strongest clause for a part counts; a clause that names none stands for all.
        strengths = {
            part: max(
                (b.confidence for b in basis if part in b.restricts or not b.restricts),
                default=Confidence.UNCONFIRMED,
            )
            for part in map(str, parts)
        }
        weak = {p: self._point(item, p) for p, s in strengths.items() if s is Confidence.UNCONFIRMED}
        self.criteria.append(
            Criterion(
                str(data["criterion"]), number, str(data["subject"]),
                self.read.text(item, ("title",), data["title"]) or Text("?", "?"),
                self.read.text(item, ("text",), data["text"]) or Text("?", "?"),
                {str(k): self.read.text(item, ("parts", k), v) or Text("?", "?") for k, v in parts.items()},
                basis, weak,
            )
        )  # fmt: skip

    def _binding(self, item: Item) -> None:
        data = item.data
        criterion = self.common.criteria.get(str(data["binds"]))
        if criterion is None:
            self.problems.add(
                item,
                ("binds",),
                data["binds"],
                "この名前の性質（criterion）はありません。",
                f"there is no such criterion: {', '.join(self.common.criteria)}",
                "unknown-name",
            )
            return
        if self.authority != PROGRAMMES:
            self.problems.add(
                item,
                ("binds",),
                data["binds"],
                f"この版では使われません。authority が {PROGRAMMES} の版に置いてください。",
                f"a binding is read in the editions of {PROGRAMMES} alone: move it there",
                "value",
            )
        programmes = programmes_of(data)
        for programme in programmes:
            first = self.bound.setdefault((str(data["binds"]), programme), item)
            if first is not item or programmes.count(programme) > 1:
                self.problems.add(
                    item,
                    ("programme",),
                    programme,
                    "この制度には同じ性質が二度結び付けられています。",
                    f"`{data['binds']}` is bound twice for this programme, first at {first.document.name}:{first.line}",
                    "duplicate-id",
                )
        if not programmes or not set(programmes) <= {p.value for p in Programme}:
            self.problems.add(
                item,
                ("programme",),
                data["programme"],
                "制度名が正しくありません。",
                f"programme is one of {', '.join(p.value for p in Programme)}",
                "value",
            )
            return
        table = str(criterion.data["subject"])
        parts = set(criterion.data["parts"])
        for key in set(data) - {"binds", "programme", "basis"} - parts:
            self.problems.add(
                item,
                (key,),
                key,
                f"「{key}」はこの性質の要素ではありません。",
                f"`{key}` is not a part of {data['binds']}: {', '.join(sorted(parts))}",
                "unknown-key",
            )
        basis = self.read.basis(item, parts, parts)
        built = []
        vocabulary = Vocabulary(
            table, {p.name: p.value for p in self.parameters.values()},
            {k: t for k, t in self.derived.items() if catalogue.STRATUM[k[0]] < catalogue.STRATUM[table]}, {},
        )  # fmt: skip
        for part in criterion.data["parts"]:
            if part not in data:
                continue  # a part that is not bound is unknown for the programme
            node = self._expression(item, (part,), data[part], vocabulary, condition=True)
            if node is None:
                continue
            self._check_upright(item, (part,), node)
            restricts = self._strength(basis, "restricts", part, node)
            permits = self._strength(basis, "permits", part, node)
            if permits is not Confidence.UNCONFIRMED:  # the cap holds back whatever stands beneath
                self._check_alternatives(item, (part,), node)
            if restricts is None and permits is None:
                self.problems.add(
                    item,
                    ("basis",),
                    part,
                    f"「{part}」の根拠がありません。",
                    f"no clause restricts `{part}`: name it under `restricts`",
                    "citation",
                )
            weak = self._weakened(Confidence.OFFICIAL, node) is Confidence.UNCONFIRMED
            if restricts is Confidence.UNCONFIRMED or weak:
                node = Cap(BOOLEAN, node, False, self._point(item, part))
            if permits is Confidence.UNCONFIRMED:
                node = Cap(BOOLEAN, node, True, self._point(item, part))
            built.append((part, node, str(data[part])))
        self.bindings.append(Binding(str(data["binds"]), programmes, tuple(built), basis))

    def _derive(self, items: list[Item]) -> None:
        """Derivations in the order in which they need each other; a cycle or an upward read is refused."""
        waiting = []
        for item in items:
            table, _, name = str(item.data["derives"]).partition(".")
            if table not in catalogue.tables() or not name:
                self.problems.add(
                    item,
                    ("derives",),
                    item.data["derives"],
                    "「表.名前」の形で書いてください。",
                    f"write table.name, with a table of {', '.join(catalogue.tables())}",
                    "value",
                )
                continue
            if not all(NAME.fullmatch(step) for step in name.split(".")):
                self.read.named(item, ("derives",), "", NAME)
                continue
            if name in catalogue.tables()[table].facts or (table, name) in self.derived:
                self.problems.add(
                    item,
                    ("derives",),
                    item.data["derives"],
                    "同じ名前の事実または性質の要素があります。",
                    "a stated fact or a part of a criterion has this name: choose another",
                    "duplicate-id",
                )
                continue
            way, *rest = name.split(".")
            if rest and way in catalogue.routes(table):
                self.problems.add(
                    item,
                    ("derives",),
                    item.data["derives"],
                    f"{table}.{way} は、つながりのある行の事実を読むときの書き方です。「.」の前を別の名前にしてください。",
                    f"{table}.{way} is the way to a linked row, whose facts are read by such names: choose another name",
                    "duplicate-id",
                )
                continue
            waiting.append((item, table, name))
        progress = True
        while waiting and progress:
            progress = False
            for entry in list(waiting):
                item, table, name = entry
                others = {f"{t}.{n}" for _, t, n in waiting if (t, n) != (table, name)}
                if any(_mentions(item.data["value"], o) for o in others):
                    continue
                waiting.remove(entry)
                progress = True
                self._derivation(item, table, name)
        for item, _, _ in waiting:
            self.problems.add(
                item,
                ("derives",),
                item.data["derives"],
                "導出値が互いに参照し合っています。",
                "these derived values need each other in a circle: break it",
                "cycle",
            )

    def _derivation(self, item: Item, table: str, name: str) -> None:
        stratum = catalogue.STRATUM[table]
        derived = {k: t for k, t in self.derived.items() if catalogue.STRATUM[k[0]] <= stratum}
        vocabulary = Vocabulary(
            table, {p.name: p.value for p in self.parameters.values()}, derived, {}, stratum
        )
        value = item.data["value"]
        labels = item.data.get("labels")
        if labels is not None and (not isinstance(value, dict) or "labels" in value):
            self.problems.add(
                item,
                ("labels",),
                None,
                "labels は読み方の候補だけに、一度だけ書いてください。",
                "labels name the candidates of readings, and stand there once",
                "readings",
            )
        if isinstance(value, dict):
            node = self._reading(item, ("value",), f"{table}.{name}", value, vocabulary, labels)
        else:
            node = self._expression(item, ("value",), value, vocabulary, condition=False)
        basis = self.read.basis(item, set(), set())
        own = max((b.confidence for b in basis), default=Confidence.UNCONFIRMED)
        if node is None:
            return
        if node.type.kind not in (Kind.NUMBER, Kind.BOOLEAN):
            self.problems.add(
                item,
                ("value",),
                value,
                "導出値は数値か真偽です。",
                f"a derived value is a number or a condition, this is a {node.type}",
                "expression",
            )
            return
        if stratum <= catalogue.STRATUM["use"] and self._rests_on_uses(node):
            self.problems.add(
                item,
                ("value",),
                value,
                "use.valid はこの段階では使えません。",
                "use.valid is known only after the uses: derive this on claim, filing or statement",
                "stratum",
            )
        self.derived[(table, name)] = node.type
        self.confidences[(table, name)] = self._weakened(own, node)
        if self._rests_on_uses(node):
            self.after_uses.add((table, name))
        if node.type.kind is Kind.BOOLEAN:
            self._check_upright(item, ("value",), node)
        if own is not Confidence.UNCONFIRMED:  # what is, as a whole, is refused where it is an alternative
            self._check_alternatives(item, ("value",), node)
        if self._criteria_in(node):
            self.on_criteria[(table, name)] = self._parts_behind(node)
        title = self.read.text(item, ("title",), item.data["title"]) or Text("?", "?")
        text = json.dumps(plain(value), ensure_ascii=False) if isinstance(value, dict) else str(value)
        self.derivations.append(
            Derivation(table, name, node, text, title, maybe(item.data.get("unit")), basis)
        )

    def _field(self, item: Item) -> None:
        """A field of a form: what is written into it must be a number derived for the filing."""
        table, _, name = str(item.data["value"]).partition(".")
        derived = self.derived.get((table, name))
        if table != "filing" or derived is None or derived.kind is not Kind.NUMBER:
            known = ", ".join(f"filing.{d.name}" for d in self.derivations if d.table == "filing")
            self.problems.add(
                item,
                ("value",),
                item.data["value"],
                "この版で報告について導出される数値の名前を書いてください。",
                f"write a number that this edition derives for a filing: {known}",
                "value",
            )
        found = self.read.text(item, ("form",), item.data["form"]) or Text("?", "?")
        title = self.read.text(item, ("title",), item.data["title"]) or Text("?", "?")
        self.fields.append(
            Field(
                str(item.data["field"]), found, maybe(item.data.get("table")), title, name,
                self.read.basis(item, set(), set()),
            )
        )  # fmt: skip

    def _reading(
        self,
        item: Item,
        path: tuple[str | int, ...],
        name: str,
        value: dict[str, Any],
        vocabulary: Vocabulary,
        labels: object = None,
    ) -> Node | None:
        allowed = {"readings", "labels", "by", "owner", "title"}
        for key in set(value) - allowed:
            self.problems.add(
                item,
                (*path, key),
                key,
                f"「{key}」というキーはありません。",
                f"there is no key `{key}` beside readings: {', '.join(sorted(allowed))}",
                "unknown-key",
            )
        options = value.get("readings")
        by_place = isinstance(options, list)
        if isinstance(options, list):
            options = {chr(ord("A") + i): o for i, o in enumerate(options)}
        if not isinstance(options, dict) or len(options) < 2:
            self.problems.add(
                item,
                path,
                None,
                "読み方の候補を二つ以上書いてください。",
                "readings needs at least two candidates",
                "readings",
            )
            return None
        if value.get("owner", "authority") != "authority":
            self.problems.add(
                item,
                (*path, "owner"),
                value["owner"],
                "法令の読み方を決めるのは所管当局です。",
                "an open reading is settled by the authority",
                "value",
            )
        at = (*path, "labels") if "labels" in value else ("labels",)
        labels = value.get("labels", labels)
        if not isinstance(labels, dict | None):
            self.read.misshapen(item, at, labels, "mapping")
            labels = None
        for option in set(labels or ()) - set(options):
            self.problems.add(
                item,
                (*at, option),
                option,
                "この名前の候補はありません。",
                f"there is no candidate `{option}`: {', '.join(options)}",
                "unknown-name",
            )
        for option in options:
            self.read.named(item, (*path, "readings", option), option, KEY)
        nodes = []
        shown = []
        for option, text in options.items():
            node = self._expression(item, (*path, "readings", option), text, vocabulary, condition=False)
            if node is None:
                return None
            nodes.append((str(option), node))
            label = labels.get(option) if isinstance(labels, dict) else None
            title = self.read.text(item, (*at, option), label, needed=False) or Text(
                f"{option}：{text}", f"{option}: {text}"
            )
            shown.append(ReadingOption(str(option), str(text), title))
        kinds = {n.type.kind for _, n in nodes}
        if len(kinds) != 1:
            self.problems.add(
                item,
                path,
                None,
                "候補の型がそろっていません。",
                "all candidates must be of one type",
                "readings",
            )
            return None
        reading_id = value.get("by", name)
        if not isinstance(reading_id, str) or not KEY.fullmatch(reading_id):
            self.read.misshapen(item, (*path, "by"), reading_id, "text")
            return None
        self.common.readings.append((reading_id, item, (*path, "by") if "by" in value else path))
        texts = {o.option: o.text for o in shown}
        first, placed = self.common.candidates.setdefault(reading_id, (texts, by_place))
        if (by_place or placed) and set(texts) == set(first) and texts != first:
            self.problems.add(
                item,
                (*path, "readings"),
                reading_id,
                "同じ読み方の候補が、別の箇所と異なります。候補に名前のない一覧では、順序を含めて同じにするか、候補に名前を付けてください。",
                f"reading {reading_id} has other candidates elsewhere, and here A, B, … are named by their place alone: give "
                "the candidates names of their own, or write the same list in the same order",
                "readings",
            )
        if all(r.id != reading_id for r in self.readings):
            self.readings.append(
                ReadingSet(
                    reading_id,
                    self.read.text(item, (*path, "title"), value.get("title"), needed=False),
                    tuple(shown),
                )
            )
        elif {o.option for r in self.readings if r.id == reading_id for o in r.options} != {
            o for o, _ in nodes
        }:
            self.problems.add(
                item,
                path,
                reading_id,
                "同じ読み方の候補名がそろっていません。",
                f"reading {reading_id} has other option names elsewhere",
                "readings",
            )
        kind = nodes[0][1].type
        if kind.kind is Kind.NUMBER:
            types = [n.type for _, n in nodes]
            kind = Type(
                Kind.NUMBER,
                max(t.digits for t in types),
                max(t.scale for t in types),
                any(t.signed for t in types),
            )
        return Reading(kind, reading_id, tuple(nodes))

    def _rule(self, item: Item) -> None:
        data = item.data
        rule_id = str(data["id"])
        subject = str(data["subject"])
        if subject not in RULE_SUBJECTS:
            self.problems.add(
                item,
                ("subject",),
                subject,
                "このsubjectにはルールを置けません。",
                f"a rule is on one of {', '.join(RULE_SUBJECTS)}: ask about the rows of a list with any, all, none",
                "value",
            )
            return
        if subject in self.unjudged:
            self.problems.add(
                item,
                ("subject",),
                subject,
                "この版は、このsubjectのルールの判定に使われません。",
                f"a rule on a {subject} is never judged in an edition that is chosen this way: move it to one that is",
                "value",
            )
        if not _RULE_ID.fullmatch(rule_id):
            self.problems.add(
                item,
                ("id",),
                rule_id,
                "idは OG-CRED-03 のように英大文字と数字で書いてください。",
                "a rule id is upper-case, such as OG-CRED-03",
                "value",
            )
        since = data["since"]
        if not isinstance(since, str | Decimal) or not _VERSION.fullmatch(str(since)):
            self.problems.add(
                item,
                ("since",),
                since,
                'ルールを加えた版番号を "0.1" の形で書いてください。',
                'write the version of the program that brought the rule, such as "0.1"',
                "value",
            )
        raw_require = data["require"]
        if not isinstance(raw_require, dict) or not raw_require:
            self.problems.add(
                item,
                ("require",),
                None,
                "require に名前付きの条件を一つ以上書いてください。",
                "`require` maps names to conditions: write at least one",
                "value",
            )
            return
        raw_let = data.get("let") or {}
        names: dict[str, Node] = {
            part: Ref(BOOLEAN, table, part, catalogue.routes(subject)[table], True)
            for (table, part), _ in self.common.parts.items()
            if table in catalogue.routes(subject)
        }
        raw_show, raw_cases = data.get("show") or {}, data.get("cases") or {}
        for key, written in (
            ("require", raw_require),
            ("let", raw_let),
            ("show", raw_show),
            ("cases", raw_cases),
        ):
            for name in written:
                self.read.named(item, (key, name), name, NAME)
                if key == "let" and name in names:
                    self.problems.add(
                        item,
                        (key, name),
                        name,
                        "同じ名前の性質の要素があります。",
                        "a part of a criterion has this name: choose another",
                        "duplicate-id",
                    )
        permissions = set(raw_let) | ({"when"} if data.get("when") is not None else set())
        basis = self.read.basis(item, set(raw_require), permissions)
        before = len(self.readings)
        lets: list[Permission] = []
        for name, text in raw_let.items():
            vocabulary = self._vocabulary(subject, names)
            if isinstance(text, dict):
                node = self._reading(item, ("let", name), f"{rule_id}.{name}", text, vocabulary)
            else:
                node = self._expression(item, ("let", name), text, vocabulary, condition=False)
            if node is None:
                continue
            confidence = self._strength(basis, "permits", name, node)
            if node.type.kind is Kind.BOOLEAN:
                self._check_apart(item, ("let", name), node)
                if confidence is None:
                    self.problems.add(
                        item,
                        ("let", name),
                        name,
                        f"許容「{name}」の根拠がありません。",
                        f"no clause permits `{name}`: name it under `permits`, or write it into the condition",
                        "citation",
                    )
                elif confidence is Confidence.UNCONFIRMED:
                    if name in raw_require:  # an authority's answer on one would settle the other as well
                        self.problems.add(
                            item,
                            ("let", name),
                            name,
                            "同じ名前の条件があります。",
                            "a condition of this rule has this name: choose another",
                            "duplicate-id",
                        )
                    node = Cap(BOOLEAN, node, True, self._point(item, name))
            elif (
                self._strength(basis, "permits", name, None) is Confidence.UNCONFIRMED
            ):  # it would decide (law 5)
                self.problems.add(
                    item,
                    ("let", name),
                    name,
                    "根拠が未確認の許容は、数値や日付では書けません。許容は true か false の値とし、数値は parameter に書いてください。",
                    "an unconfirmed clause permits nothing by a number or a day: write the permission as true or false, and its number as a parameter",
                    "citation",
                )
            names[name] = node
            lets.append(Permission(name, text if isinstance(text, str) else str(plain(text)), confidence))
        when, when_confidence = None, Confidence.OFFICIAL
        if data.get("when") is not None:
            when = self._expression(
                item, ("when",), data["when"], self._vocabulary(subject, names), condition=True
            )
            if when is not None:
                self._check_apart(item, ("when",), when)
            named = self._strength(basis, "permits", "when", when)
            when_confidence = named or self._weakened(
                max((b.confidence for b in basis), default=Confidence.UNCONFIRMED), when
            )
            if when is not None and any(isinstance(n, Cap) for n in walk(when)):
                when_confidence = (
                    Confidence.UNCONFIRMED
                )  # a permission that nobody has confirmed exempts nobody
            if when is not None and when_confidence is Confidence.UNCONFIRMED:
                when = Cap(BOOLEAN, when, False, self._point(item, "when"))
        conditions = []
        titles = data.get("conditions") or {}
        for name in titles:
            if name not in raw_require:
                self.problems.add(
                    item,
                    ("conditions", name),
                    name,
                    "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule",
                    "unknown-name",
                )
        for name, text in raw_require.items():
            node = self._expression(
                item, ("require", name), text, self._vocabulary(subject, names), condition=True
            )
            if node is None:
                continue
            self._check_upright(item, ("require", name), node)
            self._check_alternatives(item, ("require", name), node)
            confidence = self._strength(basis, "restricts", name, node)
            if confidence is None:
                self.problems.add(
                    item,
                    ("require", name),
                    name,
                    f"条件「{name}」の根拠がありません。",
                    f"no clause restricts `{name}`: name it under `restricts` of a clause",
                    "citation",
                )
                confidence = Confidence.UNCONFIRMED
            if confidence is Confidence.UNCONFIRMED:
                node = Cap(BOOLEAN, node, False, self._point(item, name))
            conditions.append(
                Condition(
                    name,
                    node,
                    str(text),
                    self.read.text(item, ("conditions", name), titles.get(name), needed=False),
                    confidence,
                )
            )
        shows = []
        for name, text in raw_show.items():
            node = self._expression(
                item, ("show", name), text, self._vocabulary(subject, names), condition=False
            )
            if node is not None:
                if node.type.kind not in (Kind.NUMBER, Kind.DATE):
                    self.problems.add(
                        item,
                        ("show", name),
                        text,
                        "show には数値か日付を書いてください。",
                        "show prints numbers and days",
                        "expression",
                    )
                else:
                    shows.append((str(name), node))
        cases = []
        for name, text in raw_cases.items():
            node = self._expression(
                item, ("cases", name), text, self._vocabulary(subject, names), condition=True
            )
            if node is not None:
                cases.append(Case(str(name), node, str(text)))
        for node in (
            [c.node for c in conditions]
            + [n for _, n in shows]
            + [c.node for c in cases]
            + ([when] if when is not None else [])
        ):
            if subject not in ("claim", "filing", "statement") and self._rests_on_uses(node):
                self.problems.add(
                    item,
                    ("require",),
                    rule_id,
                    "use.valid はこのルールの判定結果から導かれるため、ここでは使えません。",
                    "use.valid rests on this rule: only claim, filing and statement rules may read it",
                    "stratum",
                )
        purposes = (
            tuple(str(p) for p in data["purposes"]) if data.get("purposes") is not None else self.purposes
        )
        self.read.check_purposes(item, ("purposes",), purposes)
        if data.get("purposes") is not None and self.by_year:
            self.read.check_of_authority(item, purposes, self.authority)
        try:
            severity = Severity(str(data["severity"]))
        except ValueError:
            self.problems.add(
                item,
                ("severity",),
                data["severity"],
                "severity は blocking か advisory です。",
                "severity is blocking or advisory",
                "value",
            )
            severity = Severity.BLOCKING
        criterion = maybe(data.get("criterion"))
        if criterion is not None and criterion not in self.common.criteria:
            self.problems.add(
                item,
                ("criterion",),
                criterion,
                "この名前の性質（criterion）はありません。",
                f"there is no such criterion: {', '.join(self.common.criteria)}",
                "unknown-name",
            )
        places = self._places(item, subject, conditions, raw_require, shows)
        status = str(data.get("status", "active"))
        if status not in ("active", "withdrawn"):
            self.problems.add(
                item,
                ("status",),
                status,
                "status は active か withdrawn です。",
                "status is active or withdrawn",
                "value",
            )
        self.rules.append(
            Rule(
                rule_id, self.edition, tuple(str(i) for i in data["implements"] or ()), criterion, subject, purposes,
                self.read.text(item, ("title",), data["title"]) or Text("?", "?"),
                when, maybe(data.get("when")), when_confidence, tuple(lets), tuple(conditions), tuple(shows), tuple(cases),
                severity, basis, self._messages(item, set(raw_require), places), self._remedies(item, conditions, places),
                self._echoes(item, set(raw_require)),
                self.read.text(item, ("ask",), data.get("ask"), needed=False), self._questions(item, set(raw_require)),
                self._judged_on(item, subject, conditions),
                self._examples(item, set(raw_require)), str(since), status, maybe(data.get("replaced_by")),
                tuple(r.id for r in self.readings[before:]), item.document.name, item.line,
            )
        )  # fmt: skip

    def _places(
        self,
        item: Item,
        subject: str,
        conditions: list[Condition],
        written: Mapping[str, Any],
        shows: list[tuple[str, Node]],
    ) -> set[str] | None:
        """What a message may name: facts within reach, parameters, shown numbers, derived values that a condition reads,
        the day of publication under its name, and, where the rule says so, whom to ask.

        None where a condition cannot be read: what it would have read is not known.
        """
        if len(conditions) < len(written):
            return None
        known = {f"${name}" for name in self.parameters} | {name for name, _ in shows}
        known |= {ASK} if item.data.get(ASK) is not None else set()
        known |= {PUBLICATION} if "claim" in catalogue.routes(subject) else set()
        for table in catalogue.routes(subject):
            facts = catalogue.tables()[table].facts
            known |= {f"{table}.{path}" for path in facts}
            known |= {f"{table}.{p}{NEXT_YEAR}" for p, f in facts.items() if f.type.kind is Kind.DATE}
        return known | {p.name for c in conditions for p in walk(c.node) if isinstance(p, Ref) and p.derived}

    def _messages(
        self, item: Item, conditions: set[str], places: set[str] | None
    ) -> dict[str, dict[str, RuleText]]:
        raw = item.data["message"]
        found: dict[str, dict[str, RuleText]] = {}
        if not isinstance(raw, dict):
            self.problems.add(
                item,
                ("message",),
                None,
                "条件ごとに {fail: {ja, en}, unknown: {ja, en}} を書いてください。",
                "write messages per condition: {name: {fail: {ja, en}, unknown: {ja, en}}}",
                "value",
            )
            return found
        for name, outcomes in raw.items():
            if name not in conditions:
                self.problems.add(
                    item,
                    ("message", name),
                    name,
                    "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule: {', '.join(sorted(conditions))}",
                    "unknown-name",
                )
                continue
            for outcome, text in (outcomes or {}).items():
                if self._case_of(item, ("message", name, outcome), outcome, outcomes):
                    continue
                if str(outcome).partition(" ")[0] not in ("pass", "fail", *OPEN_OUTCOMES):
                    self.problems.add(
                        item,
                        ("message", name, outcome),
                        outcome,
                        f"pass, fail, {', '.join(OPEN_OUTCOMES)} のいずれかです。",
                        f"a message is for pass, fail, {', '.join(OPEN_OUTCOMES)}",
                        "value",
                    )
                    continue
                written = self.read.rule_text(item, ("message", name, outcome), text, variants=_OF_MESSAGE)
                if written is not None:
                    found.setdefault(str(name), {})[str(outcome)] = written
                    self._filled(item, ("message", name, outcome), written, places)
        return found

    def _case_of(
        self, item: Item, where: tuple[str, ...], outcome: object, others: Mapping[str, object]
    ) -> bool:
        """Tell of a text for a case, such as `fail late`, whose case or plain twin is not written; whether it did."""
        plain, apart, case = str(outcome).partition(" ")
        if not apart or (case in (item.data.get("cases") or {}) and plain in others):
            return False
        self.problems.add(
            item,
            where,
            outcome,
            f"「{case}」を cases に、ほかの場合の文を「{plain}」に書いてください。",
            f"write `{case}` under `cases`, and the text for all other cases under `{plain}`",
            "unknown-name",
        )
        return True

    def _filled(self, item: Item, where: tuple[str, ...], written: RuleText, places: set[str] | None) -> None:
        """Tell of places in a text, or in what is said in its place, that nothing would fill."""
        sentences: list[tuple[tuple[str, ...], str]] = []
        for lang in _LANGS:
            sentences.append(((lang,), written.in_(lang)))
            sentences += [(("variants", v.value, lang), text.in_(lang)) for v, text in written.variants]
        for at, sentence in sentences:
            for place in _strange_places(sentence, places) if places is not None else ():
                self.problems.add(
                    item,
                    (*where, *at),
                    place,
                    "この対象から読める事実（導出値は条件が読むもの）、$parameter、show の名前を書いてください。",
                    f"{place} names no fact this subject reaches (a derived one only where a condition "
                    "reads it), no $parameter and no number of `show`",
                    "placeholder",
                )

    def _remedies(
        self, item: Item, conditions: Sequence[Condition], places: set[str] | None
    ) -> dict[str, RuleText]:
        """What to do, by verdict, or by the conditions that alone stay unknown.

        One text alone is for a failure, or where nothing can fail for what stays unknown.
        """
        raw = item.data["remedy"]
        if not isinstance(raw, dict) or not set(raw) & {"fail", "unknown"}:
            fails = any(c.confidence is not Confidence.UNCONFIRMED for c in conditions)
            of = _OF_FAILURE if fails else _OF_OPEN
            alone = self.read.rule_text(item, ("remedy",), raw, variants=of, leads=True)
            if alone is not None:
                self._filled(item, ("remedy",), alone, places)
            return {} if alone is None else {"fail" if fails else "unknown": alone}
        found: dict[str, RuleText] = {}
        names = [c.name for c in conditions]
        for verdict, text in raw.items():
            if self._case_of(item, ("remedy", verdict), verdict, raw):
                continue
            if str(verdict).partition(" ")[0] not in ("fail", *OPEN_OUTCOMES, *names):
                self.problems.add(
                    item,
                    ("remedy", verdict),
                    verdict,
                    f"fail, {', '.join(OPEN_OUTCOMES)} のいずれかか、条件の名前です。",
                    f"a remedy is for fail, {', '.join(OPEN_OUTCOMES)}, or for a condition by its name",
                    "value",
                )
                continue
            outcome = str(verdict).partition(" ")[0]
            looked_up = (Variant.LOOKED_UP,) if outcome == "judged" else ()
            variants = _OF_FAILURE if outcome == "fail" else (*_OF_OPEN, *looked_up)
            # what is looked up is asked for by itself: of a later value, it has to say what that would show
            later = NEXT_YEAR in str(text) if looked_up else False
            written = self.read.rule_text(
                item,
                ("remedy", verdict),
                text,
                variants=variants,
                needed=looked_up if later else (),
                leads=True,
            )
            if written is not None:
                found[str(verdict)] = written
                self._filled(item, ("remedy", str(verdict)), written, places)
                self._looks_up(item, ("remedy", str(verdict)), written)
        return found

    def _looks_up(self, item: Item, where: tuple[str, ...], remedy: RuleText) -> None:
        """Tell of what is looked up where it is not said of which fact: that is the one whose later day is named."""
        asked = remedy.variant(Variant.LOOKED_UP)
        for lang in _LANGS if asked is not None else ():
            if asked is not None and NEXT_YEAR not in asked.in_(lang):
                self.problems.add(
                    item, (*where, "variants", Variant.LOOKED_UP.value, lang), asked.in_(lang),
                    f"確認する事実を {{表.日付{NEXT_YEAR}}} の形で示してください。",
                    f"name what is looked up by its later day: {{table.day{NEXT_YEAR}}}", "placeholder",
                )  # fmt: skip

    def _questions(self, item: Item, conditions: set[str]) -> dict[str, RuleText]:
        """What to ask an authority where the clause behind a condition is open, by condition."""
        found: dict[str, RuleText] = {}
        matter = (Variant.MATTER,)
        for name, text in (item.data.get("questions") or {}).items():
            if name not in conditions:
                self.problems.add(
                    item, ("questions", name), name, "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule: {', '.join(sorted(conditions))}", "unknown-name",
                )  # fmt: skip
                continue
            written = self.read.rule_text(item, ("questions", name), text, variants=matter, needed=matter)
            if written is not None:
                found[str(name)] = written
        return found

    def _judged_on(self, item: Item, subject: str, conditions: Sequence[Condition]) -> JudgedOn | None:
        """What else the judgement is on that a rule reads: it has to read one, and to be on what criteria are on."""
        written = item.data.get("judged_on")
        if written is None:
            return None
        if written not in {j.value for j in JudgedOn}:
            self.problems.add(
                item, ("judged_on",), written, f"judged_on は {', '.join(JudgedOn)} です。",
                f"judged_on is one of: {', '.join(JudgedOn)}", "value",
            )  # fmt: skip
            return None
        read = {p.table for c in conditions for p in walk(c.node) if isinstance(p, Ref)}
        if (
            subject not in {c.data["subject"] for c in self.common.criteria.values()}
            or "judgement" not in read
        ):
            self.problems.add(
                item, ("judged_on",), written,
                "審査員の判断を読まないルール、又は性質（criterion）と対象が異なるルールには書けません。",
                "it is for a rule that reads a judgement, and is on what the criteria are on", "value",
            )  # fmt: skip
        return JudgedOn(written)

    def _echoes(self, item: Item, conditions: set[str]) -> dict[str, tuple[str, ...]]:
        """What another rule asks as well, by condition: one `rule.condition`, or several."""
        found: dict[str, tuple[str, ...]] = {}
        for name, others in (item.data.get("echoes") or {}).items():
            if others is None:
                continue
            if name not in conditions:
                self.problems.add(
                    item, ("echoes", name), name, "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule: {', '.join(sorted(conditions))}", "unknown-name",
                )  # fmt: skip
            found[str(name)] = tuple(map(str, others if isinstance(others, list) else [others]))
        return found

    def _examples(self, item: Item, conditions: set[str]) -> tuple[Example, ...]:
        raw = item.data["examples"]
        if not isinstance(raw, list) or not raw:
            self.problems.add(
                item,
                ("examples",),
                None,
                "例を少なくとも適合・不適合・要確認の三つ書いてください。",
                "an example is missing: write at least one pass, one fail and one unknown",
                "example",
            )
            return ()
        found = []
        for n, entry in enumerate(raw):
            path: tuple[str | int, ...] = ("examples", n)
            if not isinstance(entry, dict) or "verdict" not in entry:
                self.problems.add(
                    item,
                    path,
                    None,
                    "given と verdict を書いてください。",
                    "an example has `given` and `verdict`",
                    "example",
                )
                continue
            for key in set(entry) - EXAMPLE_KEYS:
                self.problems.add(
                    item,
                    (*path, key),
                    key,
                    f"「{key}」というキーはありません。",
                    f"there is no key `{key}` in an example: {', '.join(sorted(EXAMPLE_KEYS))}",
                    "unknown-key",
                )
            if entry["verdict"] not in _VERDICTS:
                self.problems.add(
                    item,
                    (*path, "verdict"),
                    entry["verdict"],
                    "verdict の値が正しくありません。",
                    f"verdict is one of {', '.join(_VERDICTS)}",
                    "value",
                )
            for name in entry.get("conditions") or {}:
                if name not in conditions:
                    self.problems.add(
                        item,
                        (*path, "conditions", name),
                        name,
                        "この名前の条件はありません。",
                        f"`{name}` is not a condition of this rule",
                        "unknown-name",
                    )
            found.append(
                Example(
                    dict(entry.get("given") or {}), {str(k): list(v or []) for k, v in (entry.get("lists") or {}).items()},
                    tuple(entry.get("complete") or ()),
                    tuple({k: v for k, v in p.items() if v is not None} for p in entry.get("parties") or ()),
                    str(entry["verdict"]),
                    {k: v for k, v in (entry.get("conditions") or {}).items() if v is not None},
                    tuple(entry.get("missing") or ()),
                    item.document.positions.line((*item.path, *path))[0],
                )
            )  # fmt: skip
        return tuple(found)


def _alternatives(node: Node, negated: bool = False, beside: bool = False) -> Iterator[Ref]:
    """The derived values of which a condition asks this or that, in an OR or a negated AND; permissions are capped by themselves."""
    match node:
        case Ref():
            if beside and node.derived:
                yield node
            return
        case Cap(against=True):
            return
        case Not():
            negated = not negated
        case And() | Or():
            beside = beside or (len(node.items) > 1 and isinstance(node, And) is negated)
        case Named() | Cap() | Reading() | ListCall(function="any" | "all"):
            pass
        case Compare(left=Node(type=Type(kind=Kind.BOOLEAN))):
            beside = True  # of two conditions that are compared, either helps the other
        case ListCall() if node.condition is not None:
            beside = True  # in a sum or a count, what is left out may help as well as what is added
        case _:  # in a comparison, a sum or a count, true may help as well as false
            beside = beside or any(isinstance(p, And | Or) for p in walk(node))
    for one in children(node):
        yield from _alternatives(one, negated, beside)


def _turned(node: Node, negated: bool = False) -> Iterator[str]:
    """The unconfirmed permissions whose false helps: only their true is made unknown."""
    match node:
        case Cap(against=True):
            if negated:
                yield node.name.rpartition(".")[2]
        case Not():
            negated = not negated
        case Compare():
            negated = True
    for one in children(node):
        yield from _turned(one, negated)


def _strange_places(sentence: str, known: set[str]) -> Iterator[str]:
    """The places of a message that nothing would fill, and braces that make no place."""
    for place in _PLACE.finditer(sentence):
        if place[1] not in known:
            yield place[0]
    rest = _PLACE.sub("", sentence)
    yield from (brace for brace in "{}" if brace in rest)


def _mentions(value: object, name: str) -> bool:
    if isinstance(value, dict):
        return any(_mentions(v, name) for v in value.values())
    if isinstance(value, list):
        return any(_mentions(v, name) for v in value)
    plural = catalogue.tables()[name.partition(".")[0]].plural
    # Behind a dot as well: a row is reached through others, as in `uses.retirement.name`.
    pattern = rf"(?<!\w)(?:{re.escape(name)}|{re.escape(plural + '.' + name.partition('.')[2])})(?![\w.])"
    return isinstance(value, str) and re.search(pattern, value) is not None
