"""A pass in a process of its own, to be killed: ``python -m tests.google.pass_process URL KEY ID …``."""

import sys
from pathlib import Path

from sync.google.google_store import open_google
from tests.google.simple import run_pass


def main() -> None:
    url, key, *ledgers = sys.argv[1:]
    store = open_google([Path(key)], endpoint=url)
    for ref in store.list():
        if ref.ledger_id in ledgers:
            run_pass(store, ref)
    print("done", flush=True)


if __name__ == "__main__":
    main()
