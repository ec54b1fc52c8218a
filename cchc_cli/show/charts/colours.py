"""Colours of charts by the role that they play; a page may give each role another one in the dark."""

ROLES = {
    "paper": "#ffffff",
    "ink": "#1f2328",
    "muted": "#59636e",
    "grid": "#d1d9e0",
    "main": "#1f5fa8",
    "rest": "#8c98a5",
    "before": "#b35900",
    "good": "#1a7f37",
    "bad": "#c62828",
    "wait": "#9a6700",
}
"""Role → colour on white. All but `paper` and `grid` have a contrast of 4.5 to 1 there, `rest` and `wait` of 3 to 1 at least (WCAG 2.2)."""

STATES = {"done": "good", "doing": "main", "todo": "rest", "due_soon": "wait", "overdue": "bad", "cancelled": "grid"}
"""How a task stands → the role of its colour; the word is always there too."""
