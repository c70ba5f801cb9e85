"""What the rows, facts and clauses of a claim are called in the report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import (
    ClaimKind,
    Stage,
)
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Reason
from offsetcheck.facts.world import ALL, Missing, Row, World, shown
from offsetcheck.report import wording
from offsetcheck.report.model import (
    BasisShown,
    Interval,
    SubjectRef,
)
from offsetcheck.rulebook.book import (
    Basis,
    Confidence,
    Rule,
    Rulebook,
)

#: What a rule says of an offset, and of units that are only retired: nothing is set against emissions.
_RETIRED_ONLY = (
    ("オフセット量", "無効化量"),
    ("オフセットしたとの表示", "無効化したとの表示"),
    ("states an offset of", "states a retirement of"),
    ("state an offset", "state a retirement"),
)
_LINKS: Final = {
    "use.retirement": Text(
        "この活用に充てる無効化の記録（無効化通知書の番号等）",
        "the record of the retirement put to the use (such as the number of its notice)",
    ),
    "credit.issuance": Text(
        "このクレジットの発行の記録（発行決定日等）",
        "the record of the issuance of the credit (such as the day it was decided)",
    ),
}
"""What is asked for where a row does not say which other row it belongs to."""


class Namer:
    """Calls the rows, facts and clauses of the claim at hand by their names."""

    def __init__(self, rulebook: Rulebook, settings: Settings, lang: Lang) -> None:
        self.rulebook = rulebook
        self.settings = settings
        self.lang = lang
        self.readings = {r.id: r for e in rulebook.editions for r in e.readings}
        self.confirmed = {c.of for c in settings.confirmed}
        self.called: dict[str, str] = {}
        """How the filings of the claim at hand are called, by id; the claim itself needs no name beside its facts."""
        self.kind: str | None = None
        """The kind of the claim at hand: what its tonnes are called depends on it."""
        self.world: World | None = None
        """The rows of the claim at hand: what facts are called depends on the programme of the credits."""
        self.derived = {
            (e.id, f"{d.table}.{d.name}"): d.title for e in rulebook.editions for d in e.derivations
        }
        self.parts = {
            f"{c.subject}.{p}": t for e in rulebook.editions for c in e.criteria for p, t in c.parts.items()
        }
        self.parts["use.valid"] = Text("活用が有効であること", "the use is valid")

    def say(self, text: Text) -> str:
        """A text in the report's language."""
        return text.in_(self.lang)

    def told(self, text: Text) -> str:
        """What a rule says of the claim at hand: one that only retires units offsets nothing."""
        said = self.say(text)
        if self.kind == ClaimKind.CANCEL_ONLY:
            said = replaced(said, _RETIRED_ONLY)
        return said

    @staticmethod
    def _plain(row: Row, path: str) -> str | None:
        value = row.value(path, ALL)
        return None if value is None else shown(value)

    def period(self, scheme: str, year: FiscalYear) -> str:
        """A filing's period as its scheme calls it."""
        return wording.scheme_year(scheme, year, self.lang)

    def filing_label(self, filing: Row) -> str:
        """SHK制度 令和8年度報告（2025年度実績）, with its entity where another is called the same."""
        scheme, year = filing.value("scheme", ALL), filing.value("period", ALL)
        alike = [
            f
            for f in filing.world.rows["filing"]
            if (f.value("scheme", ALL), f.value("period", ALL)) == (scheme, year)
        ]
        whose = self._plain(filing, "entity") if len(alike) > 1 else None
        return wording.filing_called(scheme, self.period(scheme, year), whose or "", self.lang)

    def subject(self, row: Row) -> SubjectRef:
        """What a finding is about, in words."""
        name = ""
        if row.table == "filing":
            return SubjectRef(kind=row.table, id=row.id, label=self.filing_label(row))
        for path in ("name", "notice", "source", "measure", "text", "purpose"):
            if path in catalogue.tables()[row.table].facts and row.value(path, ALL) is not None:
                name = wording.value_text(f"{row.table}.{path}", shown(row.value(path, ALL)), self.lang)
                break
        if row.table == "credit":
            project = row.links.get("project")
            name = (
                shown(project.value("name", ALL))
                if project is not None and project.value("name", ALL)
                else ""
            )
        label = row.id if row.table == "claim" or name == row.id else f"{row.id} {name}".strip()
        return SubjectRef(kind=row.table, id=row.id, label=label)

    def named_in_full(self, row: Row) -> str:
        """A row by its id and name; an issuance, which has none, by its project and its number."""
        label = self.subject(row).label
        if row.table != "issuance":
            return label
        project = row.links.get("project")
        name = project.value("name", ALL) if project is not None else None
        number = row.value("certification_number", ALL)
        titled = wording.fact_label("issuance.certification_number", self.lang)
        parts = [] if name is None else [wording.shortened(shown(name), 30)]  # the number is to stay in sight
        if number is not None:
            parts.append(wording.headed(titled, shown(number), self.lang))
        return f"{label} {wording.listing(parts, self.lang)}".strip()

    def number(self, row: Row) -> str | None:
        """By what a registry finds a row, where its name does not say it.

        That is the number of the certification, the project or the notice; of a retirement still to come, whose it is and of how much.
        Units that have no number of their own are told from others of their project by their days and serials.
        """

        def told(one: Row, path: str) -> str | None:
            value = self._plain(one, path)
            if value is None:
                return None
            name = f"{one.table}.{path}"
            said = wording.value_text(name, value, self.lang)
            return wording.headed(wording.fact_label(name, self.lang), said, self.lang)

        if row.table == "retirement":
            if row.value("notice", ALL) is not None:
                return told(row, "notice")
            parts = [told(row, path) for path in ("user", "total_t", "account")]
            if row.world.stage is Stage.PLANNED and parts[1] is not None:
                parts[1] = wording.planned_quantity(shown(row.value("total_t", ALL)), self.lang)
            return wording.listing([p for p in parts if p is not None], self.lang) or None
        credit = row.links.get("credit") or row
        issuance = credit.links.get("issuance") or credit
        certified = told(issuance, "certification_number") if issuance.table == "issuance" else None
        if certified is not None and issuance is row:
            return None
        if certified is not None:  # of all that was issued together: the units are those of the notice
            acts = {u.link("retirement"): None for u in row.world.rows["use"] if u.link("credit") is credit}
            notices = [told(act, "notice") for act in acts if act is not None]
            return wording.listing([certified, *(n for n in notices if n is not None)], self.lang)
        project = issuance.links.get("project") or credit.links.get("project") or credit
        parts = [told(project, "reference") if project.table == "project" else None]
        if row is issuance and row.table == "issuance":
            decided = self._plain(row, "decided_on")
            parts.append(self._identified(row, "monitored", ("from", "to")))
            parts.append(self._titled("issuance.decided_on", decided) if decided else None)
        elif credit.table == "credit":
            parts.append(self._identified(credit, "vintage", ("from", "to")))
            parts.append(self._identified(credit, "serials", ("first", "last")))
        return wording.listing([p for p in parts if p is not None], self.lang) or None

    def _identified(self, row: Row, path: str, ends: tuple[str, str]) -> str | None:
        """From what to what a row runs: モニタリング期間：2024年4月1日から2025年3月31日まで."""
        first, last = (self._plain(row, f"{path}.{end}") for end in ends)
        if first is None or last is None:
            return None
        if path == "serials":
            between = "～" if self.lang == "ja" else " to "
            return self._titled("credit.serials", first if first == last else first + between + last)
        return self._titled(f"{row.table}.{path}", f"{first}/{last}")

    def _titled(self, name: str, value: str) -> str:
        titled = wording.identifier(name, self.lang) or name
        return wording.headed(titled, wording.period_text(value, self.lang), self.lang)

    def option(self, reading: str, option: str) -> str:
        """The label of a candidate reading."""
        for one in self.readings[reading].options:
            if one.option == option:
                return self.say(one.label)
        return option

    def fact_label(self, name: str, edition: str = "", address: str = "") -> str:
        """The label of a stated or derived fact; `address` tells of which row it is."""
        if name == "claim.claimed_t":
            return wording.claimed_label(self.kind, self.lang)
        found = self.derived.get((edition, name)) or self.parts.get(name)
        if found is not None:
            return self.say(found)
        programme = None
        if self.world is not None and wording.is_called_by_programme(name):
            programme = programme_of(self.world, row_asked(self.world, address, ()))
        return wording.fact_label(name, self.lang, programme)

    def labelled(self, name: str, address: str) -> str:
        """The label of a fact with the subject it is about: 数量（R1）."""
        label = self.fact_label(name, address=address)
        if label == name:
            label = self._link_label(name)
        named = [self.called.get(i, i) for i in re.findall(r"\[([^\]]+)\]", address)]
        inside = "/".join(name for name in named if name)
        nested = re.match(r"(\w+)\[([^\]]+)\]\.(\w+)\[([^\]]+)\]\.", address)
        if nested and (part := table_of(nested[3])) in catalogue.tables() and table_of(nested[1]) != "filing":
            inside = wording.of_its_row(
                table_of(nested[1]), nested[2], wording.part_called(part, nested[4], self.lang), self.lang
            )
        return label + wording.in_brackets(inside, self.lang) if inside else label

    def label(self, missing: Missing) -> str:
        """What is missing, in words, with the subject it is missing for."""
        if missing.reason is Reason.OPEN_LIST:
            name = missing.address.removeprefix("complete_lists[").removesuffix("]")
            listed = wording.subject_word(table_of(name.rpartition(".")[2]), self.lang)
            where = "/".join(re.findall(r"\[([^\]]+)\]", name.rpartition(".")[0])) or name.rpartition(".")[0]
            text = (
                f"{listed}の一覧に漏れがないか"
                if self.lang == "ja"
                else f"whether the list is complete: {listed[:1].lower()}{listed[1:]}"
            )
            return (
                f"{text}（{where}）"
                if where and self.lang == "ja"
                else f"{text} ({where})"
                if where
                else text
            )
        if missing.name.startswith("law."):
            return self._law_label(missing.name.removeprefix("law."))
        return self.labelled(missing.name, missing.address)

    def _link_label(self, name: str) -> str:
        table, _, link = name.partition(".")
        if table in catalogue.tables() and link in catalogue.tables()[table].links:
            if (known := _LINKS.get(name)) is not None:
                return self.say(known)
            target = wording.subject_word(catalogue.tables()[table].links[link].target, self.lang)
            here = wording.subject_word(table, self.lang)
            return f"{here}に対応する{target}" if self.lang == "ja" else f"the {target} behind the {here}"
        return name

    def _law_label(self, name: str) -> str:
        if name.startswith("purpose/"):
            use = wording.value_text("use.purpose", name.removeprefix("purpose/"), self.lang)
            return (
                f"この用途に使用できる条件の規定（本ツールには収録していません）：{use}"
                if self.lang == "ja"
                else f"what this use asks of credits (no rule of ours says it): {use}"
            )
        if name in self.readings:
            title = self.readings[name].title
            head = self.say(title) if title else name
            return f"規定の読み方：{head}" if self.lang == "ja" else f"reading of the clause: {head}"
        rule, condition = self._rule_of(name)
        about = name
        if rule is not None:
            about = self.say(rule.title).removesuffix("（参考）")
            one = self._condition_title(rule, condition)
            if one is not None and len(rule.conditions) > 1:
                about = f"「{about}」のうち「{one}」" if self.lang == "ja" else f"{about}: {one}"
        return f"根拠規定の確認：{about}" if self.lang == "ja" else f"confirmation of the clause: {about}"

    def _rule_of(self, name: str) -> tuple[Rule | None, str]:
        """The rule of an open clause, and which of its conditions."""
        rule_id, _, condition = name.partition(".")
        return next((r for r in self.rulebook.rules if r.id == rule_id), None), condition

    def _condition_title(self, rule: Rule, name: str) -> str | None:
        return next(
            (self.say(c.title) for c in rule.conditions if c.name == name and c.title is not None), None
        )

    def _lifted(self, rule: Rule, basis: Basis) -> bool:
        """Whether the user has confirmed a clause of a rule, or of the bindings of its criterion: each under its own name."""
        owners = [(rule.id, rule.edition)]
        if basis not in rule.basis:
            owners = [
                (b.key, e.id)
                for e in self.rulebook.editions
                for b in e.bindings
                if b.criterion == rule.criterion and basis in b.basis
            ]
        names = (*basis.restricts, *basis.permits)
        return all(
            any({f"{item}.{n}", f"{item}.{n}@{edition}"} & self.confirmed for n in names)
            for item, edition in owners
        )

    def basis(self, rule: Rule | None, basis: Basis, ask: Text | None = None) -> BasisShown:
        """A clause behind a rule; `ask` is whom the rule says to ask about its clauses."""
        document = self.rulebook.documents[basis.document]
        lifted = rule is not None and self._lifted(rule, basis)
        state = basis.state_of or document.state_of
        asked = (
            ask
            or document.ask
            or (document.issuer if document.read not in ("secondary", "commentary") else None)
        )
        notes = [t.in_(self.lang) for t in (basis.note, basis.derived, basis.carried_over) if t is not None]
        return BasisShown(
            document=document.id,
            title=self.say(document.title),
            edition=document.edition,
            issuer=self.say(document.issuer) if document.issuer else None,
            section=basis.section,
            quote=basis.quote,
            url=document.url,
            confidence="confirmed_by_user"
            if lifted and basis.confidence is Confidence.UNCONFIRMED
            else basis.confidence.word,  # type: ignore[arg-type]
            # a day after that of judgement is the one on which the source was read, not that of its text
            state_of=state if state is None or state <= self.settings.as_of.isoformat() else None,
            note=("" if self.lang == "ja" else " ").join(notes) or None,
            restricts=basis.restricts,
            permits=basis.permits,
            by_authority=document.read not in ("secondary", "commentary"),
            through_others=document.read == "commentary",
            ask=self.say(asked) if asked is not None else None,
        )


def interval(bounds: Bounds) -> Interval:
    """A pair of bounds as the report prints it."""
    return Interval(at_least=bounds[0], at_most=bounds[1])


def replaced(text: str, parts: Iterable[tuple[str, str]]) -> str:
    """A text with parts of it said otherwise."""
    for before, after in parts:
        text = text.replace(before, after)
    return text


def programme_of(world: World, row: Row | None) -> str | None:
    """The crediting programme whose registry knows a row: that of its project, else the only one of the claim."""
    found = {stated_programme(project) for project in projects_of(world, row)}
    if not found - {None}:
        found = {stated_programme(project) for project in world.rows["project"]}
    return found.pop() if len(found) == 1 else None


def stated_programme(project: Row) -> str | None:
    """The programme of a project as it is stated."""
    value = project.value("programme", ALL)
    return None if value is None else str(shown(value))


def projects_of(world: World, row: Row | None) -> Iterable[Row]:
    """The projects that a row leads to; those of the credits used where it is a retirement."""
    if row is None:
        return
    if row.table == "project":
        yield row
    for target in ("project", "credit", "issuance"):
        yield from projects_of(world, row.links.get(target))
    if row.table == "retirement":
        for other in (*world.rows["block"], *world.rows["use"]):
            if other.links.get("retirement") is row:
                yield from projects_of(world, other.links.get("credit"))


def row_asked(world: World, address: str, findings: Sequence[str]) -> Row | None:
    """The row that a missing fact belongs to, or that a judgement is about; None for the claim as a whole."""
    rows = [r for r in world.all_rows() if r.table != "claim"]
    judged = re.fullmatch(r"judgements\.\w+\[(.+)\]", address)
    if judged is None:
        return next((r for r in rows if address.startswith(f"{r.address}.")), None)
    alike = [r for r in rows if r.id == judged[1]]
    waiting = [r for r in alike if any(f.endswith(f" ({r.address})") for f in findings)]
    return next(iter(waiting or alike), None)


def table_of(plural: str) -> str:
    """The table of which an address names the rows."""
    return next((t.name for t in catalogue.tables().values() if t.plural == plural), plural)
