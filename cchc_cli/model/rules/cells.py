"""Formulas of a spreadsheet that read a number from a cell as people type it, whatever the language of the spreadsheet."""

from functools import reduce

LONGEST_FORMULA = 6_000


def digits_in(text: str) -> str:
    """The number that a text of digits is; a fault for all else of which a spreadsheet makes one: days, hours, money."""
    return f'IF(TEXT(VALUE({text}),REPT("0",LEN({text})))={text},VALUE({text}),NA())'


def without_digits(text: str) -> str:
    """What is left of a text."""
    return reduce(lambda made, digit: f'SUBSTITUTE({made},"{digit}","")', "0123456789", text)


def number_in(text: str, *, signed: bool, doubted: bool) -> str:
    """The number that a text is, with a decimal point or comma; a fault for others, and with `doubted` for 4.200."""
    pointed = f'SUBSTITUTE({text},",",".")'
    decimals = f'LEN({pointed})-FIND(".",{pointed}&".")'
    number = digits_in(f'SUBSTITUTE({pointed},".","",1)')
    if signed:
        bare = f'SUBSTITUTE(MID({pointed},1+(LEFT({text})="-"),99),".","",1)'
        number = f'IF(LEFT({text})="-",-1,1)*{digits_in(bare)}'
    number = f"{number}/10^MAX(0,{decimals})"
    return f'IF(AND({decimals}=3,LEFT({text})<>"0"),NA(),{number})' if doubted else number


def fraction_in(cell: str) -> str:
    """The percentage that a fraction of counts is."""
    parts = f'LEFT({cell},FIND("/",{cell})-1)', f'MID({cell},FIND("/",{cell})+1,20)'
    above, below = (digits_in(f"TRIM({part})") for part in parts)
    return f"100*{above}/{below}"


def shown_at(cell: str, percentages: str) -> str:
    """The number of a cell, one that is shown as a percentage times `percentages`; a day is a fault."""
    shown = f'LEFT(CELL("format",{cell}))'
    return f'{cell}*IF({shown}="P",{percentages},IF({shown}="D",NA(),1))'
