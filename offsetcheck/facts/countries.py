"""Countries as registries write them, made ISO 3166-1 alpha-2; what is not in the table is not guessed.

Registries write `KH`, `COD`, `COTE D'IVOIRE` and `Tanzania United Republic of`. Letter case, accents, brackets and
commas do not matter; a misspelt name (`Antigua and Barduba` is in a published pick-list) is no country.
Sources: the codes of ISO 3166-1, the short names of the public-domain tz database, the spellings seen in the
exports of the registries, and the Japanese names of the JCM partner countries.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["alpha2", "shown"]

_TABLE: Final = """\
AD AND Andorra
AE ARE United Arab Emirates|UAE|アラブ首長国連邦
AF AFG Afghanistan
AG ATG Antigua and Barbuda
AI AIA Anguilla
AL ALB Albania
AM ARM Armenia
AO AGO Angola
AQ ATA Antarctica
AR ARG Argentina
AS ASM American Samoa
AT AUT Austria
AU AUS Australia
AW ABW Aruba
AX ALA Åland Islands
AZ AZE Azerbaijan|アゼルバイジャン
BA BIH Bosnia and Herzegovina
BB BRB Barbados
BD BGD Bangladesh|バングラデシュ
BE BEL Belgium
BF BFA Burkina Faso
BG BGR Bulgaria
BH BHR Bahrain
BI BDI Burundi
BJ BEN Benin
BL BLM Saint Barthélemy
BM BMU Bermuda
BN BRN Brunei Darussalam|Brunei
BO BOL Bolivia|Plurinational State of Bolivia|Bolivia, Plurinational State of|Bolivia (Plurinational State of)
BQ BES Bonaire, Sint Eustatius and Saba
BR BRA Brazil
BS BHS Bahamas
BT BTN Bhutan
BV BVT Bouvet Island
BW BWA Botswana
BY BLR Belarus
BZ BLZ Belize
CA CAN Canada
CC CCK Cocos (Keeling) Islands
CD COD Democratic Republic of the Congo|Democratic Republic of Congo|Congo, the Democratic Republic of the|Congo, Democratic Republic of the|DR Congo|DRC
CF CAF Central African Republic
CG COG Congo|Republic of Congo|Republic of the Congo|Congo, Republic of the
CH CHE Switzerland
CI CIV Côte d'Ivoire|Ivory Coast
CK COK Cook Islands
CL CHL Chile|チリ
CM CMR Cameroon
CN CHN China
CO COL Colombia
CR CRI Costa Rica|コスタリカ
CU CUB Cuba
CV CPV Cabo Verde|Cape Verde
CW CUW Curaçao
CX CXR Christmas Island
CY CYP Cyprus
CZ CZE Czechia|Czech Republic
DE DEU Germany
DJ DJI Djibouti
DK DNK Denmark
DM DMA Dominica
DO DOM Dominican Republic
DZ DZA Algeria
EC ECU Ecuador
EE EST Estonia
EG EGY Egypt
EH ESH Western Sahara
ER ERI Eritrea
ES ESP Spain
ET ETH Ethiopia|エチオピア
FI FIN Finland
FJ FJI Fiji
FK FLK Falkland Islands|Falkland Islands (Malvinas)
FM FSM Micronesia|Federated States of Micronesia|Micronesia, Federated States of
FO FRO Faroe Islands
FR FRA France
GA GAB Gabon
GB GBR United Kingdom|United Kingdom of Great Britain and Northern Ireland|Great Britain|UK
GD GRD Grenada
GE GEO Georgia|ジョージア
GF GUF French Guiana
GG GGY Guernsey
GH GHA Ghana
GI GIB Gibraltar
GL GRL Greenland
GM GMB Gambia
GN GIN Guinea
GP GLP Guadeloupe
GQ GNQ Equatorial Guinea
GR GRC Greece
GS SGS South Georgia and the South Sandwich Islands
GT GTM Guatemala
GU GUM Guam
GW GNB Guinea-Bissau
GY GUY Guyana
HK HKG Hong Kong
HM HMD Heard Island and McDonald Islands
HN HND Honduras
HR HRV Croatia
HT HTI Haiti
HU HUN Hungary
ID IDN Indonesia|インドネシア
IE IRL Ireland
IL ISR Israel
IM IMN Isle of Man
IN IND India|インド
IO IOT British Indian Ocean Territory
IQ IRQ Iraq
IR IRN Iran|Islamic Republic of Iran|Iran, Islamic Republic of|Iran (Islamic Republic of)
IS ISL Iceland
IT ITA Italy
JE JEY Jersey
JM JAM Jamaica
JO JOR Jordan
JP JPN Japan|日本|日本国
KE KEN Kenya|ケニア
KG KGZ Kyrgyzstan|Kyrgyz Republic|キルギス
KH KHM Cambodia|カンボジア
KI KIR Kiribati
KM COM Comoros
KN KNA Saint Kitts and Nevis|St. Kitts and Nevis
KP PRK Democratic People's Republic of Korea|Korea, Democratic People's Republic of|North Korea
KR KOR Republic of Korea|Korea, Republic of|South Korea
KW KWT Kuwait
KY CYM Cayman Islands
KZ KAZ Kazakhstan|カザフスタン
LA LAO Lao People's Democratic Republic|Lao PDR|Laos|ラオス
LB LBN Lebanon
LC LCA Saint Lucia|St. Lucia
LI LIE Liechtenstein
LK LKA Sri Lanka|スリランカ
LR LBR Liberia
LS LSO Lesotho
LT LTU Lithuania
LU LUX Luxembourg
LV LVA Latvia
LY LBY Libya
MA MAR Morocco
MC MCO Monaco
MD MDA Moldova|Republic of Moldova|Moldova, Republic of|モルドバ
ME MNE Montenegro
MF MAF Saint Martin
MG MDG Madagascar
MH MHL Marshall Islands
MK MKD North Macedonia|The former Yugoslav Republic of Macedonia|Macedonia
ML MLI Mali
MM MMR Myanmar|Burma|ミャンマー
MN MNG Mongolia|モンゴル
MO MAC Macao|Macau
MP MNP Northern Mariana Islands
MQ MTQ Martinique
MR MRT Mauritania
MS MSR Montserrat
MT MLT Malta
MU MUS Mauritius
MV MDV Maldives|モルディブ
MW MWI Malawi
MX MEX Mexico|メキシコ
MY MYS Malaysia
MZ MOZ Mozambique
NA NAM Namibia
NC NCL New Caledonia
NE NER Niger
NF NFK Norfolk Island
NG NGA Nigeria
NI NIC Nicaragua
NL NLD Netherlands|Kingdom of the Netherlands
NO NOR Norway
NP NPL Nepal
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand
OM OMN Oman|オマーン
PA PAN Panama
PE PER Peru
PF PYF French Polynesia
PG PNG Papua New Guinea|パプアニューギニア
PH PHL Philippines|フィリピン
PK PAK Pakistan
PL POL Poland
PM SPM Saint Pierre and Miquelon
PN PCN Pitcairn
PR PRI Puerto Rico
PS PSE State of Palestine|Palestine, State of|Palestine
PT PRT Portugal
PW PLW Palau|パラオ
PY PRY Paraguay
QA QAT Qatar
RE REU Réunion
RO ROU Romania
RS SRB Serbia
RU RUS Russian Federation|Russia
RW RWA Rwanda
SA SAU Saudi Arabia|サウジアラビア
SB SLB Solomon Islands
SC SYC Seychelles
SD SDN Sudan
SE SWE Sweden
SG SGP Singapore
SH SHN Saint Helena
SI SVN Slovenia
SJ SJM Svalbard and Jan Mayen
SK SVK Slovakia
SL SLE Sierra Leone
SM SMR San Marino
SN SEN Senegal|セネガル
SO SOM Somalia
SR SUR Suriname
SS SSD South Sudan
ST STP São Tomé and Principe
SV SLV El Salvador
SX SXM Sint Maarten
SY SYR Syrian Arab Republic|Syria
SZ SWZ Eswatini|Swaziland
TC TCA Turks and Caicos Islands
TD TCD Chad
TF ATF French Southern Territories
TG TGO Togo
TH THA Thailand|タイ
TJ TJK Tajikistan
TK TKL Tokelau
TL TLS Timor-Leste|East Timor
TM TKM Turkmenistan
TN TUN Tunisia|チュニジア
TO TON Tonga
TR TUR Türkiye|Turkey
TT TTO Trinidad and Tobago
TV TUV Tuvalu
TW TWN Taiwan|Taiwan, Province of China
TZ TZA United Republic of Tanzania|Tanzania, United Republic of|Tanzania|タンザニア
UA UKR Ukraine|ウクライナ
UG UGA Uganda
UM UMI United States Minor Outlying Islands
US USA United States|United States of America
UY URY Uruguay
UZ UZB Uzbekistan|ウズベキスタン
VA VAT Holy See|Vatican City
VC VCT Saint Vincent and the Grenadines|St. Vincent and the Grenadines
VE VEN Venezuela|Venezuela, Bolivarian Republic of|Venezuela (Bolivarian Republic of)
VG VGB British Virgin Islands
VI VIR United States Virgin Islands
VN VNM Viet Nam|Vietnam|ベトナム
VU VUT Vanuatu
WF WLF Wallis and Futuna
WS WSM Samoa
YE YEM Yemen
YT MYT Mayotte
ZA ZAF South Africa
ZM ZMB Zambia
ZW ZWE Zimbabwe
"""

_MARKS: Final = re.compile(r"[^\w]+|_", re.UNICODE)


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    # Kana keep their voicing marks only in the composed form, which is taken again after the accents are gone.
    return unicodedata.normalize("NFC", _MARKS.sub("", plain))


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, str], dict[str, str]]:
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in _TABLE.splitlines():
        two, three, spellings = line.split(" ", 2)
        codes[two] = codes[three] = two
        for name in spellings.split("|"):
            names[_key(name)] = two
    return codes, names


@lru_cache(maxsize=4096)
def alpha2(text: str) -> str | None:
    """The alpha-2 code of a country given by code (in capitals) or by name, or None where it is not recognised."""
    codes, names = _index()
    plain = unicodedata.normalize("NFKC", text).strip()
    return codes.get(plain) or names.get(_key(plain))


@lru_cache(maxsize=512)
def shown(code: str, japanese: bool) -> str | None:
    """What a country is called for readers: its Japanese name where the table has one, else its English; None if unknown."""
    line = next((line for line in _TABLE.splitlines() if line[:2] == code and line[2:3] == " "), None)
    if line is None:
        return None
    names = line.split(" ", 2)[2].split("|")
    local = next((name for name in names if name[0] > "\u3040"), None)
    return local or names[0] if japanese else names[0]
