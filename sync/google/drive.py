"""Which spreadsheets there are, and whether any changed: one Drive request for a thousand of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sync.google.transport.courier import Courier, Errand
from sync.google.transport.endpoint import DRIVE_HOST

_MIME = "application/vnd.google-apps.spreadsheet"
_FIELDS = "nextPageToken,files(id,name,modifiedTime,version,capabilities(canEdit))"
_ID_IN_URL = re.compile(r"/(?:spreadsheets/d|folders|file/d)/([A-Za-z0-9_-]+)|[?&]id=([A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class DriveFile:
    """A spreadsheet as Drive lists it.

    Attributes:
        version: changes whenever the spreadsheet does; equal means untouched.
        can_edit: whether the account that asked may write there; True where Drive does not say.
    """

    file_id: str
    name: str
    version: str
    can_edit: bool = True


def id_of(text: str) -> str:
    """Return the id in a browser address of a spreadsheet or folder; an id stays one."""
    match = _ID_IN_URL.search(text)
    return (match[1] or match[2]) if match else text.strip()


def list_spreadsheets(courier: Courier, errand: Errand, folder: str | None) -> list[DriveFile]:
    """Return every spreadsheet that *errand*'s account can see, those of *folder* only if one is given.

    Raises:
        GaveUpError: the list cannot be had.
    """
    query = f"mimeType='{_MIME}' and trashed=false"
    if folder:
        query += f" and '{id_of(folder)}' in parents"
    params = {
        "q": query,
        "fields": _FIELDS,
        "pageSize": 1000,
        "supportsAllDrives": "true",
        "includeItemsFromAllDrives": "true",
    }
    found: list[DriveFile] = []
    while True:
        page = courier.get(errand, "drive", f"{DRIVE_HOST}/drive/v3/files", params).json
        found += [
            DriveFile(file["id"], file.get("name", ""), _version(file), _can_edit(file))
            for file in page.get("files", [])
        ]
        token = page.get("nextPageToken")
        if not token:
            return found
        params = {**params, "pageToken": token}


def version_of(courier: Courier, errand: Errand, file_id: str) -> str:
    """Return the version of one spreadsheet, as `list_spreadsheets` would tell it now.

    Raises:
        GaveUpError: it cannot be had.
    """
    return _version(_file(courier, errand, file_id, "version,modifiedTime"))


def is_trashed(courier: Courier, errand: Errand, file_id: str) -> bool:
    """Whether a spreadsheet that is not listed lies in the bin, from where it can still be read.

    Raises:
        GaveUpError: Drive does not say.
    """
    return bool(_file(courier, errand, file_id, "trashed").get("trashed"))


def can_edit(courier: Courier, errand: Errand, file_id: str) -> bool:
    """Whether *errand*'s account may write in a spreadsheet; True where Drive does not say.

    Raises:
        GaveUpError: it cannot be reached.
    """
    return _can_edit(_file(courier, errand, file_id, "capabilities(canEdit)"))


def _file(courier: Courier, errand: Errand, file_id: str, fields: str) -> Mapping[str, Any]:
    url = f"{DRIVE_HOST}/drive/v3/files/{quote(file_id, safe='')}"
    return courier.get(errand, "drive", url, {"fields": fields, "supportsAllDrives": "true"}).json


def _can_edit(file: Mapping[str, Any]) -> bool:
    return bool(file.get("capabilities", {}).get("canEdit", True))


def _version(file: Mapping[str, Any]) -> str:
    # Both, since neither is promised to move with every edit at once.
    return f"{file.get('version', '')}@{file.get('modifiedTime', '')}"
