"""Tells the platform that the service lives: ready, alive, ending. On systemd, through its notify socket."""

import os
import socket
from contextlib import suppress


def tell(word: str) -> None:
    """Send one word of the notify protocol: ``READY=1``, ``WATCHDOG=1``, ``STOPPING=1``. Nothing elsewhere.

    Source: sd_notify(3). A supervisor that does not listen any more must not end the service.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    if address.startswith("@"):  # an abstract address
        address = "\0" + address[1:]
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as stream:
        stream.sendto(word.encode(), address)
