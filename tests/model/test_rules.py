"""Rules, one by one and against what exact fractions say."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_cli.model.rules import BaseRule, Choice, Deduct, Each, Item, Linear, Needed, Option, Relative, Tier, Tiers

TIERS = Tiers(tiers=(Tier(min=100, points=6), Tier(min=98, points=5), Tier(min=95, points=3), Tier(min=90, points=1)))
ABOVE = Tiers(tiers=(Tier(above=95, points=6), Tier(min=95, points=4), Tier(above=80, points=2)))
ITEMS = Deduct(
    items={"late": Item(name="Late", per=0.5, most=2), "none": Item(name="Missing", per=1)},
    most=4,
)
CHOICE = Choice(options={"full": Option(points=6, name="Đầy đủ", name_en="Complete"), "part": 3, "none": 0})


def points(rule: BaseRule, value: float, maximum: float, best: float = float("nan")) -> float:
    return float(rule.points(np.array([value]), maximum, best)[0])


@pytest.mark.parametrize(
    ("value", "want"), [(100, 6), (99.99, 5), (98, 5), (97.999999, 3), (95, 3), (90, 1), (89.9, 0), (-1, 0), (250, 6)]
)
def test_tiers_give_the_first_that_is_reached(value: float, want: float) -> None:
    assert points(TIERS, value, 6) == want


@pytest.mark.parametrize(("value", "want"), [(95.01, 6), (95, 4), (94.9, 2), (80.1, 2), (80, 0), (81, 2)])
def test_above_a_value_that_value_itself_is_not_enough(value: float, want: float) -> None:
    assert points(ABOVE, value, 6) == want


def test_a_tier_is_reached_in_spite_of_float_noise() -> None:
    assert points(TIERS, 98 - 1e-12, 6) == 5
    assert points(TIERS, 0.1 * 3 * 1000 / 3, 6) == 6
    assert points(ABOVE, 95 + 1e-12, 6) == 4


@pytest.mark.parametrize(
    ("rule", "value", "want"),
    [
        (Linear(start=0, to=100), 78, 4.68),
        (Linear(start=0, to=100), 120, 6),
        (Linear(start=0, to=100), -5, 0),
        (Linear(start=0, to=100, floor=50), 49.9, 0),
        (Linear(start=0, to=100, floor=50), 50, 3),
        (Linear(start=10, to=0), 4, 3.6),
        (Linear(start=10, to=0, floor=5), 6, 0),
        (Linear(start=10, to=0, floor=5), 5, 3),
        (Deduct(per=0.25), 2, 5.5),
        (Deduct(per=0.25), 100, 0),
        (Deduct(per=1), 0, 6),
        (Deduct(per=1, most=2.5), 2, 4),
        (Deduct(per=1, most=2.5), 3, 3.5),
        (Deduct(per=1, most=8), 7, 0),
        (CHOICE, 1, 3),
        (CHOICE, 0, 6),
        (Each(each=0.5), 3, 1.5),
        (Each(each=0.5), 30, 6),
    ],
)
def test_points(rule: BaseRule, value: float, want: float) -> None:
    assert points(rule, value, 6) == pytest.approx(want, abs=1e-12)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("late=2; none=1", 4),
        ("late = 2;none = 1;", 4),
        ("late=9", 4),
        ("late=9; none=2", 2),
        ("late=9; none=3", 2),
        ("none=0,5", 5.5),
        ("0", 6),
    ],
)
def test_several_deductions_each_with_its_cap_and_one_for_all(text: str, want: float) -> None:
    taken = ITEMS.value_in(text)
    assert taken is not None
    assert points(ITEMS, taken, 6) == want


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3", "not ITEM=COUNT"),
        ("late", "not ITEM=COUNT"),
        ("later=1", "none of the items"),
        ("late=1; late=2", "counted twice"),
        ("late=-1", "out of range"),
        ("late=two", "not a number"),
        (";", "not ITEM=COUNT"),
    ],
)
def test_counts_that_cannot_be_read_say_why(text: str, said: str) -> None:
    assert ITEMS.value_in(text) is None
    assert said in ITEMS.value_fault(text)[0]


@pytest.mark.parametrize(
    ("lower", "value", "best", "want"),
    [
        (False, 80, 80, 6),
        (False, 20, 80, 1.5),
        (False, 0, 80, 0),
        (False, 0, 0, 0),
        (True, 5, 5, 6),
        (True, 20, 5, 1.5),
        (True, 0, 0, 6),
        (True, 4, 0, 0),
    ],
)
def test_a_value_beside_the_best_of_its_group(lower: bool, value: float, best: float, want: float) -> None:
    assert points(Relative(to="best", lower=lower), value, 6, best) == want


NUMBERS = st.integers(0, 12_000).map(lambda n: n / 100)


@given(NUMBERS, st.integers(1, 1000).map(lambda n: n / 100), st.lists(NUMBERS, min_size=1, max_size=5), st.booleans())
def test_relative_points_are_the_exact_share(value: float, top: float, others: list[float], lower: bool) -> None:
    rule, exact = Relative(to="best", lower=lower), Fraction(str(value))
    best = (min if lower else max)(*(Fraction(str(each)) for each in [value, *others]), Fraction(str(value)))
    share = (best / exact if exact else 1) if lower else exact / best if best else 0
    got = points(rule, value, top, rule.best(np.array([value, *others, np.nan])))
    assert got == pytest.approx(float(share * Fraction(str(top))), abs=1e-9)


@given(
    st.lists(st.tuples(NUMBERS, st.booleans()), min_size=1, max_size=5, unique=True),
    NUMBERS,
)
def test_tiers_against_their_definition(bounds: list[tuple[float, bool]], value: float) -> None:
    ordered = sorted(bounds, reverse=True)
    tiers = tuple(
        Tier(**{"above" if above else "min": bound}, points=float(len(ordered) - at))
        for at, (bound, above) in enumerate(ordered)
    )
    rule = Tiers(tiers=tiers)
    assert not list(rule.faults(len(ordered)))
    exact = Fraction(str(value))
    want = next(
        (
            len(ordered) - at
            for at, (bound, above) in enumerate(ordered)
            if (exact > Fraction(str(bound)) if above else exact >= Fraction(str(bound)))
        ),
        0,
    )
    assert points(rule, value, len(ordered)) == want


@given(
    st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=5, unique=True),
    st.integers(0, 50),
    st.integers(1, 5),
)
def test_tiers_of_which_less_is_better(bounds: list[tuple[int, bool]], value: int, asked: int) -> None:
    ordered = sorted({*bounds, (0, False)}, reverse=True)
    most, asked = len(ordered) - 1, min(asked, len(ordered) - 1)
    if not most:
        return
    rule = Tiers(
        tiers=tuple(
            Tier(**{"above" if above else "min": bound}, points=at) for at, (bound, above) in enumerate(ordered)
        )
    )
    assert not list(rule.faults(most))
    want = next(at for at, (bound, above) in enumerate(ordered) if (value > bound if above else value >= bound))
    assert points(rule, value, most) == want
    needed = rule.needed(asked, most)
    assert needed is not None and needed.better == -1
    assert bool(needed.holds(np.array([float(value)]))[0]) == (want >= asked)


@given(
    st.floats(-1e6, 1e6),
    st.floats(0.1, 100),
    st.sampled_from([TIERS, ABOVE, Deduct(per=0.5, most=3), Linear(start=3, to=-8), Relative(to="best")]),
)
def test_points_never_leave_their_range(value: float, maximum: float, rule: BaseRule) -> None:
    assert 0 <= points(rule, value, maximum, 40.0) <= maximum


def test_a_missing_value_gives_no_points() -> None:
    for rule in (TIERS, Deduct(per=1), ITEMS, Linear(start=0, to=1), Choice(options={"a": 1}), Relative(to="best")):
        assert np.isnan(points(rule, float("nan"), 6, 5.0))


@pytest.mark.parametrize(
    ("rule", "points_wanted", "want"),
    [
        (TIERS, 6, Needed(100, 1)),
        (ABOVE, 6, Needed(95, 1, beyond=True)),
        (ABOVE, 3, Needed(95, 1)),
        (Linear(start=10, to=2), 6, Needed(2, -1)),
        (Linear(start=0, to=100, floor=50), 1.5, Needed(50, 1)),
        (Deduct(per=1), 6, Needed(0, -1)),
        (Relative(to="best"), 3, Needed(20, 1)),
        (Relative(to="best", lower=True), 3, Needed(80, -1)),
        (CHOICE, 6, None),
        (ITEMS, 6, None),
    ],
)
def test_what_points_need(rule: BaseRule, points_wanted: float, want: Needed | None) -> None:
    assert rule.needed(points_wanted, 6, 40.0) == want


@pytest.mark.parametrize("rule", [TIERS, ABOVE, Linear(start=10, to=2), Deduct(per=0.5, most=5)])
@given(st.integers(1, 600).map(lambda n: n / 100))
def test_what_points_need_earns_them_and_less_does_not(rule: BaseRule, wanted: float) -> None:
    if isinstance(rule, Deduct) and wanted <= 1:
        return  # it never takes off so much
    needed = rule.needed(wanted, 6)
    assert needed is not None
    just = needed.value + 1e-6 * needed.better if needed.beyond else needed.value
    assert points(rule, just, 6) >= wanted - 1e-9
    assert points(rule, needed.value - 1e-4 * needed.better, 6) < wanted


def test_an_option_is_known_by_its_key_and_its_names() -> None:
    for text in ("full", " FULL", "đầy  đủ", "complete"):
        assert CHOICE.value_in(text) == 0
    assert CHOICE.value_in("nothing") is None
    assert CHOICE.needed_text(2) == "part"
    assert CHOICE.name("full") == "Complete"


@pytest.mark.parametrize(
    ("rule", "text", "want"),
    [
        (TIERS, "285/300", 95),
        (TIERS, "285 / 300", 95),
        (Linear(start=0, to=100), "1.285/1.300", 100 * 1285 / 1300),
        (Linear(start=0, to=100), "2.500/2.600", 100 * 2500 / 2600),
        (Linear(start=0, to=100), "2.500/3", None),
        (Linear(start=0, to=100), "1,285/1.300", None),
        (TIERS, "0,285/0,300", None),
        (TIERS, "2,5/10", None),
        (Relative(to="best"), "0/12", 0),
        (TIERS, "95", 95),
        (TIERS, "12/0", None),
        (Deduct(per=1), "1/2", None),
        (Tiers(tiers=(Tier(min=0.95, points=6),)), "285/300", None),
        (Relative(to="best"), "-3", None),
        (TIERS, "95 %", 95),
        (Linear(start=0, to=1), "85%", 0.85),
        (Deduct(per=1), "3%", None),
    ],
)
def test_a_value_may_be_a_fraction_of_counts_or_have_a_percent_sign(
    rule: BaseRule, text: str, want: float | None
) -> None:
    assert rule.value_in(text) == want
    if want is None:
        assert rule.value_fault(text)[0]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Tiers(tiers=(Tier(min=95, above=90, points=6),)), "either min"),
        (Tiers(tiers=(Tier(points=6),)), "either min"),
        (Tiers(tiers=(Tier(min=95, points=6), Tier(above=95, points=4))), "out of order"),
        (Tiers(tiers=(Tier(min=9, points=0), Tier(min=5, points=6), Tier(min=0, points=4))), "gives more than"),
        (Tiers(tiers=(Tier(min=9, points=4), Tier(min=5, points=2), Tier(min=0, points=6))), "gives more than"),
        (Tiers(tiers=(Tier(min=9, points=4), Tier(min=5, points=6))), "gives more than"),
        (Deduct(), "either per"),
        (Deduct(per=1, items={"a": Item(name="A", per=1)}), "either per"),
        (Choice(options={"a": Option(points=6, name="B"), "b": 1}), "called the same"),
    ],
)
def test_faults(rule: BaseRule, said: str) -> None:
    assert any(said in text for _path, text, _hint in rule.faults(6))


@pytest.mark.parametrize(("start", "to"), [(0.0, 1e-320), (1e-320, 0.0)])
def test_ends_that_are_all_but_one_give_points_and_no_warning(start: float, to: float) -> None:
    rule = Linear(start=start, to=to)
    assert [points(rule, value, 90) for value in (start, to, 5 * (1 if to else -1))] == [0, 90, 90]
