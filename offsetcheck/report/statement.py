"""A draft of the text to show and of the disclosure sheet (情報提供シート), from the facts that are known and no others.

What is not known stays a place to fill in. A claim that does not conform, or not yet, gets a draft only with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from typing import Final

from offsetcheck.engine.judge import Judged
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.contradictions import OF_EMISSIONS
from offsetcheck.facts.models import ClaimKind, Degree, Programme, RemovalKind
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.world import ASSURED, Row, shown
from offsetcheck.report import wording as w
from offsetcheck.report.markdown_writer import escape_markdown, escape_with_places
from offsetcheck.report.model import ClaimReport, Report
from offsetcheck.report.view import Pair

__all__ = ["Draft", "Medium", "draft_statement", "write_statement"]


class Medium(StrEnum):
    """Where the text is to be shown."""

    WEB = "web"
    LABEL = "label"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a statement with its disclosure sheet."""

    lang: Lang
    verdict: Verdict
    warnings: tuple[str, ...]
    sender: tuple[str, ...]
    """Of a press release: when, and by whom."""
    headline: str | None
    paragraphs: tuple[str, ...]
    sheet: tuple[Pair, ...]
    notes: tuple[str, ...]


_UNITS: Final = (Programme.J_CREDIT, Programme.DOMESTIC_CREDIT, Programme.J_VER)
"""Programmes whose name is the name of their credits, and which number each certification."""
_FILL: Final = Text("【要記入：{what}】", "[to fill in: {what}]")

_MAIN: Final = Text(
    "そのうえで、{boundary}に伴う温室効果ガス排出量のうち、削減後に残る{left}について、{credits}を無効化し、{extent}埋め合わせ{ending}。",
    "Of the greenhouse gas emissions from {boundary}, {left} are left after that; for these it {ending} {credits} to compensate {extent}.",
)
_LABEL_TEXT: Final = Text(
    "{boundary}に伴う温室効果ガス排出量{left}について、{credits}を無効化し、{extent}埋め合わせ{ending}。クレジット及び算定の内容：{where}",
    "For the greenhouse gas emissions from {boundary}, {left}, the organisation {ending} {credits} to compensate {extent}. On the credits and the calculation: {where}",
)
_REDUCED: Final = Text(
    "{who}は、自らの温室効果ガス排出量を算定し、その削減（{measures}）に取り組みました。",
    "{who} worked out its own greenhouse gas emissions and cut them ({measures}).",
)
_REDUCING: Final = Text(
    "{who}は、自らの温室効果ガス排出量を算定し、その削減（{measures}）に取り組んでいます。",
    "{who} works out its own greenhouse gas emissions and cuts them ({measures}).",
)
_NEUTRAL: Final = Text(
    "排出量を最小化する目標及び計画に沿って継続的な削減に取り組み、なお残る排出量の全部を埋め合わせることにより、カーボンニュートラルとしています。",
    "Emissions are cut continuously, following a target and a plan to minimise them, and all that is left was compensated (carbon neutral).",
)
_ATTACHED: Final = Text(
    "{who}は、{boundary}に関し、{credits}を無効化{ending}。これは、{whose}に伴う排出量（1件当たり{each}）を埋め合わせるものであり、本製品・サービス自体の排出量を埋め合わせるものではありません。",
    "With {boundary}, {who} {ending} {credits}. They compensate the emissions from {whose} ({each} for each purchase), not those of the product or service itself.",
)
_RETIRED_ONLY: Final = Text(
    "{who}は、{credits}を無効化{ending}。本取組は、特定の排出量を埋め合わせるもの（カーボン・オフセット）ではありません。",
    "{who} {ending} {credits}. This is no carbon offset: it does not compensate any particular emissions.",
)
_WHERE: Final = Text("詳しい情報は{where}に掲載しています。", "The details are published at {where}.")
_DEFINITION: Final = Text(
    "カーボン・オフセットとは、自らの温室効果ガスの排出量を認識し、主体的に削減する努力を行うとともに、削減が困難な部分の排出量について、クレジット等により、その全部又は一部を埋め合わせることをいいます。",
    "Carbon offsetting means knowing one's own greenhouse gas emissions, making one's own effort to cut them, and compensating all or part of what is hard to cut with credits and the like.",
)
_CERTIFIED: Final = Text("第三者による認証の有無：{what}", "Certified by a third party: {what}")
_CONTACT: Final = Text("本件に関する問合せ先：{what}", "Contact: {what}")
_PRESS_TITLE: Final = Text(
    "{boundary}に伴う排出量のカーボン・オフセットについて",
    "Carbon offset of the emissions from {boundary}",
)
_PRESS_OTHER: Final = Text("クレジットの無効化について", "Retirement of carbon credits")

_NOT_PASSED: Final = Text(
    "この文案は、まだ公表に使用できません。総合判定は「{verdict}」です。判定報告書の所見及び要確認事項にご対応のうえ、「適合」となった後に改めて作成してください。",
    "This draft cannot be published yet: the overall verdict is “{verdict}”. Settle the findings and open questions of the report, and draft again once the claim conforms.",
)
_PLANNED: Final = Text(
    "無効化が完了していないため、予定の文案としています。無効化の完了前に、埋め合わせたとの表示はできません。",
    "The retirement is not completed, so the draft speaks of a plan. Nothing may be called compensated before the retirement.",
)
_OPEN: Final = Text(
    "記入が必要な箇所が{n}か所あります。公表の前にご記入ください。",
    "Places to fill in: {n}. Please fill them in before you publish.",
)
_NOTES: Final = (
    Text(
        "この文案は、入力された情報から作成したものです。公表の前に、資料との一致及び文言の適否をご確認ください。景品表示法その他の法令への適合を保証するものではありません。",
        "This draft was made from the information given. Before you publish, check it against the documents and look at the wording; it does not assure that any law is met.",
    ),
    Text(
        "この文案は、日本国内での表示を想定しています。国外には、オフセットに基づく表示を規制している国・地域があります。国外で表示する場合は、その国・地域の規制をご確認ください。",
        "The draft is meant for Japan. Some countries and regions restrict claims that rest on offsetting: before you use it abroad, please check their rules.",
    ),
    Text(
        "ガイドラインの定める情報提供項目の原文は確認できていないため、情報提供シートの項目は、公開資料に基づく提案です。",
        "The guideline's own list of items to disclose was not seen; the items of the sheet are a proposal from public material.",
    ),
)


def draft_statement(judged: Judged, report: Report, medium: Medium) -> Draft:
    """Return the draft for one judged claim, in the language of its report."""
    claim = report.claims[0]
    return _Drafter(judged, claim, report.lang, medium).draft()


def write_statement(draft: Draft) -> str:
    """Return the draft as Markdown."""
    return "\n".join(_lines(draft)).rstrip("\n") + "\n"


_TITLES: Final = {
    "statement": Text("表示文案", "Draft of the statement"),
    "sheet": Text("情報提供シート", "Disclosure sheet"),
    "notes": Text("ご注意", "Please note"),
    "item": Text("項目", "Item"),
    "content": Text("内容", "Content"),
    "draft": Text("表示文案及び情報提供シート（案）", "Statement and disclosure sheet (draft)"),
    "warning": Text("公表前のご確認", "Before you publish"),
}


def _lines(draft: Draft) -> Iterator[str]:
    def title(name: str) -> str:
        return w.say(_TITLES[name], draft.lang)

    yield from (f"# {title('draft')}", "")
    if draft.warnings:
        yield from (f"> **{title('warning')}**", ">")
        for n, text in enumerate(draft.warnings):
            if n:
                yield ">"
            yield f"> {escape_markdown(text)}"
        yield ""
    yield from (f"## {title('statement')}", "")
    for text in draft.sender:
        yield from (escape_with_places(text), "")
    if draft.headline:
        yield from (f"**{escape_with_places(draft.headline)}**", "")
    for text in draft.paragraphs:
        yield from (escape_with_places(text), "")
    yield from (f"## {title('sheet')}", "")
    yield f"| {title('item')} | {title('content')} |"
    yield "| --- | --- |"
    for pair in draft.sheet:
        yield f"| {escape_markdown(pair.label)} | {escape_with_places(pair.value)} |"
    yield from ("", f"## {title('notes')}", "")
    for text in draft.notes:
        yield f"- {escape_markdown(text)}"


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """A share in per cent with one decimal, never rounded up."""
    return (part * 1000 / whole).to_integral_value(rounding=ROUND_FLOOR) / Decimal(10)


def _numbers(rows: Sequence[Row]) -> list[str]:
    """What tells rows of a kind apart in public, where their ids mean nothing; one alone needs no number."""
    return [str(n) for n in range(1, len(rows) + 1)] if len(rows) > 1 else [""] * len(rows)


class _Drafter:
    """Writes the sentences and the sheet of one claim."""

    def __init__(self, judged: Judged, claim: ClaimReport, lang: Lang, medium: Medium) -> None:
        self.world = judged.world
        self.row = judged.world.claim
        self.claim = claim
        self.lang = lang
        self.medium = medium
        self.kind = self.row.value("kind", ASSURED)
        self.passed = {u.row.id for u in judged.uses if u.verdict is Verdict.PASS}
        self.planned = claim.stage == "planned"

    def say(self, text: Text, **values: object) -> str:
        return w.say(text, self.lang, **values)

    def fill(self, ja: str, en: str) -> str:
        """A place to fill in."""
        return self.say(_FILL, what=ja if self.lang == "ja" else en)

    def known(self, row: Row, path: str) -> str | None:
        """A fact in words, or None."""
        value = row.value(path, ASSURED)
        return None if value is None else w.value_text(f"{row.table}.{path}", shown(value), self.lang)

    def fact(self, row: Row, path: str) -> str:
        """A fact in words, or a place to fill in that names it."""
        name = f"{row.table}.{path}"
        return self.known(row, path) or self.fill(w.fact_label(name, "ja"), w.fact_label(name, "en"))

    def join(self, items: Sequence[str]) -> str:
        return w.listing(items, self.lang)

    # -- the whole ---------------------------------------------------------------------------------------------------------

    def draft(self) -> Draft:
        paragraphs = tuple(self.paragraphs())
        press = self.medium is Medium.PRESS
        sender, headline = (tuple(self.sender()), self.headline()) if press else ((), None)
        sheet = tuple(self.sheet())
        texts = [*sender, headline or "", *paragraphs, *(pair.value for pair in sheet)]
        places = sum(len(re.findall(r"[【\[](?:要記入|to fill in)", text)) for text in texts)
        return Draft(
            lang=self.lang,
            verdict=self.claim.verdict,
            warnings=tuple(self.warnings(places)),
            sender=sender,
            headline=headline,
            paragraphs=paragraphs,
            sheet=sheet,
            notes=tuple(self.say(text) for text in _NOTES),
        )

    def warnings(self, places: int) -> Iterator[str]:
        if self.claim.verdict is not Verdict.PASS:
            yield self.say(_NOT_PASSED, verdict=w.verdict_word(self.claim.verdict, self.lang))
        if self.planned:
            yield self.say(_PLANNED)
        if places:
            yield self.say(_OPEN, n=places)

    def headline(self) -> str:
        if self.kind in (None, *OF_EMISSIONS):
            return self.say(_PRESS_TITLE, boundary=self.fact(self.row, "boundary"))
        return self.say(_PRESS_OTHER)

    # -- the text ----------------------------------------------------------------------------------------------------------

    def sender(self) -> Iterator[str]:
        """Who announces it, and when: a press release begins with that."""
        yield self.fill("発表日", "day of the release")
        yield self.fact(self.row, "organisation")

    def paragraphs(self) -> Iterator[str]:
        where = self.fill("情報を掲載するページのアドレス", "address of the page with the details")
        if self.kind == ClaimKind.ATTACHED_CREDIT:
            yield self.say(
                _ATTACHED, who=self.fact(self.row, "organisation"), boundary=self.fact(self.row, "boundary"),
                credits=self.credits(), ending=self.ending(Text("しました", "retired"), Text("する予定です", "plans to retire")),
                whose=self.fill("誰の、どの活動", "whose activity, and which"), each=self.fill("数量", "quantity"),
            )  # fmt: skip
        elif self.kind == ClaimKind.CANCEL_ONLY:
            yield self.say(
                _RETIRED_ONLY,
                who=self.fact(self.row, "organisation"),
                credits=self.credits(),
                ending=self.ending(Text("しました", "retired"), Text("する予定です", "plans to retire")),
            )
        else:
            left, extent = self.extent()
            who, period = self.fact(self.row, "organisation"), self.period()
            dated = self.say(Text("対象期間：{period}", "{period}"), period=period)
            values = {
                "who": who, "boundary": self.boundary(dated), "left": left, "credits": self.credits(), "extent": extent,
                "ending": self.ending(Text("ました", "retired"), Text("る予定です", "plans to retire"), done_for_sure=self.all_retired()),
                "where": where,
            }  # fmt: skip
            if self.medium is Medium.LABEL:
                about = self.boundary(self.join([who, self.period(short=True)]))
                yield self.say(_LABEL_TEXT, **values | {"boundary": about})
                return
            yield self.say(
                _REDUCING if self.planned else _REDUCED, who=values["who"], measures=self.measures()
            )
            yield self.say(_MAIN, **values)
            whole = self.claim.verdict is Verdict.PASS
            if self.row.value("degree", ASSURED) == Degree.CARBON_NEUTRAL and whole:
                yield self.say(_NEUTRAL)
            if self.medium is Medium.PRESS:
                yield self.say(_DEFINITION)
        yield self.say(_WHERE, where=where)
        if self.medium is Medium.PRESS:
            yield self.say(
                _CERTIFIED,
                what=self.fill("なし／認証の名称及び番号", "none, or name and number of the certificate"),
            )
            yield self.say(
                _CONTACT,
                what=self.fill(
                    "部署、担当者、電話番号及びメールアドレス", "department, person, phone and mail"
                ),
            )

    def boundary(self, about: str) -> str:
        """The boundary with what belongs to it in brackets: in its own, where it ends with some."""
        said = self.fact(self.row, "boundary")
        if self.lang == "ja" and re.search(r"（[^（）]*）$", said):
            return f"{said[:-1]}。{about}）"
        return said + w.in_brackets(about, self.lang)

    def all_retired(self) -> bool:
        """Whether every retirement behind the offset is confirmed, whatever else is wrong with the claim."""
        uses = self.uses()
        return bool(uses) and all(u.id in self.passed for u in uses)

    def ending(self, done: Text, planned: Text, *, done_for_sure: bool = False) -> str:
        """How the sentence ends: nobody is given a finished claim that is not judged to conform.

        `done_for_sure`: it is settled that all is done, and how much that compensates is left to fill in.
        """
        if self.planned:
            return self.say(planned)
        if self.claim.verdict is Verdict.PASS or done_for_sure:
            return self.say(done)
        both = Text("{done}／{planned}", "{done} / {planned}")
        ja, en = (both.in_(lang).format(done=done.in_(lang), planned=planned.in_(lang)) for lang in w.LANGS)
        return self.fill(ja, en)

    def period(self, *, short: bool = False) -> str:
        """The period in days; a fiscal year by its name where the text is short."""
        first, last = self.row.value("period.from", ASSURED), self.row.value("period.to", ASSURED)
        if first is None or last is None:
            return self.fill("対象期間", "period")
        if short and (first.month, first.day, last.month, last.day, last.year - first.year) == (
            4,
            1,
            3,
            31,
            1,
        ):
            return w.period_text(f"FY{first.year}", self.lang)
        return w.period_text(f"{first}/{last}", self.lang)

    def left(self) -> str:
        left = self.claim.tonnes.get("residual_t")
        if left is None or left.at_least is None or left.at_least != left.at_most:
            return self.fill("排出量", "emissions")
        return w.tonnes(left.at_least)

    def extent(self) -> tuple[str, str]:
        """What is left, and how much of it: never more than was claimed and worked out, and nothing before the claim conforms.

        In Japanese a part stands with what it is a part of, so that its tonnes are not said twice of the same verb.
        """
        left, claimed = self.claim.tonnes.get("residual_t"), self.row.value("claimed_t", ASSURED)
        exact = left.at_least if left is not None and left.at_least == left.at_most else None
        if self.claim.verdict is not Verdict.PASS and not self.planned:
            return self.left(), self.filled(
                self.fill("数量及び割合", "quantity and share")
                if self.short_of(exact, claimed)
                else self.fill("全部又は数量", "all or the quantity")
            )
        if exact is None or claimed is None:
            place = self.fill("全部又は一部の別、数量及び割合", "all or part, the quantity and the share")
            return self.left(), self.filled(place)
        if claimed >= exact:
            return self.left(), self.filled(self.say(Text("その全部", "all")))
        part = {"left": self.left(), "t": w.tonnes(claimed), "share": w.number(_share(claimed, exact))}
        share = self.say(Text("{t}（約{share}％）", "{t} (about {share}%)"), **part)
        if self.lang == "ja":  # where the part stands with the whole, before the credits
            return self.say(
                Text("{left}の一部である{share}", "{share} of {left}"), left=part["left"], share=share
            ), ""
        return part["left"], share

    def filled(self, object_: str) -> str:
        """What is compensated, as the object of the verb."""
        return self.say(Text("{it}を", "{it}"), it=object_)

    def short_of(self, left: Decimal | None, claimed: Decimal | None) -> bool:
        """Whether it is settled that less than all is compensated: by what is claimed, or by what is retired."""
        valid = self.claim.tonnes.get("valid_t")
        most = valid.at_most if valid is not None else None
        return left is not None and any(t is not None and 0 < t < left for t in (claimed, most))

    def share(self) -> str:
        """The share of the emissions that the offset stands for, rounded down."""
        left, claimed = self.claim.tonnes.get("residual_t"), self.row.value("claimed_t", ASSURED)
        if left is None or not left.at_least or left.at_least != left.at_most or claimed is None:
            return self.fill("割合", "share")
        share = min(Decimal(100), _share(claimed, left.at_least))
        about = "" if share == 100 else "約" if self.lang == "ja" else "about "
        return f"{about}{w.number(share)}{'％' if self.lang == 'ja' else '%'}"

    def uses(self) -> list[Row]:
        return [u for u in self.world.rows["use"] if u.value("purpose", ASSURED) in ("offset", None)]

    def credits(self) -> str:
        """The credits by programme and project, with the tonnes whose retirement is confirmed."""
        groups: dict[str, list[Row]] = {}
        for use in self.uses():
            groups.setdefault(self.credit(use.link("credit")), []).append(use)
        if not groups:
            return self.fill(
                "クレジットの種類、プロジェクト及び数量", "programme, project and quantity of the credits"
            )
        counted = [self.counted(name, uses) for name, uses in groups.items()]
        both = self.say(Text("及び", " and "))
        return both.join([self.join(counted[:-1]), counted[-1]]) if len(counted) > 1 else counted[0]

    def counted(self, name: str, uses: Sequence[Row]) -> str:
        amount = self.retired(uses)
        return f"{name}{amount}" if self.lang == "ja" else f"{amount} of {name}"

    def retired(self, uses: Sequence[Row]) -> str:
        """The tonnes of uses, or a place for what is confirmed of them."""
        amounts = [u.value("t", ASSURED) for u in uses]
        total = None if None in amounts else w.tonnes(sum(amounts, Decimal(0)))
        if total is None:
            return self.fill("数量", "quantity")
        if all(u.id in self.passed for u in uses) or self.planned:
            return total
        return self.fill(
            f"無効化を確認した数量（記載は{total}）", f"quantity confirmed as retired (stated: {total})"
        )

    def credit(self, credit: Row | None) -> str:
        project = credit.links.get("project") if credit is not None else None
        if project is None:
            return self.fill("クレジットの種類及びプロジェクト", "programme and project of the credits")
        programme = self.fact(project, "programme")
        if self.lang == "ja" and project.value("programme", ASSURED) not in (None, *_UNITS):
            programme += "のクレジット"
        name = self.known(project, "name")
        removal = project.value("removal_kind", ASSURED)
        source = w.enum_text(RemovalKind, removal, self.lang) if removal not in (None, "other") else None
        if source:
            programme = self.say(
                Text("{source}由来の{programme}", "{programme} ({source})"),
                source=source,
                programme=programme,
            )
        return programme + w.in_brackets(name, self.lang) if name else programme

    def measures(self) -> str:
        found = [m for row in self.world.rows["reduction"] if (m := self.known(row, "measure"))]
        return self.join(found) if found else self.fill("自らの削減の取組", "own reduction measures")

    # -- the sheet -----------------------------------------------------------------------------------------------------------

    def sheet(self) -> Iterator[Pair]:
        for name, value in self.items():
            yield Pair(self.say(name), value)

    def items(self) -> Iterator[tuple[Text, str]]:
        row = self.row
        yield Text("取組の名称", "Name of the initiative"), self.fill("取組の名称", "name")
        yield Text("取組の実施者", "Organisation"), self.fact(row, "organisation")
        yield Text("問合せ先", "Contact"), self.fill("問合せ先", "contact")
        yield Text("取組の類型", "Type of initiative"), self.fact(row, "kind")
        targeted = self.kind != ClaimKind.CANCEL_ONLY
        none = self.say(Text("設定していません", "Not set"))
        yield (
            Text("対象とする活動の範囲", "Boundary"),
            (self.fact(row, "boundary") if targeted else self.known(row, "boundary") or none),
        )
        dated = targeted or row.value("period.from", ASSURED) is not None
        yield Text("対象期間", "Period"), self.period() if dated else none
        if self.kind in (None, *OF_EMISSIONS):
            yield from self.sources()
            yield Text("温室効果ガス排出量（合計）", "Greenhouse gas emissions (total)"), self.left()
            yield Text("自らの削減の取組", "Own reductions"), self.measures()
            claimed = self.known(row, "claimed_t") or self.fill("オフセット量", "quantity")
            yield Text("オフセット量", "Offset quantity"), claimed
            yield Text("排出量に占める割合", "Share of the emissions"), self.share()
        uses = self.uses()
        if self.kind not in (None, *OF_EMISSIONS):
            yield Text("無効化した数量（合計）", "Quantity retired (total)"), self.retired(uses)
        for use, n in zip(uses, _numbers(uses), strict=True):
            yield from self.use(use, n)
        yield (
            Text("情報を掲載する場所", "Where the details are published"),
            self.fill("ページのアドレス、掲示場所等", "address of the page, place"),
        )

    def sources(self) -> Iterator[tuple[Text, str]]:
        """Each emission source with its amount, method and factors; those left out with the reason."""
        rows = self.world.rows["emission"]
        included = [row for row in rows if row.value("included", ASSURED) is True]
        left_out = [row for row in rows if row.value("included", ASSURED) is False]
        for row, n in zip(included, _numbers(included), strict=True):
            said = [self.fact(row, "source"), self.fact(row, "t")]
            said += [
                w.headed(
                    w.first_upper(w.fact_label(f"emission.{path}", self.lang)),
                    self.fact(row, path),
                    self.lang,
                )
                for path in ("method", "factor_source")
            ]
            yield Text(f"算定対象の排出源{n}", f"Emission source {n}".rstrip()), self.join(said)
        if not included:
            yield (
                Text("算定対象の排出源", "Emission sources"),
                self.fill("排出源、排出量及び算定方法", "sources, emissions and methods"),
            )
        for row, n in zip(left_out, _numbers(left_out), strict=True):
            reason = w.first_upper(w.fact_label("emission.reason", self.lang))
            said = [
                self.fact(row, "source"),
                w.headed(reason, self.fact(row, "reason").rstrip("。."), self.lang),
            ]
            yield (
                Text(f"算定対象外の排出源{n}", f"Emission source left out {n}".rstrip()),
                self.join(said),
            )

    def use(self, use: Row, n: str) -> Iterable[tuple[Text, str]]:
        """The credit and the retirement behind one use."""
        credit, retirement = use.link("credit"), use.link("retirement")
        project = credit.links.get("project") if credit is not None else None
        about = [self.credit(credit)]
        if project is not None:
            about += [
                w.headed(w.fact_label(f"project.{path}", self.lang), text, self.lang)
                for path in ("reference", "host_country", "methodology")
                if (text := self.known(project, path))
            ]
        if credit is not None:
            issuance = credit.links.get("issuance")
            number = self.known(issuance, "certification_number") if issuance is not None else None
            programme = project.value("programme", ASSURED) if project is not None else None
            if number or programme in (None, *_UNITS):
                about.append(
                    w.headed(
                        w.fact_label("issuance.certification_number", self.lang),
                        number or self.fill("クレジット認証番号", "certification number"),
                        self.lang,
                    )
                )
            first, last = self.known(credit, "serials.first"), self.known(credit, "serials.last")
            if first and last:
                between = "～" if self.lang == "ja" else " to "
                serials = first if first == last else f"{first}{between}{last}"
                about.append(w.headed(self.say(Text("シリアル番号", "serial numbers")), serials, self.lang))
        yield (
            Text(f"クレジット{n}", f"Credit {n}".rstrip()),
            self.join([w.first_upper(a) for a in about]),
        )
        if retirement is None or self.planned:
            yield (
                Text(f"無効化{n}", f"Retirement {n}".rstrip()),
                self.fill(
                    "無効化通知書の内容（無効化の完了後）", "what the retirement notice says, once completed"
                ),
            )
            return
        done = [
            w.headed(w.first_upper(self.retirement_label(path)), self.fact(retirement, path), self.lang)
            for path in ("registry", "notice", "completed_on", "total_t", "user", "purpose", "purpose_detail")
        ]
        yield Text(f"無効化{n}", f"Retirement {n}".rstrip()), self.join(done)

    def retirement_label(self, path: str) -> str:
        """The label of a fact of a retirement; of one that offsets nothing, its purpose is no more than what was applied for."""
        if path == "purpose" and self.kind == ClaimKind.CANCEL_ONLY:
            return self.say(Text("用途（無効化申請における区分）", "purpose (as the application puts it)"))
        return w.fact_label(f"retirement.{path}", self.lang)
