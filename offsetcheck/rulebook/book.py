"""The loaded rulebook as frozen values: editions, rules, conditions, bases, parameters, derivations, documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any, Final

from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import Owner
from offsetcheck.rulebook.language import Const, Node

OPEN_OUTCOMES: Final = ("unknown", "law_open", "judged", "whether")
"""What a text may be for where a rule stays open: by default, because of its clause, because nothing but a reviewer's judgement
is missing, and because it is open whether the rule applies at all."""

NEXT_YEAR: Final = "+1y"
"""After a day that a text names: the same day a year later."""

PUBLICATION: Final = "publication"
"""The place of a text for the day of publication under its name, which is a deadline until something is published."""

ALL_FACTS: Final = "_all_t"
"""How the name of a value ends for which all facts count, not only those that are assured (law 4)."""


def on_all_facts(name: str) -> str:
    """What a derived value of the claim is called where all facts count: `valid_all_t` for `valid_t`."""
    return name.removesuffix("_t") + ALL_FACTS


class Confidence(IntEnum):
    """How sure we are of a clause (law 5); the order is that of strength."""

    UNCONFIRMED = 1
    SECONDARY = 2
    OFFICIAL = 3
    CONFIRMED_BY_USER = 4

    @property
    def word(self) -> str:
        """The name as files and reports write it."""
        return self.name.lower()


class Severity(StrEnum):
    """Whether a failing rule sinks what it bears on, or only advises."""

    BLOCKING = "blocking"
    ADVISORY = "advisory"


class ChosenBy(StrEnum):
    """What chooses an edition of an authority (law 11)."""

    PUBLICATION = "publication"
    FISCAL_YEAR = "fiscal_year"


class Variant(StrEnum):
    """Where a text of a rule is said otherwise than it stands, or in part: what no case of the rule can tell."""

    PLANNED = "planned"
    """A message while the retirement is still to come."""
    PUBLISHED = "published"
    """A remedy once the claim is published."""
    ONLY_UNRETIRED = "only_unretired"
    """A remedy where nothing fails but that units are not retired."""
    MENDED_ABOVE = "mended_above"
    """A remedy below steps that ask for what it begins with."""
    BEFORE_REVIEW = "before_review"
    """What a remedy asks for before a reviewer is written to."""
    LOOKED_UP = "looked_up"
    """What a remedy has looked up in place of a judgement, as others are asked for it."""
    MATTER = "matter"
    """What a question to an authority is about, in a step that says whom to ask."""


@dataclass(frozen=True, slots=True)
class RuleText(Text):
    """A message, remedy or question of a rule, with what is said in its place elsewhere."""

    variants: tuple[tuple[Variant, Text], ...] = ()
    leads_to: Owner | None = None
    """To whom a remedy leads in the end, beside whoever reads it."""

    def variant(self, wanted: Variant) -> Text | None:
        """What is said in one place; None where nothing is written for it."""
        return next((text for name, text in self.variants if name is wanted), None)

    @property
    def every(self) -> tuple[Text, ...]:
        """The text and all that may be said in its place."""
        return (self, *(text for _, text in self.variants))


class JudgedOn(StrEnum):
    """What a reviewer who judges a row has before them, beside what the rule itself lacks."""

    CRITERIA = "criteria"
    """What the rules of all criteria find on the same row."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that rules cite."""

    id: str
    title: Text
    issuer: Text | None
    edition: str | None
    published: str | None
    url: str | None
    read: str
    state_of: str | None
    note: Text | None
    earlier: Text | None = None
    """What it is an earlier edition of; None where its text is the present one, as far as is known."""
    ask: Text | None = None
    """Whom to ask about it, where that is not its issuer."""


#: A J-Credit methodology as `cited_for` names it, by its field or its number: `FO`, `AG-004`.
METHODOLOGY_CODE: Final = re.compile(r"(?:EN(?:-[SR])?|IN|AG|WA|FO)(?:-\d{3})?")


@dataclass(frozen=True, slots=True)
class Basis:
    """A clause behind a rule: what it demands, what it allows, and how sure we are of it."""

    document: str
    confidence: Confidence
    section: str | None
    quote: str | None
    restricts: tuple[str, ...]
    permits: tuple[str, ...]
    state_of: str | None
    note: Text | None
    derived: Text | None
    carried_over: Text | None
    cited_for: tuple[str, ...] = ()
    """What its text is about: programmes, J-Credit methodologies, purposes. It is cited for no others; it decides for all alike."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or day of the law, dated and cited."""

    name: str
    value: Const
    unit: str | None
    title: Text
    confidence: Confidence
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One named condition of a rule, capped by the confidence of its clauses."""

    name: str
    node: Node
    text: str
    title: Text | None
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Permission:
    """One `let` of a rule, as its author wrote it; true or false lets are permissions."""

    name: str
    text: str
    confidence: Confidence | None


@dataclass(frozen=True, slots=True)
class ReadingOption:
    """One candidate reading: its option name, text and label."""

    option: str
    text: str
    label: Text


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """The candidate readings of one open clause."""

    id: str
    title: Text | None
    options: tuple[ReadingOption, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a rule, written from the clause before the rule."""

    given: dict[str, Any]
    lists: dict[str, list[dict[str, Any]]]
    complete: tuple[str, ...]
    parties: tuple[dict[str, str], ...]
    verdict: str
    conditions: dict[str, Any]
    missing: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Case:
    """A named condition that chooses a text and decides nothing."""

    name: str
    node: Node
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A cited, dated requirement on one subject."""

    id: str
    edition: str
    implements: tuple[str, ...]
    criterion: str | None
    subject: str
    purposes: tuple[str, ...]
    title: Text
    when: Node | None
    when_text: str | None
    when_confidence: Confidence
    lets: tuple[Permission, ...]
    conditions: tuple[Condition, ...]
    shows: tuple[tuple[str, Node], ...]
    """Numbers for the report, and days for texts."""
    cases: tuple[Case, ...]
    """What chooses among texts, the first that holds before the others."""
    severity: Severity
    basis: tuple[Basis, ...]
    messages: dict[str, dict[str, RuleText]]
    """By condition and verdict, or why it stays open (`OPEN_OUTCOMES`); `fail late` is for where case `late` holds."""
    remedies: dict[str, RuleText]
    """What to do, by verdict: `fail`, and `unknown` where something else than answering the questions helps.

    Also by why it stays open (`OPEN_OUTCOMES`), and by condition, where no other stays open; each also by case, as messages.
    """
    echoes: dict[str, tuple[str, ...]]
    """Conditions that ask what a condition of another rule asks, by name: where both decide, that rule speaks for both."""
    ask: Text | None
    """Whom to ask about its clauses, where those are not who issued the documents."""
    questions: dict[str, RuleText]
    """What to ask an authority about a clause that is open, by condition."""
    judged_on: JudgedOn | None
    """What else its judgement is on: that is asked for before a reviewer is."""
    examples: Sequence[Example]
    since: str
    status: str
    replaced_by: str | None
    readings: tuple[str, ...]
    """Ids of the readings written in this rule itself."""
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of the five properties of credits."""

    id: str
    property: int
    subject: str
    title: Text
    text: Text
    parts: dict[str, Text]
    basis: tuple[Basis, ...]
    weak: dict[str, str]
    """The parts that no confirmed clause stands behind, each with the name under which its clause is confirmed."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What the parts of a criterion mean for the units of one programme, or of several alike."""

    criterion: str
    programmes: tuple[str, ...]
    parts: tuple[tuple[str, Node, str], ...]
    """Part name, capped tree, author's text."""
    basis: tuple[Basis, ...]

    @property
    def key(self) -> str:
        """Criterion and programmes, as the tools name a binding."""
        return f"{self.criterion}/{'+'.join(self.programmes)}"


@dataclass(frozen=True, slots=True)
class Derivation:
    """A value worked out for each row of a table, in intervals."""

    table: str
    name: str
    node: Node
    text: str
    title: Text
    unit: str | None
    basis: tuple[Basis, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Table and name."""
        return self.table, self.name


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a report's form, with the derived number that is written into it."""

    id: str
    form: Text
    table: str | None
    """The number of the table; None where no source shows it."""
    title: Text
    value: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a statement that convey an effect: where the facts state another, they raise a question, never a verdict."""

    id: str
    title: Text
    dated: date | None
    words: tuple[str, ...]
    effects: tuple[str, ...]
    """Stated effects that agree with the words."""
    degrees: tuple[str, ...]
    """Stated degrees of the claim that agree with the words; empty: any."""
    question: Text
    asks: tuple[str, ...]
    """Texts in which the words are found: examples."""
    silent: tuple[str, ...]
    """Texts in which they are negated, or only aimed at: examples."""
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated set of rules, parameters and derivations from one authority."""

    id: str
    authority: str
    title: Text
    chosen_by: ChosenBy
    published: date | None
    effective_from: date | None
    effective_to: date | None
    transition_until: date | None
    first_year: FiscalYear | None
    last_year: FiscalYear | None
    purposes: tuple[str, ...]
    basis: tuple[Basis, ...]
    sha256: str
    parameters: tuple[Parameter, ...]
    criteria: tuple[Criterion, ...]
    bindings: tuple[Binding, ...]
    derivations: Sequence[Derivation]
    rules: Sequence[Rule]
    readings: tuple[ReadingSet, ...]
    fields: tuple[Field, ...] = ()

    def covers(self, moment: date | FiscalYear) -> bool:
        """Whether the edition is in force on a day, or for a fiscal year."""
        if isinstance(moment, FiscalYear):
            return (
                self.first_year is not None
                and self.first_year <= moment
                and (self.last_year is None or moment <= self.last_year)
            )
        return (
            self.effective_from is not None
            and self.effective_from <= moment
            and (self.effective_to is None or moment <= self.effective_to)
        )


class NoEditionError(LookupError):
    """A date or year lies outside every installed edition of an authority."""

    def __init__(
        self,
        authority: str,
        moment: date | FiscalYear,
        known: tuple[Edition, ...],
        others: tuple[NoEditionError, ...] = (),
    ) -> None:
        self.authority = authority
        self.moment = moment
        self.known: tuple[Edition, ...] = (*known, *(e for other in others for e in other.known))
        """The editions installed, of this authority and of every further one that has none for the moment."""
        super().__init__(
            f"no edition of {authority} covers {moment}; installed: {', '.join(e.id for e in self.known) or 'none'}"
        )


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All editions installed; dates and periods select those in force."""

    editions: tuple[Edition, ...]
    documents: dict[str, SourceDocument]
    sha256: str
    phrases: tuple[Phrase, ...] = ()
    shipped: bool = False
    """Whether these are the rules that this program ships, file for file."""

    def of(self, authority: str) -> tuple[Edition, ...]:
        """The editions of one authority."""
        return tuple(e for e in self.editions if e.authority == authority)

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities with editions, in file order."""
        return tuple(dict.fromkeys(e.authority for e in self.editions))

    @property
    def by_year(self) -> frozenset[str]:
        """The authorities whose editions are chosen by a fiscal year."""
        return frozenset(e.authority for e in self.editions if e.chosen_by is ChosenBy.FISCAL_YEAR)

    def select(self, authority: str, moment: date | FiscalYear) -> Edition:
        """The edition of an authority in force; raises NoEditionError outside all of them (law 11)."""
        known = self.of(authority)
        for edition in known:
            if edition.covers(moment):
                return edition
        raise NoEditionError(authority, moment, known)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule of every edition."""
        return tuple(r for e in self.editions for r in e.rules)
