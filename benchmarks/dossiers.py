"""Dossiers by the million, and the query that somebody would write by hand to measure them.

python benchmarks/dossiers.py make FOLDER ROWS csv|parquet     a workspace of 3,321 units with a register
python benchmarks/dossiers.py ask FOLDER [--checks]            the query: all measures by unit and year

With --checks the query also says what a register must be checked for: ids that stand twice, and rows that
contradict themselves.
"""

import datetime as dt
import shutil
import sys
from pathlib import Path

import duckdb

UNITS = 3321
TODAY = dt.date(2023, 1, 1)
ROOT = Path(__file__).parents[1]


def make(folder: Path, rows: int, form: str) -> None:
    """Write the sample's criteria.yaml, units.csv and the register; nothing where it is there already."""
    path = folder / "data" / f"dossiers.{form}"
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "criteria.yaml").read_text("utf-8").replace("unit: xa-tien-loi", "unit: xa-0000")
    (folder / "criteria.yaml").write_text(text, "utf-8")
    units = [f"xa-{number:04d},Xã {number},cap-xa\n" for number in range(UNITS)]
    (folder / "data" / "units.csv").write_text("unit,name,group\n" + "".join(units), "utf-8")
    fresh = path.with_suffix(".tmp")
    options = "header, delimiter ','" if form == "csv" else "format parquet"
    duckdb.execute(f"""
        copy (
            select 'HS-' || lpad(i::varchar, 8, '0') as dossier,
                'xa-' || lpad((hash(i) % {UNITS})::varchar, 4, '0') as unit,
                '1.00' || (1000 + hash(i * 7) % 60)::varchar as procedure,
                received,
                received + (5 + hash(i * 11) % 10)::int as due,
                case when hash(i * 13) % 100 < 97 then received + (1 + hash(i * 17) % 14)::int end as finished,
                case hash(i * 19) % 10 when 0 then 'post' when 1 then 'online' when 2 then 'online' else 'counter' end as channel,
                case hash(i * 23) % 10 when 0 then 'post' when 1 then 'online' else 'counter' end as returned_by,
                (hash(i * 29) % 3)::int as supplements,
                case when hash(i * 31) % 20 = 0 then received + 16 end as apology,
                case when hash(i * 37) % 20 = 0 then received + 20 end as rescheduled,
                case when hash(i * 41) % 5 = 0 then (1 + hash(i * 43) % 5)::int end as rating
            from (select i, date '2021-01-04' + (i * 715 // {rows})::int as received from range({rows}) t(i))
        ) to '{fresh}' ({options})
    """)
    shutil.move(fresh, path)


def working_days() -> list[tuple[dt.date, int]]:
    """Each day of 2020 to 2023 and the number of working days up to it."""
    import holidays

    off, number, found = holidays.country_holidays("VN", years=range(2020, 2024)), 0, []
    for step in range(1461):
        day = dt.date(2020, 1, 1) + dt.timedelta(days=step)
        number += day.weekday() < 5 and day not in off
        found.append((day, number))
    return found


def ask(folder: Path, checks: bool) -> None:
    """Run the query on two processors with a gigabyte, as cchc does."""
    connection = duckdb.connect(config={"memory_limit": "1GB"})
    connection.execute("create table calendar as select unnest($1::date[]) as day, unnest($2::int[]) as number",
                       [list(column) for column in zip(*working_days(), strict=True)])  # fmt: skip
    days, text = "'DATE'", "'VARCHAR'"
    columns = {
        "dossier": text, "unit": text, "procedure": text, "received": days, "due": days, "finished": days,
        "channel": text, "returned_by": text, "supplements": "'INTEGER'", "apology": days, "rescheduled": days,
        "rating": "'DOUBLE'",
    }  # fmt: skip
    told = ", ".join(f"'{name}': {kind}" for name, kind in columns.items())
    source = f"read_csv('{folder / 'data' / 'dossiers.csv'}', header=true, delim=',', columns={{{told}}})"
    if not (folder / "data" / "dossiers.csv").exists():
        source = f"read_parquet('{folder / 'data' / 'dossiers.parquet'}')"
    late = f"coalesce(finished, date '{TODAY}') > due"
    found = connection.execute(f"""
        select unit, year(received),
            count(*) filter (where finished <= due), count(*) filter (where finished is not null or {late}),
            count(*) filter (where {late}),
            count(*) filter (where finished is null), count(*) filter (where finished is null and {late}),
            count(*) filter (where {late} and apology is not null and rescheduled is not null),
            count(*) filter (where supplements <= 1), count(*),
            count(*) filter (where channel = 'online'),
            count(*) filter (where channel = 'post' or returned_by = 'post'),
            count(rating), count(*) filter (where rating >= 4),
            count(distinct procedure), count(distinct procedure) filter (where channel = 'online'),
            quantile_cont(f.number - r.number, 0.5), quantile_cont(f.number - r.number, 0.9)
        from {source}
        left join calendar r on r.day = received left join calendar f on f.day = finished
        group by 1, 2
    """).fetchall()
    for row in found:
        print(*row, sep=",")
    if checks:
        wrong = connection.execute(f"""
            select count(*) - count(distinct dossier), count(*) filter (where due < received or finished < received
                or channel not in ('counter', 'online', 'post') or rating not between 1 and 5)
            from {source}
        """).fetchall()
        print(*wrong[0], sep=",")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        ask(Path(sys.argv[2]), "--checks" in sys.argv)
