"""The report as JSON, for programs and for the archive; read back, it is the same report."""

from __future__ import annotations

import json

from pydantic import ValidationError

from offsetcheck.facts.problems import FOUND_LENGTH, InputError, Problem, Text, address
from offsetcheck.report.model import Report

__all__ = ["read_json", "write_json"]


def write_json(report: Report) -> str:
    """Return the report as JSON: the model's order, decimals as strings, the same bytes for the same report."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def read_json(text: str, file: str = "report.json") -> Report:
    """Return the report that `write_json` wrote.

    Raises InputError, naming every place that does not fit, for anything else.
    """
    try:
        return Report.model_validate_json(text)
    except ValidationError as error:
        mend = Text(
            "報告書の形式と一致しません。`offsetcheck check --format json` が出力したファイルを、変更せずに指定してください。",
            "this does not fit the shape of a report; give a file that `offsetcheck check --format json` wrote, unchanged",
        )
        raise InputError(
            Problem(
                file=file,
                line=None,
                column=None,
                path=address(found["loc"]),
                found="" if isinstance(found["input"], dict | list) else str(found["input"])[:FOUND_LENGTH],
                expected=mend,
                code=f"report-{found['type'].replace('_', '-')}",
            )
            for found in error.errors()
        ) from None
