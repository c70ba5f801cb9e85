"""A claim file to fill in: the tenth of the facts that most claims need, each with its label."""

from __future__ import annotations

from offsetcheck.facts.problems import Lang

_JA = """\
# カーボン・オフセットの取組。分からない項目は行ごと省いてください。省いた項目は不明とし、それだけで適合とも不適合とも判定しません。
# 値の一覧は offsetcheck schema で見られます。
claim:
  id: my-claim
  stage: planned            # planned（無効化前）/ ready（無効化後・公表前）/ published（公表後）
  organisation: us          # 下の parties の id
  kind: organisation        # organisation / event / product_service / attached_credit / cancel_only
  degree: offset            # offset / carbon_neutral
  period: {from: 2025-04-01, to: 2026-03-31}
  boundary: "本社及び国内全事業所の事業活動"
  boundary_code: hq         # 下の uses の scope.boundary と同じ略号
  gases: [all]              # 算定で考慮した温室効果ガス（all / CO2 / CH4 …）
  standards: []             # 適合をうたっている国際規格・制度があれば書きます（なければ []）
  claimed_t: 100            # オフセット量（t-CO2e）
  offset_base: residual     # residual（自らの削減後の排出量に対して）/ baseline
  publish_by: 2026-09-30    # 公表後は published_on に書き換えます
  complete_lists: all       # 以下の一覧にすべて記載した場合。そうでなければ [uses, credits] のように書きます
parties:
  - {id: us, name: "株式会社○○", corporate_number: "9999900000000"}   # 架空の番号です。自社の法人番号（13桁）に書き換え、法人番号がない団体は、代わりに without_number: true と書いてください
statements:
  - {id: S1, text: "…", medium: web, market: JP, effect: full_offset, grounds: offset, states_quantity: true}
emissions:
  - {id: E1, source: "電気の使用", ghg_scope: scope2, gas: CO2, t: 60, included: true, main: true, method: "…", factor_source: "…", timing: ex_post}
reductions:
  - {id: D1, measure: "照明のLED化", t: 5, from: 2025-06-01}
projects:
  - {id: P1, programme: J-Credit, name: "…", host_country: JP, registered_on: 2023-09-12, methodology: "EN-S-002", mitigation: reduction, by_claimant: false}
issuances:
  - {id: I1, project: P1, certification_number: "…", decided_on: 2025-03-10}
credits:
  - {id: C1, project: P1, issuance: I1, vintage: {from: 2023-10-01, to: 2024-09-30}, quantity_t: 100, unit_kind: ex_post}
uses:
  - {id: U1, credit: C1, purpose: offset, t: 100, status: held, scope: {entity: us, boundary: hq, period: FY2025}}
# 無効化を申請する前に、次の9行の # を外して記入し、uses に retirement: R1 を書くと、申請の記入内容を確認できます。
#retirements:
#  - id: R1
#    registry: J-クレジット登録簿システム
#    user: us                # クレジット利用者名（上の parties の id）
#    purpose: offset         # 用途
#    purpose_detail: "…"     # 目的詳細
#    designation: total      # total（総量指定）/ serial（シリアル番号指定）
#    total_t: 100
#    blocks: [{credit: C1, quantity_t: 100}]
# 無効化通知書を受け取ったら、次の4行の # も外して記入し、uses の status を retired に、claim の stage を ready に書き換えます。
#    notice: "…"             # 無効化通知書の番号
#    document: notice
#    act: retirement
#    completed_on: 2026-08-20
# 取組によっては、次の項目も書いてください。
#   会議・イベント：claim に event_covers: [preparation, holding, take_down, venue_energy, travel]
#   製品・サービス：claim に boundary_kind: life_cycle
#   クレジット付商品：statements に says: [whose_emissions, amount_per_unit, credits_compensate]
#   カーボンニュートラル：claim に target: {target: stated, plan: stated, periods: 2, followed_up: true}
#   森林のクレジット：projects に mitigation: removal, methodology: "FO-001", removal_kind: forest, plan_in_force: true, papers_through: 2026-06-30, reversal_uncompensated: false
# { } の中のコンマは区切りです。数値の桁区切りのコンマは書かず、コンマのある文字は引用符で囲んでください。
"""

_EN = """\
# A carbon-offset claim. Leave a line out where you do not know the value: it then counts as not known, which alone is neither pass nor fail.
# `offsetcheck schema` lists every field and value.
claim:
  id: my-claim
  stage: planned            # planned (not yet retired) / ready (retired, not yet published) / published
  organisation: us          # an id of parties below
  kind: organisation        # organisation / event / product_service / attached_credit / cancel_only
  degree: offset            # offset / carbon_neutral
  period: {from: 2025-04-01, to: 2026-03-31}
  boundary: "all activities of the head office and domestic sites"
  boundary_code: hq         # the same short code as in scope.boundary of uses
  gases: [all]              # greenhouse gases considered (all / CO2 / CH4 …)
  standards: []             # standards and schemes the claim names ([] if none)
  claimed_t: 100            # tonnes claimed as offset (t-CO2e)
  offset_base: residual     # residual (what is left after own measures) / baseline
  publish_by: 2026-09-30    # after publication: published_on instead
  complete_lists: all       # if the lists below name everything; otherwise e.g. [uses, credits]
parties:
  - {id: us, name: "Example K.K.", corporate_number: "9999900000000"}   # a made-up number: put your own (13 digits), or write without_number: true in its place for a body without one
statements:
  - {id: S1, text: "…", medium: web, market: JP, effect: full_offset, grounds: offset, states_quantity: true}
emissions:
  - {id: E1, source: "electricity", ghg_scope: scope2, gas: CO2, t: 60, included: true, main: true, method: "…", factor_source: "…", timing: ex_post}
reductions:
  - {id: D1, measure: "LED lighting", t: 5, from: 2025-06-01}
projects:
  - {id: P1, programme: J-Credit, name: "…", host_country: JP, registered_on: 2023-09-12, methodology: "EN-S-002", mitigation: reduction, by_claimant: false}
issuances:
  - {id: I1, project: P1, certification_number: "…", decided_on: 2025-03-10}
credits:
  - {id: C1, project: P1, issuance: I1, vintage: {from: 2023-10-01, to: 2024-09-30}, quantity_t: 100, unit_kind: ex_post}
uses:
  - {id: U1, credit: C1, purpose: offset, t: 100, status: held, scope: {entity: us, boundary: hq, period: FY2025}}
# Before you apply for the retirement, uncomment the next 9 lines, fill them in and write retirement: R1 under uses:
# the report then shows the entries of the application.
#retirements:
#  - id: R1
#    registry: J-Credit
#    user: us                # the credit user (an id of parties above)
#    purpose: offset
#    purpose_detail: "…"
#    designation: total      # total / serial
#    total_t: 100
#    blocks: [{credit: C1, quantity_t: 100}]
# Once you hold the retirement notice, uncomment these 4 lines too, and change status under uses to retired, stage under claim to ready.
#    notice: "…"             # the number of the notice
#    document: notice
#    act: retirement
#    completed_on: 2026-08-20
# Some claims need these as well.
#   an event: in claim, event_covers: [preparation, holding, take_down, venue_energy, travel]
#   a product or service: in claim, boundary_kind: life_cycle
#   credits attached to a product: in statements, says: [whose_emissions, amount_per_unit, credits_compensate]
#   carbon neutrality: in claim, target: {target: stated, plan: stated, periods: 2, followed_up: true}
#   forest credits: in projects, mitigation: removal, methodology: "FO-001", removal_kind: forest, plan_in_force: true, papers_through: 2026-06-30, reversal_uncompensated: false
# A comma inside { } separates: leave it out of numbers, and quote a text that has one.
"""


def claim_template(lang: Lang) -> str:
    """The text of a claim file to fill in."""
    return _JA if lang == "ja" else _EN
