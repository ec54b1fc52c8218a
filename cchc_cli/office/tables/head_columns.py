"""What the columns below a head hold: by their headings, and by what stands beside and below them."""

import re
from collections.abc import Callable, Iterable
from itertools import chain, takewhile

from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.office.rules.lines import is_rule_text, says_rule
from cchc_cli.office.tables.inner_numbers import are_numbered
from cchc_cli.office.tables.row_kinds import are_groups
from cchc_cli.office.words.headings import (
    A_BODY,
    BARE_YEAR,
    WHO_SCORES,
    column_year,
)
from cchc_cli.office.words.meaning import GIVEN, LONGEST, column_meaning, meaning
from cchc_cli.office.words.numbers import cell_marks, is_tick, not_given, points_of
from cchc_cli.office.words.vocabulary import COUNTS, sources_of

MANY = 30
"""Texts of a column without a known heading that are read as rules."""
OF_COMPONENT = re.compile(
    r"diem (thanh phan|chi tiet|(cua |cho |theo )?(tung|moi|cac) (tieu chi|chi tieu|noi dung)\b.*)"
)
NAME_AND_MORE = re.compile(r"(ten |cac )*(tieu chi|tieu chuan|noi dung|chi tieu|chi so|linh vuc|nhiem vu)\b.*")
LEVELS = re.compile(
    r"(?:khong |chua )?(?:dat|hoan thanh|co)(?: yeu cau| tot)?|khong|(?:rat )?tot|xuat sac|kha|trung binh|yeu|kem"
)
"""Headings of points for what is reached."""


def columns_by_meaning(texts: dict[int, list[str]], below: list[list[Value]]) -> dict[str, list[int]]:
    """The columns of each meaning, by the headings of each column from above and the rows below them."""
    return _Columns(texts, below).settled()


def _parted(columns: list[int], holds: Callable[[int], bool]) -> tuple[list[int], list[int]]:
    """The columns for which it holds, and the others."""
    found = [column for column in columns if holds(column)]
    return found, [column for column in columns if column not in found]


class _Columns:
    """The columns of a head by their meanings, settled by what stands beside and below them."""

    def __init__(self, texts: dict[int, list[str]], below: list[list[Value]]) -> None:
        self.texts, self.below = texts, below
        self.lowest = {column: meaning(said[-1]) if said else None for column, said in texts.items()}
        self.found: dict[str, list[int]] = {}
        for column, said in texts.items():
            if name := self._judged(column) if self.lowest[column] in ("passed", "failed") else column_meaning(said):
                self._add(name, [column])

    def settled(self) -> dict[str, list[int]]:
        """Headings that mean one thing beside another and something else without it, one after the other."""
        for settle in (
            self._own,
            self._beside_points,
            self._ticked,
            self._appraisers,
            self._units,
            self._names,
            self._numbers,
            self._rules,
            self._appeals,
            self._short,
            self._results,
            self._grounds,
            self._dated,
            self._points,
        ):
            settle()
        for level, others in (("part", {"name", "area"}), ("area", {"name", "part"})):
            if level in self.found and not others & self.found.keys():
                self.found["name"] = self.found.pop(level)
        return self.found

    def _add(self, name: str, columns: Iterable[int]) -> None:
        if added := sorted([*self.found.get(name, []), *columns]):
            self.found[name] = added

    def _group(self, column: int) -> tuple[str, ...]:
        """The headings above the lowest one."""
        return tuple(self.texts[column][:-1])

    def _cells(self, column: int) -> list[Value]:
        return [row[column] for row in self.below if row[column] is not None]

    def _are_marks(self, column: int) -> bool:
        return len(cells := self._cells(column)) > 1 and all(cell_marks(value)[0] for value in cells)

    def _is_of_units(self) -> bool:
        """Whether rows are of units: there are no names of components, or these stand there again, unit after unit."""
        cells = [self._cells(column) for role in ("number", "name") for column in self.found.get(role, [])]
        again = bool(cells) and all(2 * len(set(each)) <= len(each) for each in cells)
        return "unit" in self.found and ("name" not in self.found or again)

    def _are_figures(self, column: int) -> bool:
        return bool(cells := self._cells(column)) and all(isinstance(value, float) for value in cells)

    def _judged(self, column: int) -> str | None:
        """`Đạt` beside `Không đạt` has points, whose the heading above says, else official ones; rows with both are a rule."""
        if self._goes_with_passed(column):
            return "failed"
        if not self._goes_with_passed(column + 1):
            return None
        return next((name for name in map(meaning, reversed(self._group(column))) if name in GIVEN), "score")

    def _goes_with_passed(self, column: int) -> bool:
        left = column - 1
        if (self.lowest.get(left), self.lowest.get(column)) != ("passed", "failed"):
            return False
        same = self._group(left) == self._group(column)
        return same and all(None in map(points_of, row[left : column + 1]) for row in self.below)

    def _own(self) -> None:
        """`Đơn vị` beside a council below `Kết quả chấm điểm` has the unit's own points."""
        own, others = _parted(self.found.get("score", []), lambda at: self.lowest[at] == "unit")
        if len(own) == 1 and "self" not in self.found and self._group(own[0]) in map(self._group, others):
            self.found |= {"self": own, "score": others}

    def _beside_points(self) -> None:
        """`Tỷ lệ (%)` beside `Điểm` below `Thẩm định` is what the points are given for."""
        groups = {self._group(at) for at in self.texts if self.lowest[at] == "points"} - {()}
        for name in GIVEN:
            self.found[name] = [
                at
                for at in self.found.get(name, [])
                if self._group(at) not in groups or self.lowest[at] in ("points", *GIVEN)
            ]

    def _ticked(self) -> None:
        """Columns side by side with ticks alone say by their headings how a row is assessed: `Báo cáo | Kiểm tra | XHH`.

        A heading above them says so, else one of them: no unit ticks `Điều tra XHH` to say what it has reached.
        """
        ways = self._ways([at for at, texts in self.texts.items() if texts and self._are_ticks(at)])
        found = {name: [at for at in columns if at not in ways] for name, columns in self.found.items()}
        self.found = {name: columns for name, columns in found.items() if columns}
        self._add("source", ways)

    def _ways(self, ticked: list[int]) -> list[int]:
        """Those of columns with ticks that say how a row is assessed."""
        ways, others = _parted(ticked, lambda at: not {"source", "rule"}.isdisjoint(map(meaning, self.texts[at][:-1])))
        alone = _parted(others, lambda at: len(self.texts[at]) == 1 and meaning(self.texts[at][0]) not in GIVEN)[0]
        named = len(alone) > 1 and any(sources_of(self.texts[at][0]) for at in alone)
        return [*ways, *alone] if named else ways

    def _are_ticks(self, column: int) -> bool:
        return all(map(is_tick, self._cells(column) or [None]))

    def _appraisers(self) -> None:
        """`Cơ quan thẩm định` above names says who gives points; above figures it heads them."""
        points, who = _parted(self.found.pop("appraiser", []), self._are_figures)
        self._add("score", points)
        for name in GIVEN:
            bodies, points = _parted(self.found.pop(name, []), self._names_bodies)
            self._add(name, points)
            who += bodies
        self._add("appraiser", who)

    def _names_bodies(self, column: int) -> bool:
        cells = [value for value in self._cells(column) if not not_given(value)]
        names = sum(isinstance(value, str) and A_BODY.match(plain(value[:LONGEST])) is not None for value in cells)
        return names * 2 > len(cells) and WHO_SCORES.fullmatch(plain(self.texts[column][-1])) is not None

    def _units(self) -> None:
        """`Xã` and `Phường` above figures say whose these are, above ticks for whom; one beside official points is the unit's own."""
        figures, units = _parted(self.found.pop("unit", []), self._are_figures)
        ticked, units = _parted(units, self._are_ticks)
        self._add("whom", ticked)
        self._add("unit", units)
        groups = [self.texts[column][0] for column in self.found.get("score", [])]
        if len(figures) == 1 and "self" not in self.found and self.texts[figures[0]][0] in groups:
            self._add("self", figures)

    def _names(self) -> None:
        """`Tiêu chí` above numbers of criteria, `Chỉ số` above figures are no names."""
        names = self.found.pop("name", []) or self._names_of_more()
        if len(names) > 1 and "number" not in self.found and self._are_marks(names[0]):
            self._add("number", [names.pop(0)])
        targets, names = _parted(names, self._are_targets) if len(names) > 1 else ([], names)
        self._add("target", targets)
        named = _parted(names, self._are_figures)[1]
        if len(named) > 1 and {"area", "part"}.isdisjoint(self.found):
            named = self._without_groups(named)
        self._add("name", named)

    def _without_groups(self, named: list[int]) -> list[int]:
        """`Nhóm tiêu chí | Nội dung`, `Tên tiêu chí | Nội dung` with 1.1, 1.2 inside: groups; what stands right of these is a target."""
        inner = next((at for at in named if are_numbered(self._cells(at))), named[0])
        alone = any(row[named[0]] is None and row[inner] is not None for row in self.below)
        if "number" in self.found and inner == named[1] and alone:
            self._add("target", named[2:])
        elif len(named) > 2 or not are_groups(self.below, named):
            return named
        self._add("area", named[:1])
        return named[1:2]

    def _names_of_more(self) -> list[int]:
        """`Tiêu chí và cách chấm`, `Nội dung và thang điểm`, where no other column has names."""
        if not {"area", "part", "unit"}.isdisjoint(self.found):
            return []
        columns = [*self.found.get("rule", []), *self.found.get("max", [])]
        found = [at for at in columns if any(NAME_AND_MORE.match(plain(text)) for text in self.texts[at])][:1]
        for role in ("rule", "max"):
            self._add(role, [column for column in self.found.pop(role, []) if column not in found])
        return found

    def _are_targets(self, column: int) -> bool:
        """`Chỉ tiêu năm 2025` above `≥ 80` is no second name."""
        return not any(re.search(r"[^\W\d_]{3}", str(value)) for value in self._cells(column))

    def _numbers(self) -> None:
        """Beside `Mã tiêu chí` with ids, `#` only counts rows."""

        def counts(column: int) -> bool:
            return COUNTS.fullmatch(plain(self.texts[column][-1])) is not None or not self._are_marks(column)

        self.found.get("number", []).sort(key=counts)

    def _rules(self) -> None:
        """A column of any name whose texts mostly say how points are given; also `Thang điểm` beside `Điểm chuẩn`."""
        ways, self.found["rule"] = _parted(self.found.get("rule", []), self._are_ways)
        self._add("source", ways)
        if self.found["rule"]:
            return
        del self.found["rule"]
        maxima = self.found.pop("max", [])
        free = [*self._free_notes(), *self.found.get("points", [])]
        named = {*chain(*self.found.values()), *maxima[:1]}.difference(free)
        others = [column for column, texts in self.texts.items() if texts and column not in named]
        rules = [column for column in others if self._says_rules(column)] or self._levels(others, alone=not maxima)
        self._add("max", maxima)
        for name in ("note", "max", "value", "result", "points"):
            self._add(name, _parted(self.found.pop(name, []), rules.__contains__)[1])
        self._add("rule", rules)

    def _are_ways(self, column: int) -> bool:
        """`Phương pháp đánh giá` above `Điều tra xã hội học` is no rule."""
        return all(
            len(sources_of(str(value))) > 0 and not says_rule(str(value)) for value in self._cells(column) or [""]
        )

    def _levels(self, columns: list[int], *, alone: bool) -> list[int]:
        """Columns of points below levels, `Đạt | Không đạt`; or one of texts that rows without a name have with points,
        where these stand `alone`: beside maxima they were given."""
        levels = [at for at in columns if LEVELS.fullmatch(plain(self.texts[at][-1])) and self._are_points(at)]
        texts = [*columns, *self.found.get("value", []), *self.found.get("result", [])] if alone else []
        return levels if len(levels) > 1 else [*filter(self._are_options, texts)][:1]

    def _are_options(self, column: int) -> bool:
        names, points = self.found.get("name", []), self.found.get("points", [])
        below = (
            (cells for cells in self.below if cells[names[0]] is None)
            if len(names) == len(points) == 1 and column not in points
            else ()
        )
        return any(isinstance(cells[column], str) and points_of(cells[points[0]]) is not None for cells in below)

    def _are_points(self, column: int) -> bool:
        return None not in map(points_of, self._cells(column) or [None])

    def _free_notes(self) -> list[int]:
        """Columns of remarks that may hold rules: where points are given they say why."""
        given = chain(*(self.found.get(name, []) for name in GIVEN))
        return [] if any(map(self._cells, given)) else self.found.get("note", [])

    def _says_rules(self, column: int) -> bool:
        said = [value for value in self._cells(column) if isinstance(value, str)][:MANY]
        return 2 * sum(map(says_rule, said)) > len(said)

    def _appeals(self) -> None:
        """`Kết quả phúc tra` above points is what the appeal came to."""
        asked = self.found.pop("appeal", [])
        points = [at for at in asked if plain(self.texts[at][-1]).startswith("ket qua") and self._are_figures(at)]
        self._add("score", points)
        self._add("appeal", [column for column in asked if column not in points])

    def _short(self) -> None:
        """`TC` is tự chấm beside `TĐ`, else it may be tiêu chí; that is thẩm định beside the maxima, else it may be these."""
        own, short = self.found.pop("short_self", []), self.found.pop("short", [])
        last = max(self.found.get("name", [0]))
        self._add("self", filter(last.__lt__, own) if short or "score" in self.found else ())
        self._add("score" if "max" in self.found else "max", short)

    def _results(self) -> None:
        """`Kết quả` beside the maxima heads points, where nothing else does; left of the unit's own it is what these are for.

        `Kết quả (%)` without points left of it is what was measured.
        """
        first = max(self.found.get("self", []), default=-1)
        percent, results = _parted(self.found.pop("result", []), self._are_percentages)
        points = [*chain(*(self.found.get(name, []) for name in ("points", *GIVEN)))]
        self._add("value", [at for at in percent if at < min(points, default=at + 1)])
        if "max" in self.found and "score" not in self.found:
            self._add("score", [at for at in results if at > first][:1])

    def _are_percentages(self, column: int) -> bool:
        return any("%" in str(value) for value in (*self.texts[column], *self._cells(column)))

    def _grounds(self) -> None:
        """“Căn cứ chấm điểm” lists documents, unless it alone says what there are points for."""
        grounds, points = self.found.pop("grounds", []), self.found.get("points", [])
        texts = [value for column in grounds for value in self._cells(column) if isinstance(value, str)]
        ruling = any(map(is_rule_text, texts)) or any(column + 1 in points for column in grounds)
        self._add("rule" if "rule" not in self.found and ruling else "evidence", grounds)

    def _dated(self) -> None:
        """Points of several years are given, each in its year; where no other points are, bare years above figures are such."""
        dated = [column for column, said in self.texts.items() if column_year(said)]
        if len(dated) < 2:
            return
        years, points = _parted(self.found.pop("points", []), dated.__contains__)
        self._add("points", points)
        if not (points or years) and "max" in self.found and self.found.keys().isdisjoint(GIVEN):
            years = [*filter(self._is_bare_year, dated)]
        self._add("score", years)

    def _is_bare_year(self, column: int) -> bool:
        return BARE_YEAR.fullmatch(plain(" ".join(self.texts[column]))) is not None and self._are_figures(column)

    def _without_own(self, points: list[int]) -> list[int]:
        """Without a column below `UBND xã`, which beside points that others give has the unit's own."""
        own, others = _parted(points, lambda at: "unit" in map(meaning, self.texts[at][:-1]))
        if len(own) == 1 and "self" not in self.found and (others or "score" in self.found):
            self._add("self", own)
            return others
        return points

    def _points(self) -> None:
        """`Điểm` is the maximum where nothing else is; beside it the points given (the last; of `Điểm | Điểm` both, nothing says which), or those of options right of the rule."""
        points, rule, maxima = self.found.pop("points", []), self.found.get("rule", []), "max" in self.found
        if not maxima and self._is_of_units():
            self._add("score", points)
        elif not maxima:
            # `Tổng điểm | Điểm thành phần`: areas and components each have their column.
            more = len([*takewhile(lambda at: OF_COMPONENT.fullmatch(plain(self.texts[at][-1])), points[1:])])
            self._add("max", points[: more + 1] or self.found.pop("weight", [])[:1])
            points = points[more + 1 :]
        points = self._without_own(points)
        if rule and rule[-1] + 1 in points:
            self.found["rule_points"] = [rule[-1] + 1]
        elif maxima and "score" not in self.found:
            self._add("score", _parted(points, lambda at: self.texts[at] == self.texts[points[-1]])[0])
