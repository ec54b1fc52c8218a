"""Dossiers at random, with everything that a register may hold, for comparing engines with one another."""

import datetime as dt
import random
from pathlib import Path

import numpy as np
import pandas as pd

TODAY = dt.date(2022, 11, 30)
FIRST, LAST = dt.date(2021, 1, 1), dt.date(2022, 12, 31)


def dossiers(count: int, seed: int = 7) -> pd.DataFrame:
    """`count` dossiers of 40 units over 2021 and 2022; dates are texts, blanks None."""
    chance = np.random.default_rng(seed)
    begin = np.datetime64("2021-01-01")
    received = begin + chance.integers(0, 730, count)
    due = received + chance.integers(0, 30, count)
    finished = received + chance.integers(0, 40, count)
    apology, again = due + chance.integers(1, 10, count), due + chance.integers(1, 20, count)

    def some(values: np.ndarray, share: float) -> np.ndarray:
        texts = values.astype(str).astype(object)
        texts[chance.random(count) >= share] = None
        return texts

    return pd.DataFrame(
        {
            "dossier": [f"H{number:07d}" for number in range(count)],
            "unit": [f"xa-{number:02d}" for number in chance.integers(0, 40, count)],
            "procedure": some(np.array([f"1.{number:06d}" for number in chance.integers(0, 90, count)]), 0.98),
            "received": received.astype(str),
            "due": due.astype(str),
            "finished": some(finished, 0.93),
            "channel": np.array(["counter", "online", "post"], dtype=object)[chance.integers(0, 3, count)],
            "returned_by": some(np.array(["counter", "online", "post"])[chance.integers(0, 3, count)], 0.8),
            "supplements": chance.integers(0, 4, count),
            "apology": some(apology, 0.4),
            "rescheduled": some(again, 0.6),
            "rating": some(chance.integers(1, 6, count), 0.3),
            "digitised": some(np.array(["yes", "no"])[chance.integers(0, 2, count)], 0.9),
        }
    )


def by_plain_pandas(
    rows: pd.DataFrame, calendar: list[tuple[dt.date, int, bool]]
) -> dict[tuple[str, str], dict[str, float]]:
    """All measures of dossiers by unit and year, as the guide defines them: each from its own words, row by row."""
    today = pd.Timestamp(TODAY)
    day = {name: pd.to_datetime(rows[name]) for name in ("received", "due", "finished", "apology", "rescheduled")}
    number = {pd.Timestamp(each): count for each, count, _works in calendar}
    found: dict[tuple[str, str], dict[str, float]] = {}
    d = rows.assign(**day)[day["received"] <= today]
    d["finished"] = d["finished"].where(d["finished"] <= today)
    d["apology"] = d["apology"].where(d["apology"] <= today)
    d["rating"] = pd.to_numeric(d["rating"]).where(d["finished"].notna())
    d["took"] = d["finished"].map(number) - d["received"].map(number)
    d["late"] = (d["finished"] > d["due"]) | (d["finished"].isna() & (d["due"] < today))
    d["timely"] = d["finished"] <= d["due"]
    for (unit, year), part in d.groupby(["unit", d["received"].dt.year.astype(str)]):
        late = part[part["late"]]
        online = set(part.loc[part["channel"] == "online", "procedure"].dropna())
        closed = part[part["finished"].notna()]
        rated = part["rating"].dropna()
        decided = int(part["timely"].sum()) + len(late)
        post = (part["channel"] == "post") | (part["returned_by"] == "post")
        found[unit, year] = {
            "on_time_rate": 100 * part["timely"].sum() / decided if decided else float("nan"),
            "late_count": len(late),
            "open_overdue": int(late["finished"].isna().sum()),
            "apology_rate": 100 * (late["apology"].notna() & late["rescheduled"].notna()).mean()
            if len(late)
            else 100.0,
            "one_time_guidance_rate": 100 * (part["supplements"] <= 1).mean(),
            "online_rate": 100 * (part["channel"] == "online").mean(),
            "online_procedure_rate": 100 * len(online) / part["procedure"].nunique(),
            "post_rate": 100 * post.mean(),
            "digitised_rate": 100 * (closed["digitised"].dropna() == "yes").mean(),
            "satisfaction_rate": 100 * (rated >= 4).mean(),
            "median_days": closed["took"].quantile(0.5),
            "p90_days": closed["took"].quantile(0.9),
        }
    return found


def write_csv(rows: pd.DataFrame, path: Path, *, odd: bool = False) -> None:
    """The register as a file; `odd`: as a spreadsheet here writes it, with other columns that nobody may read."""
    if not odd:
        rows.to_csv(path, index=False)
        return
    chance = random.Random(1)
    told = rows.copy()
    for name in ("received", "due", "finished", "apology", "rescheduled"):
        told[name] = [
            day if not isinstance(day, str) else _spelled(dt.date.fromisoformat(day), chance) for day in rows[name]
        ]
    told["channel"] = told["channel"].map(
        {"counter": "Trực tiếp", "online": " Trực tuyến", "post": "Bưu chính công ích"}
    )
    told.insert(2, "Họ và tên", [f"Nguyễn Văn {number}" for number in range(len(told))])
    names = {"dossier": "Mã hồ sơ", "unit": "Đơn vị", "procedure": "Mã TTHC", "received": "Ngày tiếp nhận",
             "due": "Ngày hẹn trả", "finished": "Ngày trả kết quả", "channel": "Hình thức nộp"}  # fmt: skip
    told.rename(columns=names).to_csv(path, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")


def _spelled(day: dt.date, chance: random.Random) -> str:
    """A day in one of the ways in which files have it."""
    serial = (day - dt.date(1899, 12, 30)).days
    return chance.choice([day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y} 14:05", str(serial), f"{day}T08:30:00"])
