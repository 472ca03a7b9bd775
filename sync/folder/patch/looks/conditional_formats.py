"""Our conditional formats: one set per worksheet, found again by its words, mended, taken out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

from config.colours import LIGHT_COLOURS, LightColour
from sync.columns import column_number, letters
from sync.folder.patch.markup import Cut, Element, elements, escape, is_count

_LITERAL = re.compile(r'"([^"]*)"')
_CELL = re.compile(r"\$?\b([A-Z]{1,3})\$?([1-9]\d{0,6})\b")
_DXF = re.compile(rb"""[dD]xfId\s*=\s*["'](\d{1,9})["']""")
_PRIORITY = re.compile(rb"""\spriority\s*=\s*["'](\d{1,9})["']""")


def formula_of(colour: LightColour, column: int, row: int) -> str:
    """Return the rule for a light in 0-based *column*, 1-based first *row*."""
    cell = f"${letters(column)}{row}"
    tests = [f'LEFT({cell},{len(word)})="{word}"' for word in colour.begins]
    tests += [f'ISNUMBER(SEARCH("{word}",{cell}))' for word in colour.holds]
    wanted = f"OR({','.join(tests)})"
    unwanted = [f'LEFT({cell},{len(word)})<>"{word}"' for word in colour.never]
    return f"AND({','.join([wanted, *unwanted])})" if unwanted else wanted


def dxf_of(colour: LightColour) -> bytes:
    """Return a colour's differential format."""
    ink, fill = colour.paint.ink, colour.paint.fill
    filled = f'<fill><patternFill><bgColor rgb="FF{fill}"/></patternFill></fill>' if fill else ""
    return f'<dxf><font><color rgb="FF{ink}"/></font>{filled}</dxf>'.encode()


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A block of cells: 1-based rows, 0-based columns, all ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def reference(self) -> str:
        """Return it as ``P4:T40``."""
        first = f"{letters(self.left)}{self.top}"
        last = f"{letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"


def read_areas(reference: str) -> list[Area]:
    """Return the blocks of a ``sqref``; what is no block of cells is left out."""
    found: list[Area] = []
    for part in reference.split():
        corners = [_CELL.fullmatch(corner) for corner in part.split(":")]
        whole = [(int(corner[2]), column_number(corner[1])) for corner in corners if corner]
        if len(whole) == len(corners):
            found.append(Area(*whole[0], *whole[-1]))
    return found


def same_cells(some: Iterable[Area], others: Iterable[Area]) -> bool:
    """Tell whether two lists of blocks cover the same cells."""
    return _by_column(some) == _by_column(others)


def _by_column(areas: Iterable[Area]) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for area in sorted(areas):
        for column in range(area.left, area.right + 1):
            runs = found.setdefault(column, [])
            if runs and area.top <= runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], max(runs[-1][1], area.bottom))
            else:
                runs.append((area.top, area.bottom))
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ours as found in a worksheet."""

    colour: LightColour
    dxf: int
    priority: int
    column: int
    row: int
    areas: tuple[Area, ...]
    element: Element


def our_rules(xml: bytes, formats: Sequence[Element], label: str) -> list[Rule]:
    """Return the rules of ours among the ``conditionalFormatting`` elements *formats* of a worksheet."""
    by_words = {colour.literals: colour for colour in LIGHT_COLOURS}
    found: list[Rule] = []
    for holder in formats:
        for element in elements(xml, holder.inner, holder.close, label):
            given = element.attributes
            numbers = given.get("dxfId", ""), given.get("priority", "1")
            if (
                element.name != "cfRule"
                or given.get("type") != "expression"
                or not all(map(is_count, numbers))
            ):
                continue
            formula = re.search(
                rb"<formula(?:\s[^<>]*)?>([^<]*)</formula\s*>", xml[element.inner : element.close]
            )
            text = unescape(formula[1].decode()) if formula else ""
            colour = by_words.get(frozenset(_LITERAL.findall(text)))
            cells = set(_CELL.findall(_LITERAL.sub("", text)))
            if colour is None or len(cells) != 1:
                continue
            name, row = cells.pop()
            areas = tuple(read_areas(holder.attributes.get("sqref", "")))
            dxf, priority = map(int, numbers)
            found.append(Rule(colour, dxf, priority, column_number(name), int(row), areas, element))
    return found


def are_in_place(rules: Sequence[Rule], wanted: Mapping[int, Sequence[Area]]) -> bool:
    """Tell whether *rules* are one whole set over the *wanted* areas, by the light's column."""
    for column, areas in wanted.items():
        here = [rule for rule in rules if rule.column == column]
        top = min(area.top for area in areas)
        whole = len(here) == len(LIGHT_COLOURS) and {rule.colour for rule in here} == set(LIGHT_COLOURS)
        if not whole or not all(rule.row == top and same_cells(rule.areas, areas) for rule in here):
            return False
    return all(rule.column in wanted for rule in rules)


def without_rules(xml: bytes, formats: Sequence[Element], rules: Sequence[Rule]) -> list[Cut]:
    """Return the cuts that take *rules* out, and with them the elements that then hold nothing."""
    ours = {(rule.element.start, rule.element.end) for rule in rules}
    cuts: list[Cut] = []
    for holder in formats:
        inside = [span for span in ours if holder.start < span[0] < holder.end]
        if not inside:
            continue
        rest = bytearray(xml[holder.inner : holder.close])
        for start, end in sorted(inside, reverse=True):
            del rest[start - holder.inner : end - holder.inner]
        if rest.strip():
            cuts += [(start, end, b"") for start, end in inside]
        else:
            cuts.append((holder.start, holder.end, b""))
    return cuts


def free_priority(xml: bytes, rules: Sequence[Rule], count: int) -> int:
    """Return the first of *count* priorities in a row that no rule but ours has.

    Where ours already hold such a row they keep it; else they come after every rule there is, those of the
    extension list included: where two colour one cell, a person's wins.
    """
    ours = sorted(rule.priority for rule in rules)
    if len(ours) == count and ours == list(range(ours[0], ours[0] + count)):
        return ours[0]
    others = [int(match[1]) for match in _PRIORITY.finditer(xml)]
    for priority in ours:
        others.remove(priority)
    return max(others, default=0) + 1


def rules_xml(wanted: Mapping[int, Sequence[Area]], dxfs: Mapping[str, int], priority: int) -> bytes:
    """Return one ``conditionalFormatting`` element for each column of lights.

    Args:
        wanted: the light's 0-based column to the blocks of cells that go by it.
        dxfs: colour name to differential format.
        priority: of the first rule.
    """
    out: list[bytes] = []
    for column, areas in sorted(wanted.items()):
        reference = " ".join(area.reference() for area in sorted(areas))
        top = min(area.top for area in areas)
        out.append(b'<conditionalFormatting sqref="' + reference.encode() + b'">')
        for colour in LIGHT_COLOURS:
            head = f'<cfRule type="expression" dxfId="{dxfs[colour.name]}" priority="{priority}"><formula>'
            out += (head.encode(), escape(formula_of(colour, column, top)), b"</formula></cfRule>")
            priority += 1
        out.append(b"</conditionalFormatting>")
    return b"".join(out)


def used_dxfs(xml: bytes) -> set[int]:
    """Return the differential formats that a part refers to: rules, table objects, pivot tables."""
    return {int(match[1]) for match in _DXF.finditer(xml)}
