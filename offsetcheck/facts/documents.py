"""The one strict reader of YAML and JSON, for claims and rulebooks alike.

A document is read into plain values, and nothing in it is guessed:

- Only `true` and `false` are booleans. `yes`, `no`, `on`, `NO`, `True` stay text, and whatever wants a
  boolean says so.
- Numbers are exact: `12` is an `int`, `0.50` a `Decimal`; never a float. What is no plain number (`007`,
  `0x1F`, `1e5`, `12:30:00`, `.inf`, `+5`, `1_000`, more than 40 digits) stays text in YAML, so serials and
  codes keep every character. JSON numbers may have an exponent; one that needs more than 40 digits is
  refused.
- Dates stay text, as the models read them.
- What lets a reader and a machine see different things is refused: duplicate keys, anchors, aliases, merge
  keys, tags, keys that are not text, invisible control characters, encodings other than UTF-8.

All mistakes of a document are reported together, each with line and column, as far as the text can be parsed
at all. YAML is read from the parser's events with a stack of our own: no object is ever constructed from a
tag, deep nesting cannot exhaust the interpreter, and every value's place is known.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from offsetcheck.facts.problems import InputError, Problem, Text, address, system_reason

if TYPE_CHECKING:
    import yaml

__all__ = [
    "CODES",
    "MAX_DIGITS",
    "Document",
    "Format",
    "Limits",
    "Positions",
    "Value",
    "parse_document",
    "read_document",
]

Value: TypeAlias = "bool | int | Decimal | str | list[Value] | dict[str, Value] | None"
"""What a document consists of."""

Format: TypeAlias = Literal["yaml", "json"]
"""The notations a document can be written in."""

_Path: TypeAlias = tuple[str | int, ...]
_Tree: TypeAlias = "int | tuple[int, dict[str, _Tree] | list[_Tree]]"
"""Where each value starts: an offset, and for lists and mappings what they hold (a mapping's by its key)."""

MAX_DIGITS: Final = 40
"""A number with more digits is text: it is a serial or a mistake, not a quantity."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a document may be; beyond it the document is refused, never cut off."""

    max_bytes: int = 32 * 1024 * 1024
    """The size of the file."""
    max_string: int = 1024 * 1024
    """The length of one text, in characters."""
    max_nodes: int = 2_000_000
    """The number of values, keys included."""
    max_depth: int = 40
    """How many lists and mappings may stand inside one another."""
    max_problems: int = 200
    """After so many mistakes reading stops."""


class Positions:
    """Where each value of a document stands in its text."""

    __slots__ = ("_starts", "_tree")

    def __init__(self, tree: _Tree, starts: Sequence[int]) -> None:
        """Hold the offsets of the values and the offset at which each line starts."""
        self._tree = tree
        self._starts = starts

    def line(self, path: Sequence[str | int]) -> tuple[int, int]:
        """Return line and column, both from 1, of the value at `path`, or of its nearest known ancestor.

        A mapping's entry stands where its key stands, a list's item where it begins; the empty path is the
        document's first value.
        """
        tree = self._tree
        for step in path:
            if isinstance(tree, int):
                break
            held = tree[1]
            if isinstance(held, dict):
                if not isinstance(step, str) or step not in held:
                    break
                tree = held[step]
            else:
                if not isinstance(step, int) or not 0 <= step < len(held):
                    break
                tree = held[step]
        return _line_and_column(self._starts, tree if isinstance(tree, int) else tree[0])


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been read: its plain value, and where each part of it stands."""

    value: Value
    """The whole document."""
    positions: Positions = field(compare=False, repr=False)
    """Where each value stands."""
    sha256: str
    """The SHA-256 of the file's bytes, in hexadecimal."""
    name: str
    """The file as its user named it."""
    format: Format
    """The notation it was read as."""
    bom: bool = False
    """Whether the file began with a byte order mark (harmless; Windows editors write it)."""

    def problem(self, path: Sequence[str | int], found: str, expected: Text, code: str) -> Problem:
        """Return a problem with the value at `path`, its line and address filled in."""
        line, column = self.positions.line(path)
        return Problem(self.name, line, column, address(path), found, expected, code)


def read_document(path: Path, limits: Limits = Limits()) -> Document:
    """Read the YAML or JSON file at `path`.

    `.json` is read as JSON, `.yaml` and `.yml` as YAML, anything else by its first character (see
    `parse_document`). Raises InputError, with every mistake found, when the file cannot be read or is not a
    document as this module describes it.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except FileNotFoundError:
        raise InputError(_problem_of_file(name, "missing-file")) from None
    except IsADirectoryError:
        raise InputError(_problem_of_file(name, "directory")) from None
    except (OSError, ValueError) as error:
        if _is_directory(path):
            raise InputError(_problem_of_file(name, "directory")) from None
        raise InputError(_problem_of_file(name, "unreadable", reason=system_reason(error))) from None
    suffix = path.suffix.lower()
    known: Format | None = "json" if suffix == ".json" else "yaml" if suffix in (".yaml", ".yml") else None
    return parse_document(data, name, known, limits)


def parse_document(
    data: bytes, name: str, format: Format | None = None, limits: Limits = Limits()
) -> Document:
    """Read a document from the bytes of a file called `name`.

    Without `format`, a text that begins with `{` or `[` is read as JSON and any other as YAML. Raises
    InputError with every mistake found.
    """
    if len(data) > limits.max_bytes:
        limit = f"{limits.max_bytes:,}"
        raise InputError(_problem_of_file(name, "size", found=f"> {limit} bytes", limit=limit))
    text, bom = _decoded(data, name)
    if format is None:
        format = "json" if text.lstrip(" \t\r\n")[:1] in ("{", "[") else "yaml"
    builder = _Builder(text, name, limits)
    builder.refuse_control_characters(_UNSEEN_IN_YAML if format == "yaml" else _UNSEEN)
    try:
        if format == "yaml":
            _read_yaml(builder)
        else:
            _read_json(builder)
    except _Stop:
        pass
    value, tree = builder.finished()
    return Document(
        value, Positions(tree, builder.starts), hashlib.sha256(data).hexdigest(), name, format, bom
    )


# --- The messages -------------------------------------------------------------------------------------------

_MESSAGES: Final[dict[str, Text]] = {
    "missing-file": Text(
        "ファイルが見つかりません。名前とフォルダを確かめてください。",
        "there is no such file: check its name and folder",
    ),
    "directory": Text(
        "これはフォルダです。中のファイルを指定してください。",
        "this is a folder: name a file in it",
    ),
    "unreadable": Text(
        "ファイルを開けません（{reason}）。読取りの権限と、ほかのソフトで開いていないかを確かめてください。",
        "the file cannot be opened ({reason}): check that you may read it and that no other program holds it",
    ),
    "not-text": Text(
        "これは{kind}で、YAMLやJSONのテキストではありません。テキストファイルを指定するか、種類に合った拡張子を付けてください。",
        "this is {kind}, not YAML or JSON text: name a text file, or give the file the ending of its kind",
    ),
    "encoding": Text(
        "文字コードが{encoding}です。UTF-8で保存し直してください（メモ帳なら「名前を付けて保存」の「文字コード」でUTF-8）。",
        "the file is encoded as {encoding}: save as UTF-8 (in most editors under 'Save as', 'Encoding')",
    ),
    "control-character": Text(
        "画面に見えない制御文字です。削除してください。",
        "this is a control character that cannot be seen: delete it",
    ),
    "lone-surrogate": Text(
        "文字の半分だけが書かれています。元の文字をそのまま書いてください。",
        "this is half of a character: write the character itself",
    ),
    "empty-document": Text(
        "ファイルに内容がありません。`offsetcheck init` でひな型を作成できます。",
        "the file has no content: `offsetcheck init` writes a template to fill in",
    ),
    "multiple-documents": Text(
        "一つのファイルに文書が二つあります。`---` の行で分けず、ファイルを分けてください。",
        "a second document starts here: put it into a file of its own and delete this `---` line",
    ),
    "duplicate-key": Text(
        "同じ項目が{first}行目と{second}行目にあります。どちらか一方を残してください。",
        "the same key stands on line {first} and line {second}: keep one of them",
    ),
    "non-string-key": Text(
        '項目名は文字列でなければなりません。引用符で囲んでください（例: "2024": …）。'
        "数値の途中で分かれた場合は、桁区切りのコンマを除いてください（1,200 ではなく 1200）。",
        'a key must be text: put it in quotes (as in "2024": …); where it was split off a number, '
        "leave the comma out (1200, not 1,200)",
    ),
    "anchor": Text(
        "アンカー（&名前）は使えません。値をその場所ごとに書いてください。& で始まる文なら引用符で囲んでください。",
        "anchors (&name) are not allowed: write the value out in each place; a text beginning with & needs quotes",
    ),
    "alias": Text(
        "エイリアス（*名前）は使えません。値をここに書いてください。* で始まる文なら引用符で囲んでください。",
        "aliases (*name) are not allowed: write the value out here; a text beginning with * needs quotes",
    ),
    "merge-key": Text(
        "マージキー（<<）は使えません。取り込みたい項目をここに書いてください。",
        "merge keys (<<) are not allowed: write the keys out here",
    ),
    "tag": Text(
        "タグ（!名前）は使えません。削除してください。! で始まる文なら引用符で囲んでください。",
        "tags (!name) are not allowed: delete it; a text beginning with ! needs quotes",
    ),
    "number": Text(
        "数ではありません。数が分からないときは項目を省いてください。",
        "this is not a number: leave the entry out when the number is not known",
    ),
    "number-length": Text(
        "{limit}桁を超える数は書けません。番号なら引用符で囲んでください。",
        'numbers have at most {limit} digits: put it in quotes ("…") if it is a serial or a code',
    ),
    "size": Text(
        "ファイルが大きすぎます（上限{limit}バイト）。分けてください。",
        "the file is too large (at most {limit} bytes): split it",
    ),
    "string-length": Text(
        "一つの文字列が長すぎます（上限{limit}字）。別のファイルに置き、ここでは名前で示してください。",
        "this text is too long (at most {limit} characters): keep it in its own file and name that file here",
    ),
    "node-count": Text(
        "値の数が多すぎます（上限{limit}個）。ファイルを分けてください。",
        "there are too many values (at most {limit}): split the file",
    ),
    "depth": Text(
        "入れ子が深すぎます（上限{limit}段）。閉じていない括弧がないか、字下げが正しいかを確かめてください。",
        "lists and mappings are nested too deep (at most {limit}): look for an unclosed bracket or indentation",
    ),
    "too-many-problems": Text(
        "誤りが{limit}件を超えたため、ここで読むのをやめました。上の誤りを直してからもう一度実行してください。",
        "reading stopped here after {limit} mistakes: mend those above and run again",
    ),
    "syntax": Text("{format}として読めません。{hint}", "this cannot be read as {format}: {hint}"),
}

CODES: Final = frozenset(_MESSAGES)
"""Every `Problem.code` this module reports."""

_FULL_WIDTH_COLON = Text(
    "全角コロン「：」は区切りになりません。半角コロンと空白（`項目: 値`）にしてください。",
    "a full-width colon does not separate: write a half-width colon and a space (`key: value`)",
)
_FULL_WIDTH_SPACE = Text(
    "字下げに全角空白があります。半角空白にしてください。",
    "the indentation has a full-width space: use plain spaces",
)
_TAB = Text(
    "字下げにタブは使えません。半角空白にしてください。",
    "tabs cannot indent: use spaces",
)
_QUOTE = Text(
    "この記号で値を始めるときは、値全体を引用符で囲んでください（例: '@名前'）。",
    "a value that begins with this sign needs quotes around all of it (as in '@name')",
)
_UNCLOSED_QUOTE = Text(
    "ここで始まる引用符が閉じていません。終わりに同じ引用符を付けてください。",
    "the quotation that begins here is not closed: put the same quote at its end",
)
_COLON_IN_VALUE = Text(
    "1行に「: 」が二つあるか、字下げが合っていません。「: 」を含む値は引用符で囲み、字下げを上の行とそろえてください。",
    "there are two ': ' on one line, or the indentation is wrong: quote a value that contains ': ', "
    "and indent as the lines above do",
)
_NO_COLON = Text(
    "この行に「: 」がありません。`項目: 値` の形で書いてください。",
    "this line has no ': ': write `key: value`",
)
_INDENTATION = Text(
    "字下げが上の行とそろっていないか、閉じた引用符の後に文字があります。この行と上の行を見比べてください。",
    "the indentation does not match the lines above, or text follows a closing quote: "
    "compare this line with the one above",
)
_LIST_INDENTATION = Text(
    "一覧の項目は `- ` で始め、字下げをそろえてください。",
    "the items of a list each begin with `- `, all with the same indentation",
)
_BRACKET = Text(
    "括弧が閉じていないか、区切りのコンマがありません。",
    "a bracket is not closed, or a comma between two values is missing",
)
_BACKSLASH = Text(
    "二重引用符の中の \\ が正しくありません。一重引用符 '…' を使うか、\\\\ と書いてください。",
    "the \\ inside double quotes means nothing here: use single quotes '…', or write \\\\",
)
_BLOCK_TEXT = Text(
    "| や > の後には何も書けません。文は次の行から字下げして書くか、引用符で囲んでください。",
    "nothing may follow | or >: begin the text on the next line, indented, or put it in quotes",
)
_YAML_OTHER = Text(
    "この行と上の行の字下げ、引用符、括弧、コロンを確かめてください。",
    "check indentation, quotes, brackets and colons of this line and the one above",
)

_YAML_HINTS: Final[tuple[tuple[str, Text], ...]] = (
    ("cannot start any token", _QUOTE),
    ("alphabetic or numeric character", _QUOTE),
    ("alphanumeric character", _QUOTE),
    ("mapping values are not allowed", _COLON_IN_VALUE),
    ("could not find expected ':'", _NO_COLON),
    ("unexpected end of stream", _UNCLOSED_QUOTE),
    ("unexpected document separator", _UNCLOSED_QUOTE),
    ("unknown escape character", _BACKSLASH),
    ("hexdecimal number", _BACKSLASH),
    ("hexadecimal number", _BACKSLASH),
    ("expected ',' or", _BRACKET),
    ("expected the node content", _BRACKET),
    ("expected node content", _BRACKET),
    ("expected '-' indicator", _LIST_INDENTATION),
    ("expected comment or", _BLOCK_TEXT),
    ("chomping or indentation", _BLOCK_TEXT),
    ("expected key", _INDENTATION),
    ("expected <block end>", _INDENTATION),
    ("block sequence entries are not allowed", _LIST_INDENTATION),
)
"""A part of what the parser says, and what to tell the author; the first that fits."""

_JSON_OTHER = Text(
    "値がないか、JSONの値ではありません。最後の項目の後のコンマやコメントは書けません。",
    "a value is missing or is no JSON value: JSON has no comments and no comma after the last item",
)
_JSON_HINTS: Final[tuple[tuple[str, Text], ...]] = (
    (
        "property name",
        Text(
            "項目名は二重引用符で囲み、最後の項目の後にコンマを置かないでください。",
            "a key stands in double quotes, and no comma follows the last entry",
        ),
    ),
    (
        "',' delimiter",
        Text(
            "二つの値の間にコンマがないか、括弧が閉じていません。",
            "a comma between two values is missing, or a bracket is not closed",
        ),
    ),
    (
        "':' delimiter",
        Text("項目名の後にコロンがありません。", "a colon must follow the key"),
    ),
    ("Unterminated string", _UNCLOSED_QUOTE),
    (
        "Invalid control character",
        Text(
            "文字列の中の改行は \\n、タブは \\t と書いてください。",
            "inside a text write a line break as \\n and a tab as \\t",
        ),
    ),
    (
        "escape",
        Text(
            "\\ の使い方が正しくありません。\\ そのものは \\\\ と書いてください。",
            "the \\ means nothing here: write \\\\ for a backslash",
        ),
    ),
    (
        "Extra data",
        Text(
            "文書の終わりの後に文字があります。削除してください。",
            "text follows the end of the document: delete it",
        ),
    ),
)
"""A part of what the JSON reader says, and what to tell the author; the first that fits."""


def _problem_of_file(name: str, code: str, found: str = "", **values: object) -> Problem:
    """Return a problem with a file as a whole."""
    return Problem(name, None, None, "", found, _MESSAGES[code].filled(**values), code)


def _hint(hints: Sequence[tuple[str, Text]], said: str, otherwise: Text) -> Text:
    """Return the advice that fits what a parser said."""
    return next((hint for part, hint in hints if part in said), otherwise)


# --- Bytes to text ------------------------------------------------------------------------------------------

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\xff\xfe\x00\x00", "UTF-32"),  # before UTF-16, whose mark is its beginning
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_KINDS: Final[tuple[tuple[bytes, Text], ...]] = (
    (b"PK\x03\x04", Text("Excelブックなどの圧縮ファイル", "a workbook or another zip file")),
    (b"\xd0\xcf\x11\xe0", Text("旧形式のExcelやWordのファイル", "an old Excel or Word file")),
    (b"%PDF-", Text("PDF", "a PDF")),
)

_LINE_BREAK: Final = re.compile(r"\r\n|\n|\r")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_UNSEEN_IN_YAML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""With the two separators that YAML takes for line breaks and most editors do not show as such."""
_UNSEEN_IN_VALUE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
"""What escapes such as `\\u0000` may not bring in either."""
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\uf8f0-\uf8f3]")
"""What Japanese text does not have: Python's CP932 reads bytes that it does not define as private characters."""
_FULL_WIDTH: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_HALF_WIDTH_KATAKANA: Final = re.compile(r"[\uff61-\uff9f]")


def _decoded(data: bytes, name: str) -> tuple[str, bool]:
    """Return the text of UTF-8 `data` without its byte order mark, and whether it had one.

    Raises InputError for any other encoding, naming it.
    """
    for start, kind in _KINDS:
        if data.startswith(start):
            message = _MESSAGES["not-text"]
            filled = Text(message.ja.format(kind=kind.ja), message.en.format(kind=kind.en))
            raise InputError(Problem(name, None, None, "", "", filled, "not-text"))
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if marked is None and _looks_like_utf16(data):
        marked = "UTF-16"
    if marked is None and b"\x1b$" in data:
        marked = "ISO-2022-JP"
    if marked is not None:
        raise InputError(_problem_of_file(name, "encoding", found=marked, encoding=marked))
    try:
        return data.decode("utf-8-sig"), data.startswith(b"\xef\xbb\xbf")
    except UnicodeDecodeError as error:
        encoding = _japanese_encoding(data)
        before = data[: error.start].decode("utf-8", "replace")
        line = len(_LINE_BREAK.findall(before)) + 1
        message = _MESSAGES["encoding"]
        filled = (
            message.filled(encoding=encoding)
            if encoding
            else Text(message.ja.format(encoding="不明"), message.en.format(encoding="something unknown"))
        )
        found = encoding or f"0x{data[error.start]:02X}"
        raise InputError(Problem(name, line, None, "", found, filled, "encoding")) from None


def _looks_like_utf16(data: bytes) -> bool:
    """Say whether the data are UTF-16 without a mark: every other byte of a Latin beginning is zero."""
    return len(data) >= 4 and (data[0:4:2] == b"\0\0") != (data[1:4:2] == b"\0\0")


def _japanese_encoding(data: bytes) -> str | None:
    """Name the Japanese encoding of data that are not UTF-8; None if it is none of them."""
    best: tuple[int, str] | None = None
    for codec, label in (("cp932", "Shift_JIS (CP932)"), ("euc_jp", "EUC-JP")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        score = len(_FULL_WIDTH.findall(text)) - len(_HALF_WIDTH_KATAKANA.findall(text))
        if not _NO_TEXT.search(text) and (best is None or score > best[0]):
            best = (score, label)
    return best[1] if best else None


def _is_directory(path: Path) -> bool:
    """Say whether `path` is a folder; some systems refuse to open one with another error."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _line_and_column(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset in a text whose lines start at `starts`."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


# --- Values, whatever the notation --------------------------------------------------------------------------


class _Stop(Exception):  # noqa: N818 - the end of reading, not an error: the problems are in the builder
    """Reading ends here; what was found so far is reported."""


class _Refused:
    """Marks a key that cannot be used, so that its value is read for mistakes but not kept."""


_REFUSED: Final = _Refused()


class _Frame:
    """A list or mapping under construction."""

    __slots__ = ("as_key", "held", "key", "key_offset", "offset", "tree")

    def __init__(
        self,
        held: dict[str, Value] | list[Value],
        tree: dict[str, _Tree] | list[_Tree],
        offset: int,
        as_key: bool,
    ) -> None:
        self.held = held
        self.tree = tree
        self.offset = offset
        self.as_key = as_key  # it stands where a key should
        self.key: str | _Refused | None = None  # the key whose value comes next; None: a key comes next
        self.key_offset = 0


class _Builder:
    """Builds plain values and their places from a stream of beginnings, scalars and ends."""

    def __init__(self, text: str, name: str, limits: Limits) -> None:
        self.text = text
        self.name = name
        self.limits = limits
        self.starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]
        self.problems: list[tuple[int, Problem]] = []
        self._stack: list[_Frame] = []
        self._nodes = 0
        self._root: tuple[Value, _Tree] | None = None

    def problem(
        self,
        offset: int,
        code: str,
        found: str,
        expected: Text | None = None,
        path: _Path | None = None,
        **values: object,
    ) -> None:
        """Note a mistake at `offset`; stops the reading when there are too many.

        `expected` replaces the message of `code`, `path` the address of what is read now; `values` fill the
        message.
        """
        limit = self.limits.max_problems
        if len(self.problems) >= limit:
            code, found, expected, path = "too-many-problems", "", None, ()
            values = {"limit": limit}
        message = _MESSAGES[code].filled(**values) if expected is None else expected
        line, column = _line_and_column(self.starts, offset)
        where = address(self._path() if path is None else path)
        self.problems.append((offset, Problem(self.name, line, column, where, found, message, code)))
        if code == "too-many-problems":
            raise _Stop

    def fatal(
        self, offset: int, code: str, found: str, expected: Text | None = None, **values: object
    ) -> None:
        """Note a mistake after which nothing more can be read."""
        self.problem(offset, code, found, expected, None, **values)
        raise _Stop

    def syntax(self, offset: int, format: str, hint: Text) -> None:
        """Note that the text cannot be parsed from `offset` on."""
        message = _MESSAGES["syntax"]
        expected = Text(
            message.ja.format(format=format, hint=hint.ja), message.en.format(format=format, hint=hint.en)
        )
        line, _ = _line_and_column(self.starts, offset)
        self.fatal(offset, "syntax", self.line_text(line).strip(), expected)

    def line_text(self, line: int) -> str:
        """Return the text of a line, counted from 1; only as much of it as a message can need."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return self.text[start : min(end, start + 1000)].rstrip("\r\n")

    def refuse_control_characters(self, unseen: re.Pattern[str]) -> None:
        """Raise InputError if the text has characters that cannot be seen; all of them are named."""
        try:
            for match in unseen.finditer(self.text):
                self.problem(match.start(), "control-character", f"U+{ord(match[0]):04X}")
        except _Stop:
            pass
        if self.problems:
            raise InputError(problem for _, problem in self.problems)

    def finished(self) -> tuple[Value, _Tree]:
        """Return the document's value and the places of its parts.

        Raises InputError with all mistakes noted, in the order of the text; an empty text is one.
        """
        if not self.problems and self._root is None:
            expected = _MESSAGES["empty-document"]
            self.problems.append((0, Problem(self.name, 1, 1, "", "", expected, "empty-document")))
        if self.problems:
            # A stop stands last, wherever in the text the mistakes noted before it are.
            ordered = sorted(
                self.problems, key=lambda noted: (noted[1].code == "too-many-problems", noted[0])
            )
            raise InputError(problem for _, problem in ordered)
        assert self._root is not None
        return self._root

    def begin(self, held: dict[str, Value] | list[Value], offset: int) -> None:
        """Begin a mapping or list."""
        self._count(offset)
        as_key = self.at_key()
        if as_key:
            self.problem(
                offset, "non-string-key", self.line_text(_line_and_column(self.starts, offset)[0]).strip()
            )
        limit = self.limits.max_depth
        if len(self._stack) >= limit:
            self.fatal(offset, "depth", "", limit=limit)
        self._stack.append(_Frame(held, {} if isinstance(held, dict) else [], offset, as_key))

    def end(self) -> None:
        """End the mapping or list begun last."""
        frame = self._stack.pop()
        if frame.as_key:
            self._stack[-1].key = _REFUSED
        else:
            self._put(frame.held, frame.offset, frame.tree)

    def scalar(self, value: Value, offset: int, source: str, escapes: bool) -> None:
        """Add one value, or the key of the next one.

        `source` is the value as it stands in the text, `escapes` says whether it may have been written with
        escapes.
        """
        self._count(offset)
        if isinstance(value, str):
            if len(value) > self.limits.max_string:
                self.problem(offset, "string-length", value, limit=f"{self.limits.max_string:,}")
            if escapes and (match := _UNSEEN_IN_VALUE.search(value)):
                surrogate = "\ud800" <= match[0] <= "\udfff"
                code = "lone-surrogate" if surrogate else "control-character"
                self.problem(offset, code, f"U+{ord(match[0]):04X}")
        if not self.at_key():
            self._put(value, offset, None)
            return
        frame = self._stack[-1]
        frame.key_offset = offset
        if not isinstance(value, str):
            self.problem(offset, "non-string-key", source)
            frame.key = _REFUSED
        elif value in frame.held:
            self._duplicate(frame, value, offset)
            frame.key = _REFUSED
        else:
            frame.key = value

    def refused_key(self, offset: int) -> None:
        """Take a key that has already been complained of; its value will be read but not kept."""
        self._count(offset)
        self._stack[-1].key = _REFUSED

    def at_root(self) -> bool:
        """Say whether what is read next is the document's own value."""
        return not self._stack

    def at_key(self) -> bool:
        """Say whether what is read next is a mapping's key."""
        if not self._stack:
            return False
        frame = self._stack[-1]
        return frame.key is None and isinstance(frame.held, dict)

    def _duplicate(self, frame: _Frame, key: str, offset: int) -> None:
        """Note that `key` stands in its mapping for the second time."""
        assert isinstance(frame.tree, dict)
        earlier = frame.tree[key]
        first, _ = _line_and_column(self.starts, earlier if isinstance(earlier, int) else earlier[0])
        second, _ = _line_and_column(self.starts, offset)
        self.problem(offset, "duplicate-key", key, path=(*self._path(), key), first=first, second=second)

    def _count(self, offset: int) -> None:
        """Count one value or key."""
        self._nodes += 1
        if self._nodes > self.limits.max_nodes:
            limit = f"{self.limits.max_nodes:,}"
            self.fatal(offset, "node-count", f"> {limit}", limit=limit)

    def _put(self, value: Value, offset: int, inside: dict[str, _Tree] | list[_Tree] | None) -> None:
        """Put a complete value where it belongs."""
        if not self._stack:
            self._root = (value, offset if inside is None else (offset, inside))
            return
        frame = self._stack[-1]
        if isinstance(frame.held, list):
            assert isinstance(frame.tree, list)
            frame.held.append(value)
            frame.tree.append(offset if inside is None else (offset, inside))
            return
        assert isinstance(frame.tree, dict)
        key, frame.key = frame.key, None
        if isinstance(key, str):
            frame.held[key] = value
            frame.tree[key] = frame.key_offset if inside is None else (frame.key_offset, inside)

    def _path(self) -> _Path:
        """Return the address of what is read now."""
        path: list[str | int] = []
        for frame in self._stack:
            if isinstance(frame.held, list):
                path.append(len(frame.held))
            elif isinstance(frame.key, str):
                path.append(frame.key)
        return tuple(path)


# --- YAML ---------------------------------------------------------------------------------------------------

_CONSTANTS: Final[dict[str, Value]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?")


def _plain(text: str) -> Value:
    """Return what an unquoted YAML scalar means."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "-0123456789":
        return text
    match = _NUMBER.fullmatch(text)
    if match is None or _digits(text) > MAX_DIGITS:
        return text
    return int(text) if match[1] is None else Decimal(text)


def _digits(number: str) -> int:
    """Return how many digits a plain number has."""
    return len(number) - number.count("-") - number.count(".")


def _read_yaml(builder: _Builder) -> None:
    """Feed the builder with the YAML text it holds."""
    import yaml

    documents = 0
    events = _yaml_events(builder)
    for event in events:
        offset = event.start_mark.index if event.start_mark is not None else 0
        if isinstance(event, yaml.NodeEvent):
            if event.anchor is not None and not isinstance(event, yaml.AliasEvent):
                builder.problem(offset, "anchor", f"&{event.anchor}")
            if isinstance(event, yaml.ScalarEvent):
                _read_yaml_scalar(builder, event, offset)
            elif isinstance(event, yaml.AliasEvent):
                builder.problem(offset, "alias", f"*{event.anchor}")
                if builder.at_key():
                    builder.refused_key(offset)
                else:
                    builder.scalar(None, offset, "", escapes=False)
            elif isinstance(event, yaml.CollectionStartEvent):
                if event.tag is not None:
                    builder.problem(offset, "tag", event.tag)
                builder.begin({} if isinstance(event, yaml.MappingStartEvent) else [], offset)
        elif isinstance(event, yaml.CollectionEndEvent):
            builder.end()
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                builder.fatal(offset, "multiple-documents", "---")


def _read_yaml_scalar(builder: _Builder, event: yaml.ScalarEvent, offset: int) -> None:
    """Add one scalar, or the key of the next value."""
    text = event.value
    plain = not event.style  # the C parser says "", the Python one None
    if event.tag is not None:
        builder.problem(offset, "tag", event.tag)
    if plain and text == "<<" and builder.at_key():
        builder.problem(offset, "merge-key", text)
        builder.refused_key(offset)
        return
    if plain and text == "" and builder.at_root():
        return  # a lone `---`: an empty document, which has no value
    builder.scalar(_plain(text) if plain else text, offset, text, escapes=event.style == '"')


def _yaml_events(builder: _Builder) -> Iterator[yaml.Event]:
    """Yield the parser's events; a text it cannot parse ends the reading with a problem."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # PyYAML can be built without the C parser
    try:
        yield from yaml.parse(builder.text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        _yaml_problem(builder, error)
    except (yaml.YAMLError, ValueError, OverflowError):  # the Python parser's, on escapes beyond Unicode
        builder.syntax(0, "YAML", _BACKSLASH)


def _yaml_problem(builder: _Builder, error: yaml.MarkedYAMLError) -> None:
    """Say what is wrong with a text that is not YAML, and how to mend it."""
    said, context = error.problem or "", error.context or ""
    opened = "quoted scalar" in context or "simple key" in context
    mark = error.context_mark if opened and error.context_mark is not None else error.problem_mark
    offset = min(mark.index, len(builder.text)) if mark is not None else 0
    hint = _QUOTE if context.endswith(" a tag") else _hint(_YAML_HINTS, said, _YAML_OTHER)
    line, _ = _line_and_column(builder.starts, offset)
    if "undefined tag handle" in said:
        builder.fatal(offset, "tag", builder.line_text(line).strip())
    around = [builder.line_text(number) for number in (line - 1, line) if number > 0]
    if hint is _QUOTE and builder.text[offset : offset + 1] == "\t":
        hint = _TAB
    elif hint in (_COLON_IN_VALUE, _NO_COLON, _INDENTATION):
        if any("：" in text and ": " not in text for text in around):
            hint = _FULL_WIDTH_COLON
        elif any(text.lstrip(" ").startswith("\u3000") for text in around):
            hint = _FULL_WIDTH_SPACE
    builder.syntax(offset, "YAML", hint)


# --- JSON ---------------------------------------------------------------------------------------------------

_JSON_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^\s{}\[\],:"]+', re.DOTALL)
_JSON_CONSTANTS: Final[dict[str, Value]] = {"null": None, "true": True, "false": False}


def _read_json(builder: _Builder) -> None:
    """Feed the builder with the JSON text it holds.

    The standard library judges the text; our own pass then takes its values, because only that one knows
    where each stands and on which lines a key is repeated.
    """
    text = builder.text
    if not text.strip(" \t\r\n"):
        return
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        builder.syntax(min(error.pos, len(text)), "JSON", _hint(_JSON_HINTS, error.msg, _JSON_OTHER))
    except RecursionError:
        # The text is sound as deep as the library went, so the pass below must stop before that.
        builder.limits = replace(builder.limits, max_depth=min(builder.limits.max_depth, 100))
    for match in _JSON_TOKEN.finditer(text):
        token, offset = match[0], match.start()
        if token == "{":
            builder.begin({}, offset)
        elif token == "[":
            builder.begin([], offset)
        elif token in ("}", "]"):
            builder.end()
        elif token[0] == '"':
            escapes = "\\" in token
            builder.scalar(json.loads(token) if escapes else token[1:-1], offset, token, escapes=escapes)
        elif token in _JSON_CONSTANTS:
            builder.scalar(_JSON_CONSTANTS[token], offset, token, escapes=False)
        else:
            builder.scalar(_json_number(builder, token, offset), offset, token, escapes=False)


def _json_number(builder: _Builder, token: str, offset: int) -> Value:
    """Return the exact value of a JSON number; notes a problem for one that has none or is too long."""
    if token in ("NaN", "Infinity", "-Infinity"):
        builder.problem(offset, "number", token)
        return None
    match = _NUMBER.fullmatch(token)
    if match is not None and _digits(token) <= MAX_DIGITS:
        return int(token) if match[1] is None else Decimal(token)
    try:
        number = Decimal(token)  # with an exponent, or too long
        _, digits, exponent = number.as_tuple()
        if isinstance(exponent, int) and len(digits) + abs(exponent) <= MAX_DIGITS:
            return Decimal(format(number, "f"))
    except InvalidOperation:
        pass  # an exponent beyond what Decimal holds
    builder.problem(offset, "number-length", token, limit=MAX_DIGITS)
    return None
