"""Prints the figures of both halves of each list, and what the open half misses."""

import sys

from tests.corpus.lists.parts import PARTS

#: Counts that say nothing new of ledgers that are read.
_DULL = frozenset(["kinds", "visible", "header rows", "first data row", "level", "complexity"])


def main() -> None:
    for name in [one for one in sys.argv[1:] if one != "-a"] or PARTS:
        for which, half in zip(("open", "closed"), PARTS[name](), strict=True):
            counted = {key: count for key, count in half.counts.items() if key.split(".")[0] not in _DULL}
            print(name, which, f"{half.share:.3f}", counted)
            if which == "open" or "-a" in sys.argv:
                print(*half.misses, sep="\n")


if __name__ == "__main__":
    main()
