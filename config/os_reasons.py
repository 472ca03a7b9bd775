"""Why the system refused something, for people: its own words are English, and say it to programmers."""

import errno

from config.messages import Detail, message

#: What the system says → the text of the catalogue's area ``reason`` that says it in Chinese.
_TEXTS = {
    "EROFS": "read_only",
    "EACCES": "no_right",
    "EPERM": "no_right",
    "ENOSPC": "disk_full",
    "EDQUOT": "disk_full",
    "ENOENT": "not_there",
    "ENOTDIR": "no_folder",
    "EISDIR": "is_folder",
    "EEXIST": "is_there",
    "EBUSY": "in_use",
    "ETXTBSY": "in_use",
    "EIO": "disk_broken",
    "ENAMETOOLONG": "name_too_long",
    "EMFILE": "too_many_open",
    "ENFILE": "too_many_open",
    "EADDRINUSE": "port_taken",
    "EADDRNOTAVAIL": "no_such_address",
    "ETIMEDOUT": "no_network",
    "EHOSTUNREACH": "no_network",
    "ENETUNREACH": "no_network",
    "ECONNREFUSED": "no_network",
    "ESTALE": "share_gone",
    "ENOTCONN": "share_gone",
}


def reason_of(error: OSError) -> Detail:
    """Return why *error* came: in the system's words in English, in Chinese what they come to."""
    name = errno.errorcode.get(error.errno or 0, "")
    if name in _TEXTS:
        gist = message(f"reason.{_TEXTS[name]}")
    else:
        gist = message("reason.other", code=name or type(error).__name__)
    return Detail(error.strerror or type(error).__name__, gist)
