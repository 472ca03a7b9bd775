"""The coordinator's page as HTML: no script, no request to anywhere, readable on a phone and on paper."""

from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import quote

from config.messages import said
from scheduler.serve.site.board_view import BoardView


@cache
def _style() -> str:
    return (files("scheduler.serve.site") / "board.css").read_text("utf-8")


def board_html(view: BoardView) -> str:
    """Return the page."""
    return "".join(_page(view))


def _page(view: BoardView) -> Iterator[str]:
    language = view.language
    title = said(language, "page.title", township=view.township)
    never = said(language, "page.never")
    yield (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head><body><header><h1>{escape(title)}</h1>"
    )
    as_of = said(
        language, "page.as_of", day=view.today, last=view.last_run or never, next=view.next_run or never
    )
    counts = {name: view.total(name) for name in ("open", "overdue", "due_soon")}
    sums = escape(said(language, "page.sums", **counts))
    yield f"<p>{escape(as_of)}</p><p><strong>{sums}</strong></p></header><main>"
    yield from _villages(view)
    yield from _coming(view)
    yield from _listed(view, "sittings", "no_sittings", [escape(line) for line in view.sittings])
    yield from _listed(view, "owed", "nothing_owed", [escape(line) for line in view.owed])
    yield from _listed(view, "wrong", "all_well", [escape(line) for line in view.wrong])
    links = [f'<a href="/reports/{quote(name)}">{escape(name)}</a>' for name in view.reports]
    yield from _listed(view, "reports", "no_reports", links)
    yield "</main></body></html>\n"


def _villages(view: BoardView) -> Iterator[str]:
    language = view.language
    yield f"<section><h2>{_word(view, 'villages')}</h2><table><thead><tr>"
    yield f'<th scope="col">{_word(view, "village")}</th>'
    yield f'<th scope="col">{_word(view, "light")}</th>'
    for name in ("open", "overdue", "due_soon"):
        yield f'<th scope="col" class="n">{_word(view, name)}</th>'
    yield "</tr></thead><tbody>"
    for one in view.villages:
        light = escape(said(language, f"page.light_{one.light}"))
        yield f'<tr><th scope="row">{escape(one.village)}</th><td class="{one.light}">{light}</td>'
        for name in ("open", "overdue", "due_soon"):
            yield f'<td class="n">{one.counts.get(name, 0)}</td>'
        yield "</tr>"
    yield "</tbody></table></section>"


def _coming(view: BoardView) -> Iterator[str]:
    yield f"<section><h2>{_word(view, 'coming')}</h2>"
    if not view.coming:
        yield f"<p>{_word(view, 'nothing_coming')}</p></section>"
        return
    yield '<table class="coming"><thead><tr>'
    for name in ("due", "village", "place", "duty", "asked"):
        yield f'<th scope="col">{_word(view, name)}</th>'
    yield "</tr></thead><tbody>"
    for line in view.coming:
        yield f'<tr><td class="d {line.light}">{line.due.isoformat()} {escape(line.state)}</td>'
        for text in (line.village, line.place, line.duty, line.asked):
            yield f"<td>{escape(text)}</td>"
        yield "</tr>"
    yield "</tbody></table>"
    if view.left_out:
        yield f"<p>{escape(said(view.language, 'page.more', count=view.left_out))}</p>"
    yield "</section>"


def _listed(view: BoardView, title: str, empty: str, items: Sequence[str]) -> Iterator[str]:
    yield f"<section><h2>{_word(view, title)}</h2>"
    if items:
        yield "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul></section>"
    else:
        yield f"<p>{_word(view, empty)}</p></section>"


def _word(view: BoardView, name: str) -> str:
    return escape(said(view.language, f"page.{name}"))
