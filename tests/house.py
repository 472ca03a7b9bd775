"""The house as it stands, measured from the tree: rooms, arrows, names. ``make figures`` prints them.

A *room* is a file or a folder that one sees on opening a folder; an *arrow* goes from one room to another of
the same folder when something in the first imports something in the second, at any depth, lazily or not.
"""

import ast
import re
import subprocess
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOPS = ("config", "rules", "sync", "reports", "scheduler")
#: Pages that stand nowhere in the project; a line that cites one sends its reader nowhere.
_BOOKS = "DOMAIN|CONTRACT|TECH|LESSONS|SHEETS|DESIGN|STYLE|SCHEDULING|FINDINGS|HOUSE|CLUSTER"
ABSENT = re.compile(
    rf"\b({_BOOKS})(\.md\b| ?§|['’]s?\b|:| [A-Z]\d| facts| promise| names| says)"
    r"|§ ?[A-H]\d*\b|\b[Ii]ssue #?\d"
)
#: Endings of files in which people read.
_WRITTEN = {".py", ".md", ".toml", ".json", ".html", ".css", ".service", ".cmd"}


def files(*tops: str) -> list[Path]:
    """Every Python file of the product, or of the folders named."""
    return sorted(path for top in tops or TOPS for path in (ROOT / top).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def module(path: Path) -> str:
    name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


@cache
def modules() -> dict[str, Path]:
    return {module(path): path for path in files()}


def imports(path: Path, *, typing: bool = True) -> Iterator[str]:
    """Yield every module of ours that *path* imports; without *typing*, only what runs imports."""
    nodes: list[ast.AST] = [tree(path)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.If) and not typing and "TYPE_CHECKING" in ast.unparse(node.test):
            nodes.extend(node.orelse)
            continue
        nodes.extend(ast.iter_child_nodes(node))
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield whole if whole in modules() else node.module


def inner_folders() -> list[Path]:
    """The product's folders that hold modules, outermost first."""
    return sorted({path.parent for path in files()})


def room_of(folder: Path, name: str) -> str | None:
    """The room of *folder* in which module *name* stands, None when it stands elsewhere."""
    prefix = module(folder / "__init__.py") + "." if folder != ROOT else ""
    return name[len(prefix) :].split(".")[0] if name.startswith(prefix) and name != prefix[:-1] else None


def arrows(folder: Path) -> set[tuple[str, str]]:
    """Who imports whom among the rooms of *folder*."""
    found: set[tuple[str, str]] = set()
    for path in files() if folder == ROOT else folder.rglob("*.py"):
        here = room_of(folder, module(path))
        for name in imports(path):
            there = room_of(folder, name) if name.split(".")[0] in TOPS else None
            if here and there and here != there:
                found.add((here, there))
    return found


def rooms(folder: Path) -> set[str]:
    """The files and folders one sees on opening *folder*."""
    seen = {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"}
    return seen | {
        path.parent.name for path in folder.glob("*/__init__.py") if any(path.parent.glob("[!_]*.py"))
    }


def circles(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the groups of rooms that import each other round and round."""
    after: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        after[one].add(other)

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = list(after[start])
        while todo:
            room = todo.pop()
            if room not in seen:
                seen.add(room)
                todo.extend(after[room])
        return seen

    far = {room: reached(room) for room in list(after)}
    found: list[set[str]] = []
    for room in sorted(far):
        group = {other for other in far[room] if room in far.get(other, set())}
        if group and group not in found:
            found.append(group)
    return found


def public_classes() -> Counter[str]:
    return Counter(
        node.name
        for path in files()
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )


def shared_file_names() -> dict[str, list[str]]:
    """File names that two files carry, outside the commands and the packages' faces."""
    named: dict[str, list[str]] = defaultdict(list)
    for path in files():
        if path.stem not in {"__init__", "__main__"} and "cli" not in path.parts:
            named[path.stem].append(path.relative_to(ROOT).as_posix())
    return {name: paths for name, paths in named.items() if len(paths) > 1}


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    args = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([arg for arg in args if arg.arg not in {"self", "cls"}]) + bool(node.args.kwarg)


def functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield path, node


def wide_functions(least: int = 6) -> list[str]:
    """Functions with *least* or more parameters, without the command line's own."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name} {parameters(node)}"
        for path, node in functions()
        if parameters(node) >= least and path.relative_to(ROOT).as_posix() != "scheduler/cli/commands.py"
    ]


def long_classes(least: int = 201) -> dict[str, int]:
    return {
        f"{path.relative_to(ROOT)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and (node.end_lineno or 0) - node.lineno + 1 >= least
    }


def callers(name: str) -> set[str]:
    """Files in which a function of that name is called."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name
    }


def citations() -> list[str]:
    """Lines that cite a page which is not in the project."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: list[str] = []
    for name in listed.split():
        path = ROOT / name
        if path.suffix not in _WRITTEN or path == Path(__file__) or not path.is_file():
            continue
        lines = path.read_text("utf-8").splitlines()
        found += [f"{name}:{number}" for number, line in enumerate(lines, 1) if ABSENT.search(line)]
    return found


def colours() -> Mapping[str, list[str]]:
    """Colours spelled as literals, by file; the page's style sheet is no Python file."""
    found: dict[str, list[str]] = {}
    for path in files():
        with tokenize.open(path) as stream:
            spelled = [
                token.string
                for token in tokenize.generate_tokens(stream.readline)
                if token.type == tokenize.STRING
                and re.fullmatch(r"""f?["']#?[0-9A-Fa-f]{6}["']""", token.string)
            ]
        spelled = [text for text in spelled if re.search("[A-Fa-f]", text) or text.count("0") >= 4]
        if spelled:
            found[path.relative_to(ROOT).as_posix()] = spelled
    return found


def spelled(pattern: str) -> set[str]:
    """Files of the product in which a line of code holds *pattern*."""
    wanted = re.compile(pattern)
    return {path.relative_to(ROOT).as_posix() for path in files() if wanted.search(path.read_text("utf-8"))}


def repeated(least: int = 6) -> list[str]:
    """Pairs of places where *least* lines of code stand alike; imports, brackets and blank lines are none."""
    windows: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for path in files():
        skipped = {
            line
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for line in range(node.lineno, (node.end_lineno or 0) + 1)
        }
        numbered = [
            (number, line.strip())
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            if number not in skipped and re.search(r"\w", line) and not line.strip().startswith("#")
        ]
        for at in range(len(numbered) - least + 1):
            window = numbered[at : at + least]
            key = tuple(line for _, line in window)
            windows[key].append((path.relative_to(ROOT).as_posix(), window[0][0]))
    found: list[str] = []
    last: dict[tuple[str, str], int] = {}
    places = (pair for at in windows.values() for pair in combinations(at, 2))
    for (one, first), (other, second) in sorted(places):
        # Where more than *least* lines are alike, it is still one pair.
        if first - last.get((one, other), -least) >= least:
            found.append(f"{one}:{first} {other}:{second}")
        last[one, other] = first
    return found


def subjects(since: str) -> list[str]:
    told = subprocess.run(
        ["git", "log", "--format=%s", f"{since}..HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    return told.stdout.splitlines()


def figures() -> Iterator[tuple[str, str]]:
    """Yield each figure's name and value."""
    every = {folder: circles(arrows(folder)) for folder in [ROOT, *inner_folders()]}
    yield "circles, every level", str(sum(len(groups) for groups in every.values()))
    for top in ("sync", "reports", "scheduler", "rules"):
        folder = ROOT / top
        yield f"rooms · arrows of {top}", f"{len(rooms(folder))} · {len(arrows(folder))}"
    sizes = {
        folder.relative_to(ROOT).as_posix(): len(
            [p for p in folder.glob("*.py") if not p.stem.startswith("__")]
        )
        for folder in inner_folders()
        if "cli" not in folder.parts
    }
    fullest = max(sizes, key=lambda folder: sizes[folder])
    yield "fullest folder, files", f"{sizes[fullest]} ({fullest})"
    yield "file names shared by two files", f"{len(shared_file_names())} {sorted(shared_file_names())}"
    shared = [name for name, count in public_classes().items() if count > 1]
    yield "public class names shared", f"{len(shared)} {sorted(shared)}"
    yield "files that call understand", f"{len(callers('understand'))} {sorted(callers('understand'))}"
    yield "files that spell colours", f"{len(colours())} {sorted(colours())}"
    loops = spelled(r"\bstore\.write\(")
    yield "look-plan-write loops", f"{len(loops)} {sorted(loops)}"
    named = spelled(r"(getattr|hasattr)\([\w.]*store\b|ledgers\.store\b")
    named -= {"config/settings.py", "scheduler/cli/init.py"}
    yield "files that ask a store by its name", f"{len(named)} {sorted(named)}"
    halves = spelled(r"H\(\[12\]\)")
    yield "files that spell a half-month", f"{len(halves)} {sorted(halves)}"
    yield "pairs of repeated lines", str(len(repeated()))
    yield "functions with 6 or more parameters", str(len(wide_functions()))
    yield "classes over 200 lines", str(long_classes())
    yield "lines that cite an absent page", str(len(citations()))
    long = [subject for subject in subjects("3110f84") if len(subject) > 50]
    yield "commit subjects over 50 characters", str(len(long))


if __name__ == "__main__":
    for name, value in figures():
        print(f"{name:40} {value}")
    for line in wide_functions():
        print("  wide:", line)
    for line in repeated():
        print("  alike:", line)
    for line in citations():
        print("  cites:", line)
