"""What the columns below a head hold: by their headings, and by what stands beside and below them."""

import re
from collections.abc import Callable, Collection, Container, Iterable
from itertools import chain, filterfalse, takewhile

from cchc_cli.model.grid import Value
from cchc_cli.model.letters import plain
from cchc_cli.office.rules.lines import is_rule_text, says_rule
from cchc_cli.office.tables.ratings import beside_others, best_of, ratings_of
from cchc_cli.office.tables.row_kinds import are_groups, are_numbered
from cchc_cli.office.words.headings import A_BODY, BARE_YEAR, NAME_AND_MORE, OF_COMPONENT, WHO_SCORES, column_year
from cchc_cli.office.words.meaning import GIVEN, LONGEST, column_meaning, meaning
from cchc_cli.office.words.numbers import cell_marks, is_tick, not_given, points_of
from cchc_cli.office.words.vocabulary import COUNTS, JUDGING, sources_of

MANY = 30
"""Texts of a column without a known heading that are read as rules."""


class HeadColumns:
    """The columns of each meaning, by the headings of each column from above, and by what stands beside and `below` them.

    `units`: columns that are known to name these.
    """

    def __init__(self, texts: dict[int, list[str]], below: list[list[Value]], units: Container[int]) -> None:
        self.texts, self.below = texts, below
        beside = beside_others(texts, units)
        self.lowest = {at: meaning(said[-1]) if said else None for at, said in texts.items()} | beside
        self.found: dict[str, list[int]] = {}
        for column, said in texts.items():
            if name := "unit" if column in units else beside.get(column) or column_meaning(said):
                self._add(name, [column])
        self.ratings = [*ratings_of(self.found.pop("level", []), texts, below)]

    def settled(self) -> dict[str, list[int]]:
        """Headings that mean one thing beside another and something else without it, one after the other."""
        for settle in (
            self._reached,
            self._own,
            self._beside_points,
            self._ticked,
            self._appraisers,
            self._units,
            self._names,
            self._numbers,
            self._ways,
            self._rules,
            self._best,
            self._appeals,
            self._short,
            self._results,
            self._grounds,
            self._dated,
            self._judgements,
            self._points,
            self._official,
        ):
            settle()
        if len(levels := [level for level in ("area", "name", "part") if level in self.found]) == 1:
            self.found["name"] = self.found.pop(levels[0])
        return self.found

    def _add(self, name: str, columns: Iterable[int]) -> None:
        if added := sorted([*self.found.get(name, []), *columns]):
            self.found[name] = added

    def _of(self, name: str, holds: Callable[[int], bool]) -> list[int]:
        """The columns of a meaning for which it holds."""
        return [column for column in self.found.get(name, []) if holds(column)]

    def _take(self, columns: Collection[int], name: str) -> None:
        """Let columns have this meaning, and no other."""
        left = {each: [at for at in found if at not in columns] for each, found in self.found.items()}
        self.found = {each: found for each, found in left.items() if found}
        self._add(name, columns)

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

    def _reached(self) -> None:
        """The first column of ratings has points, whose the heading above says, else official ones."""
        for first, *others in self.ratings:
            said = (name for name in map(meaning, reversed(self._group(first))) if name in GIVEN)
            self._add(next(said, "score"), [first])
            self._add("level", others)

    def _own(self) -> None:
        """`Đơn vị` beside a council below `Kết quả chấm điểm` has the unit's own points."""
        own = self._of("score", lambda at: self.lowest[at] == "unit")
        beside = [*map(self._group, self.found.get("score", []))]
        if len(own) == 1 and "self" not in self.found and beside.count(self._group(own[0])) > 1:
            self._take(own, "self")

    def _beside_points(self) -> None:
        """`Tỷ lệ (%)` beside `Điểm` below `Thẩm định` is what the points are given for."""
        groups = {self._group(at) for at in self.texts if self.lowest[at] == "points"} - {()}
        for name in GIVEN:
            self.found[name] = self._of(
                name, lambda at: self._group(at) not in groups or self.lowest[at] in ("points", *GIVEN)
            )

    def _ticked(self) -> None:
        """Columns side by side with ticks alone say by their headings how a row is assessed: `Báo cáo | Kiểm tra | XHH`.

        A heading above them says so, else one of them: no unit ticks `Điều tra XHH` to say what it has reached.
        """
        ticked = [(at, texts) for at, texts in self.texts.items() if texts and self._are_ticks(at)]
        below = [at for at, texts in ticked if not {"source", "rule"}.isdisjoint(map(meaning, texts[:-1]))]
        alone = {at: texts[0] for at, texts in ticked if len(texts) == 1 and meaning(texts[0]) not in GIVEN}
        self._take(below + [*alone] * (len(alone) > 1 and any(map(sources_of, alone.values()))), "source")

    def _are_ticks(self, column: int) -> bool:
        return all(map(is_tick, self._cells(column) or [None]))

    def _appraisers(self) -> None:
        """`Cơ quan thẩm định` above names says who gives points; above figures it heads them."""
        self._take(self._of("appraiser", self._are_figures), "score")
        self._take([at for name in GIVEN for at in self._of(name, self._names_bodies)], "appraiser")

    def _names_bodies(self, column: int) -> bool:
        cells = [value for value in self._cells(column) if not not_given(value)]
        names = sum(isinstance(value, str) and A_BODY.match(plain(value[:LONGEST])) is not None for value in cells)
        return names * 2 > len(cells) and WHO_SCORES.fullmatch(plain(self.texts[column][-1])) is not None

    def _units(self) -> None:
        """`Xã` and `Phường` above figures say whose these are, above ticks for whom; one beside official points is the unit's own."""
        figures = self._of("unit", self._are_figures)
        groups = [self.texts[column][0] for column in self.found.get("score", [])]
        own = len(figures) == 1 and "self" not in self.found and self.texts[figures[0]][0] in groups
        self._take(figures, "self" if own else "other")
        self._take(self._of("unit", self._are_ticks), "whom")

    def _names(self) -> None:
        """`Tiêu chí` above numbers of criteria, `Chỉ số` above figures are no names."""
        names = self.found.pop("name", []) or self._names_of_more()
        if names and "number" not in self.found and self._are_marks(names[0]):
            self._add("number", [names.pop(0)])
        if len(names) > 1:
            self._add("target", filter(self._are_targets, names))
        figures = [*filter(self._are_figures, names)]
        named = sorted({*names}.difference(self.found.get("target", []), figures))
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
        """`Tiêu chí và cách chấm`, `Nội dung và thang điểm`, `Yêu cầu`, where no other column has names."""
        if not {"area", "part", "unit"}.isdisjoint(self.found):
            return []
        columns = chain(*(self.found.get(name, []) for name in ("rule", "max", "target")))
        named = filterfalse(self._are_targets, columns)
        found = [at for at in named if any(NAME_AND_MORE.match(plain(text)) for text in self.texts[at])][:1]
        self._take(found, "name")
        return self.found.pop("name", [])

    def _are_targets(self, column: int) -> bool:
        """`Chỉ tiêu năm 2025` above `≥ 80` is no second name."""
        return not any(re.search(r"[^\W\d_]{3}", str(value)) for value in self._cells(column))

    def _numbers(self) -> None:
        """Beside `Mã tiêu chí` with ids, `#` only counts rows."""

        def counts(column: int) -> bool:
            return COUNTS.fullmatch(plain(self.texts[column][-1])) is not None or not self._are_marks(column)

        self.found.get("number", []).sort(key=counts)

    def _ways(self) -> None:
        """`Phương pháp đánh giá` above `Điều tra xã hội học` and `Biểu điểm` above figures are no rules; `Tự đánh giá` below it is one above rules."""
        self._take(self._of("rule", self._are_ways), "source")
        self._take(self._of("rule", self._says_what), "other")
        self._take([] if "max" in self.found else self._of("rule", self._are_figures)[:1], "max")
        ruling = [at for name in GIVEN for at in self._of(name, self._says_rules)]
        self._take([at for at in ruling if "rule" in map(meaning, self._group(at))], "rule")

    def _are_ways(self, column: int) -> bool:
        texts = map(str, self._cells(column) or [""])
        return all(sources_of(text) and not says_rule(text) for text in texts)

    def _says_what(self, column: int) -> bool:
        """Whether `Mức đạt` says of each row with a name what was reached, `Tốt` or `95%`: options have rows without one."""
        name = self.found.get("name", [0])[0]
        named = all(row[name] is not None for row in self.below if row[column] is not None)
        said = [*map(str, self._cells(column))]
        levels, percents = {*map(meaning, said)} == {"level"}, all(re.fullmatch(r"[\d.,]+ ?%", text) for text in said)
        return named and bool(said) and (levels or percents)

    def _rules(self) -> None:
        """A column of any name whose texts mostly say how points are given; also `Thang điểm` beside `Điểm chuẩn`."""
        if "rule" in self.found:
            return
        maxima = self.found.get("max", [])
        free = [*self._free_notes(), *self.found.get("points", []), *self.found.get("target", []), *maxima[1:]]
        named = {*chain(*self.found.values())}.difference(free)
        others = [column for column, texts in self.texts.items() if texts and column not in named]
        rules = [column for column in others if self._says_rules(column)] or self._levels(others, alone=not maxima)
        self._take(rules, "rule")

    def _best(self) -> None:
        """The best of levels has the maximum, where no other column has points: `Tốt | Khá | Trung bình` below `Mức điểm`."""
        levels = [at for at in self._of("rule", self._are_points) if self.lowest[at] == "level"]
        known = {*levels, *chain(*(self.found[name] for name in self.found.keys() - {"max", "points"}))}
        others = any(self._are_points(at) for at in self.texts if at not in known)
        self._add("max", [] if others else best_of(levels, self.below))

    def _levels(self, columns: list[int], *, alone: bool) -> list[int]:
        """Columns of points below levels, `Đạt | Không đạt`; or one of texts that rows without a name have with points,
        where these stand `alone`: beside maxima they were given."""
        levels = [at for at in columns if self.lowest[at] == "level" and self._are_points(at)]
        texts = [*columns, *self.found.get("value", []), *self.found.get("result", [])] if alone else []
        return levels if len(levels) > 1 else [*filter(self._are_options, texts)][:1]

    def _are_options(self, column: int) -> bool:
        names, points = self.found.get("name", []), self.found.get("points", [])
        if not len(names) == len(points) == 1 or column in points:
            return False
        said = ((cells[column], cells[points[0]]) for cells in self.below if cells[names[0]] is None)
        return any(isinstance(text, str) and points_of(value) is not None for text, value in said)

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
        results = self._of("appeal", lambda at: plain(self.texts[at][-1]).startswith("ket qua"))
        self._take([*filter(self._are_figures, results)], "score")

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
        percent = self._of("result", lambda at: "%" in " ".join(map(str, (*self.texts[at], *self._cells(at)))))
        results = [at for at in self.found.pop("result", []) if at not in percent]
        points = [*chain(*(self.found.get(name, []) for name in ("points", *GIVEN)))]
        self._add("value", [at for at in percent if at < min(points, default=at + 1)])
        if "max" in self.found and "score" not in self.found:
            self._add("score", [at for at in results if at > first][:1])

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
        years = self._of("points", dated.__contains__)
        if "points" not in self.found and "max" in self.found and self.found.keys().isdisjoint(GIVEN):
            bare = (at for at in dated if BARE_YEAR.fullmatch(plain(" ".join(self.texts[at]))))
            years = [*filter(self._are_figures, bare)]
        self._take(years, "score")

    def _judgements(self) -> None:
        """Ratings beside official points in figures only say what these are given for."""
        reached = {first for first, *_others in self.ratings}
        names = ("score", "points") if "max" in self.found else ("score",)
        if any(at not in reached for name in names for at in self._of(name, self._are_points)):
            self._take([at for run in self.ratings if run[0] in self.found.get("score", []) for at in run], "other")

    def _official(self) -> None:
        """The only points right of the unit's own, none above the maxima, are official ones, whoever gives them: it is told."""
        none = {"score", "appraised1", "survey", "deducted"}.isdisjoint(self.found)
        if not (none and {"self", "max"} <= self.found.keys()):
            return
        known = {*chain(*self.found.values()), *range(self.found["self"][-1])}
        said = {at: plain(" ".join(texts[-1:])) for at, texts in self.texts.items() if at not in known}
        named = (at for at, text in said.items() if JUDGING.search(text))
        judged = [at for at in named if self._are_below(at, self.found["max"][0])]
        self._add("score", judged if len(judged) == 1 else [])

    def _are_below(self, column: int, top: int) -> bool:
        """Whether a column has points in most of the rows with maxima, and none above these."""
        pairs = [(points_of(row[column]), points_of(row[top])) for row in self.below]
        known = [points <= most for points, most in pairs if points is not None and most is not None]
        return self._are_points(column) and all(known) and 2 * len(known) > sum(most is not None for _at, most in pairs)

    def _without_own(self, points: list[int]) -> list[int]:
        """Without a column below `UBND xã`, which beside points that others give has the unit's own."""
        own = [at for at in points if "unit" in map(meaning, self.texts[at][:-1])]
        if len(own) != 1 or "self" in self.found or not (points != own or "score" in self.found):
            return points
        self._add("self", own)
        return [at for at in points if at not in own]

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
            self._add("score", filter(lambda at: self.texts[at] == self.texts[points[-1]], points))
