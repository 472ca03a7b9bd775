"""Field masks: ``a.b``, ``a/b``, ``a(b,c)``, ``*``; a path that no message has is refused."""

import re
from collections.abc import Iterator
from typing import Any

from tests.google.model import Json, invalid

#: A tree of names; an empty one means everything below.
Mask = dict[str, Any]

_TOKEN = re.compile(r"[A-Za-z_]+|[*().,/]")

_COLOR: Mask = {"red": {}, "green": {}, "blue": {}, "alpha": {}}
_VALUE: Mask = {"numberValue": {}, "stringValue": {}, "boolValue": {}, "formulaValue": {}, "errorValue": {}}
_FORMAT: Mask = {
    "numberFormat": {"type": {}, "pattern": {}},
    "backgroundColor": _COLOR,
    "backgroundColorStyle": {},
    "borders": {},
    "padding": {},
    "horizontalAlignment": {},
    "verticalAlignment": {},
    "wrapStrategy": {},
    "textDirection": {},
    "textFormat": {},
    "hyperlinkDisplayType": {},
    "textRotation": {},
}
_METADATA: Mask = {
    name: {} for name in ("metadataId", "metadataKey", "metadataValue", "location", "visibility")
}
_DIMENSION: Mask = {
    "hiddenByFilter": {},
    "hiddenByUser": {},
    "pixelSize": {},
    "developerMetadata": _METADATA,
}
_GROUP: Mask = {"range": {}, "depth": {}, "collapsed": {}}
CELL: Mask = {
    "userEnteredValue": _VALUE,
    "effectiveValue": _VALUE,
    "formattedValue": {},
    "userEnteredFormat": _FORMAT,
    "effectiveFormat": _FORMAT,
    "hyperlink": {},
    "note": {},
    "textFormatRuns": {},
    "dataValidation": {},
}
SPREADSHEET: Mask = {
    "spreadsheetId": {},
    "spreadsheetUrl": {},
    "properties": {"title": {}, "locale": {}, "autoRecalc": {}, "timeZone": {}, "defaultFormat": {}},
    "namedRanges": {},
    "developerMetadata": _METADATA,
    "sheets": {
        "properties": {
            "sheetId": {},
            "title": {},
            "index": {},
            "sheetType": {},
            "gridProperties": {
                "rowCount": {},
                "columnCount": {},
                "frozenRowCount": {},
                "frozenColumnCount": {},
                "hideGridlines": {},
            },
            "hidden": {},
            "tabColor": {},
            "rightToLeft": {},
        },
        "data": {
            "startRow": {},
            "startColumn": {},
            "rowData": {"values": CELL},
            "rowMetadata": _DIMENSION,
            "columnMetadata": _DIMENSION,
        },
        "merges": {},
        "conditionalFormats": {"ranges": {}, "booleanRule": {}, "gradientRule": {}},
        "filterViews": {},
        "protectedRanges": {
            name: {}
            for name in (
                "protectedRangeId",
                "range",
                "namedRangeId",
                "description",
                "warningOnly",
                "requestingUserCanEdit",
                "unprotectedRanges",
                "editors",
            )
        },
        "basicFilter": {"range": {}, "sortSpecs": {}, "criteria": {}},
        "charts": {},
        "bandedRanges": {},
        "developerMetadata": _METADATA,
        "rowGroups": _GROUP,
        "columnGroups": _GROUP,
        "slicers": {},
        "tables": {},
    },
}
VALUES: Mask = {"spreadsheetId": {}, "valueRanges": {"range": {}, "majorDimension": {}, "values": {}}}
FILES: Mask = {
    "nextPageToken": {},
    "incompleteSearch": {},
    "kind": {},
    "files": {
        name: {}
        for name in (
            "id",
            "name",
            "mimeType",
            "createdTime",
            "modifiedTime",
            "version",
            "trashed",
            "parents",
            "capabilities",
            "lastModifyingUser",
            "owners",
            "webViewLink",
        )
    },
}


def parse(text: str, schema: Mask) -> Mask:
    """Return the mask's tree.

    Raises:
        ApiError: 400, as Google says it, for a path that *schema* does not hold.
    """
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s", "", text):
        raise invalid("Request contains an invalid argument. Invalid field mask.")
    stream = iter([*tokens, ""])
    return _group(stream, schema, closing="", path="")


def _group(stream: Iterator[str], schema: Mask, *, closing: str, path: str) -> Mask:
    tree: Mask = {}
    token = next(stream)
    while True:
        here, below, node = tree, schema, path
        while True:
            node = f"{node}.{token}".lstrip(".")
            if token == "*":
                here.update(below)
            elif below and token not in below:
                raise invalid(
                    f"Error expanding 'fields' parameter. Cannot find matching fields for path '{node}'."
                )
            parent, name = here, token
            below = below.get(token, {})
            if token != "*":
                here = here.setdefault(token, {})
            token = next(stream)
            if token in (".", "/"):
                token = next(stream)
                continue
            if token == "(":
                parent[name] = {**here, **_group(stream, below, closing=")", path=node)}
                token = next(stream)
            break
        if token == closing:
            return tree
        if token != ",":
            raise invalid("Request contains an invalid argument. Invalid field mask.")
        token = next(stream)


def apply(value: Any, mask: Mask) -> Any:
    """Return *value* with only what the mask names; an empty mask keeps everything."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(item, mask) for item in value]
    if isinstance(value, dict):
        return {key: apply(item, mask[key]) for key, item in value.items() if key in mask}
    return value


def wants(mask: Mask, *path: str) -> bool:
    """Tell whether anything at *path* is asked for."""
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def at(mask: Mask, *path: str) -> Mask:
    """Return the part of the mask below *path*."""
    for name in path:
        mask = mask.get(name, {}) if mask else {}
    return mask


def field_paths(fields: str) -> list[list[str]]:
    """Return the paths of an update's ``fields``."""
    if not fields:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    tree = parse(fields, {})
    return list(_leaves(tree, []))


def _leaves(tree: Mask, path: list[str]) -> Iterator[list[str]]:
    if not tree:
        yield path if path != ["*"] else []
    for name, below in tree.items():
        yield from _leaves(below, [*path, name])


def put(target: Json, path: list[str], source: Json) -> Json:
    """Return *target* with what *source* has at *path*, removed where it has nothing."""
    if not path:  # "*" stands for every field
        return dict(source)
    name, *rest = path
    result = dict(target)
    if rest:
        inner = put(result.get(name, {}), rest, source.get(name, {}))
        if inner:
            result[name] = inner
        else:
            result.pop(name, None)
    elif name in source:
        result[name] = source[name]
    else:
        result.pop(name, None)
    return result
