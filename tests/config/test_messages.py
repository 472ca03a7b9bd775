"""The message catalogue: every text in both languages, with the same fields, each used and rightly filled."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from config.errors import DuesheetError
from config.messages import area, areas, language_of_locale, message, said
from scheduler.serve.timetable import JobName

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
TEXTS = [pytest.param(entry, id=f"{name}.{key}") for name in areas() for key, entry in area(name).items()]
#: An example is a command line, the same in both languages.
FORMS = {"zh", "en", "zh_fix", "en_fix", "en_one", "example"}

#: Names that stand in Latin letters in a Chinese text.
NAMES = (
    r"township\.toml|cluster\.toml|pipx install|townships|status|adopt|move|take|figures_key"
    r"|WPS|Excel|LibreOffice|Google|Drive|Sheets|Cloud|API|TOML|UTF-8|JSON|HTML|MB|SIGTERM|SQLite"
    r"|PostgreSQL|Windows|Linux|Apprise|URL|IT|Asia/Shanghai|postgresql|sqlite|Ctrl\+C|Ctrl\+End"
    r"|state\.url|serve\.port"
    r"|DATE|DIR|FILE|FORMAT|LEDGER|PACK|PERIOD|RUN|VILLAGE|NAME|KIND"
    r"|zh-CN|half-month|risk-list|lead-officers|assessment|(?:plain|json|en|ledgers)\b"
)
#: Those, fields, commands, options, keys of the config, pages and endings of files.
LATIN = re.compile(
    r"\{[^}]*\}|duesheet-demo"
    r"|duesheet(?: [a-z][a-z-]*)*|(?<![\w-])--?[a-z][a-z-]*|\[\[?[a-z_.]+\]?\](?: [a-z_]+)*"
    r"|[a-z]+(?:_[a-z]+)+(?: = [a-z]+)?|https?://|store = \"google\"|timedatectl set-ntp true|chmod 600"
    r"|\b(?:notify|post|ledger|enabled|year|true|false)\b|\[calendar\.\d+\]|\"[a-z+]+://[^\"]+\"|docs/[\w./-]+"
    r"|\.(?:xlsx?|ods|csv|et|docx|html|json|toml|ics)\b|" + NAMES
)
HAN = re.compile(r"[\u3400-\u9fff]")
#: Chinese words that an English text quotes as they stand on the screen or in a ledger.
QUOTED = re.compile(r"“[^”]*”|\{[^}]*\}|〔督〕\S*")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("entry", TEXTS)
def test_a_text_stands_in_both_languages_with_the_same_fields(entry):
    assert set(entry) <= FORMS
    assert {"zh", "en"} <= set(entry)
    assert ("zh_fix" in entry) == ("en_fix" in entry)
    assert fields(entry["zh"]) == fields(entry["en"])
    assert fields(entry.get("zh_fix", "")) == fields(entry.get("en_fix", ""))
    assert fields(entry.get("en_one", "")) <= fields(entry["en"])


@pytest.mark.parametrize("entry", TEXTS)
def test_no_text_mixes_languages(entry):
    for form, text in entry.items():
        if form == "example":
            continue
        if form.startswith("zh"):
            left = LATIN.sub("", text)
            assert not re.search(r"[A-Za-z]{2,}", left), f"{form}: {left}"
            assert HAN.search(text) or not re.search(r"[A-Za-z]", left), f"{form} is not Chinese: {text}"
        else:
            assert not HAN.search(QUOTED.sub("", text)), f"{form}: {text}"


def product() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("config", "rules", "sync", "reports", "scheduler"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every place that names a text: where, its key, the fields it fills (None: it hands on a mapping)."""
    for path, tree in product():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            for argument in node.args[:2]:
                key = argument.value if isinstance(argument, ast.Constant) else None
                if not isinstance(key, str) or key.partition(".")[0] not in areas() or " " in key:
                    continue
                if key.partition(".")[2] in ("", "toml", "html", "xlsx", "docx"):
                    continue
                names = {keyword.arg for keyword in node.keywords}
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield place, key, None if None in names else {str(name) for name in names}


def test_each_text_that_is_named_is_there_and_gets_its_fields():
    found = list(calls())
    assert found
    wrong: list[str] = []
    for place, key, filled in found:
        where, _, name = key.partition(".")
        entry = area(where).get(name)
        if entry is None:
            wrong.append(f"{place}: no text {key}")
        elif filled is not None:
            wanted = {field for text in entry.values() for field in fields(text)}
            if missing := wanted - filled:
                wrong.append(f"{place}: {key} lacks {missing}")
    assert not wrong


def test_no_text_stands_there_unused():
    constants: set[str] = set()
    prefixes: set[str] = set()
    for _, tree in product():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                prefixes.add(str(node.values[0].value))
    unused = [
        f"{name}.{key}"
        for name in areas()
        for key in area(name)
        if f"{name}.{key}" not in constants
        and not any(f"{name}.{key}".startswith(prefix) for prefix in prefixes if f"{name}." in prefix)
    ]
    assert not unused


def test_no_error_is_born_in_one_language_only():
    """An error whose first word stands in the code can be said in no other language."""
    plain: list[str] = []
    for path, tree in product():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            fixed = any(keyword.arg == "fix" for keyword in node.keywords)
            if name.endswith("Error") and fixed and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
                plain.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not plain


def test_an_error_speaks_both_languages():
    error = DuesheetError(message("settings.no_such_config", file="a.toml"), code="config_missing")
    assert error.message == str(error) == "a.toml: there is no such config file"
    assert error.as_json("zh-CN") == {
        "code": "config_missing",
        "message": "a.toml：没有这个配置文件",
        "fix": "请用 -c 指定已有的 township.toml；还没有时，请运行 duesheet init 生成",
    }


def test_a_text_within_a_text_speaks_the_same_language():
    inner = message("settings.no_such_config", file="a.toml")
    assert "没有这个配置文件" in said("zh-CN", "settings.no_such_config", file=inner)
    assert "there is no such" in said("en", "settings.no_such_config", file=inner)


def test_a_field_left_out_is_a_defect():
    with pytest.raises(KeyError):
        said("en", "settings.no_such_config")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh-CN"),
    ],
)
def test_the_locale_tells_the_language(environment, expected):
    assert language_of_locale(environment) == expected


def test_every_job_of_the_service_has_a_name():
    for job in JobName:
        assert said("zh-CN", f"status.job_{job.value}") != job.value
