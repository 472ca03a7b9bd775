"""Make ``statutory.toml`` once: ``python -m config.calendars.generate > config/calendars/statutory.toml``.

Needs the development package ``holidays``, for the lunar festivals only. Its substituted and observed
days are left out: they are the business of the year's notice, which is not out for these years.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2027, 2037

HEAD = """\
# Statutory rest days of years whose notice was not out when this was made (2026-11-22).
# 《全国年节及纪念日放假办法》, amended November 2024: 元旦 1, 春节 4 from 除夕, 清明 1, 劳动节 2,
# 端午 1, 中秋 1, 国庆 3. Make-up days are unknown: every date counted on these years is 暂定.
# Made by: python -m config.calendars.generate
"""

_LUNAR = {
    "Tomb-Sweeping Day": "tomb_sweeping",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-Autumn Festival": "mid_autumn",
}


def statutory_year(year: int) -> dict[str, list[date]]:
    """Return one year's statutory days by holiday."""
    import holidays

    found: dict[str, list[date]] = defaultdict(list)
    found["new_year"] = [date(year, 1, 1)]
    found["labour_day"] = [date(year, 5, 1), date(year, 5, 2)]
    found["national_day"] = [date(year, 10, day) for day in (1, 2, 3)]
    for day, names in holidays.country_holidays("CN", years=year, language="en_US").items():
        for name in names.split("; "):
            if name == "Chinese New Year's Eve":
                found["spring_festival"] = [day + timedelta(days=step) for step in range(4)]
            elif name in _LUNAR:
                found[_LUNAR[name]].append(day)
    return found


def lines() -> Iterator[str]:
    """Yield the file, line by line."""
    yield HEAD
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        yield f"[year.{year}]"
        for name, days in sorted(statutory_year(year).items(), key=lambda item: item[1]):
            yield f"{name} = [{', '.join(day.isoformat() for day in days)}]"
        yield ""


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()))
