"""Columns that scripts read: the names and their order are a contract (docs/formats.md)."""


def _names(names: str) -> tuple[str, ...]:
    return tuple(names.split())


RANKS = _names(
    "rank unit name group index index_best points max rating provisional prev_rank rank_change prev_index index_change"
)
NODE_RANKS = _names("rank unit name group level id node points max percent prev_rank rank_change percent_change")
MATRIX = _names("unit name group index rank")
OVERVIEW = _names("level id name units mean median min max full_share lost_share mean_change")
SCORE = _names("year unit level id name points max percent lost prev_percent change")
GAPS = _names("component name area owner points max lost share cum_share flags note")
GAPS_BY = _names("by id name components points max lost share cum_share")
APPEAL = _names(
    "component name area owner max self appraised1 score cut won_back arguable status stages evidence appeal note"
)
KEEP = _names("component name area owner points max years value margin")
EXPLAIN = _names("year since level id name area status prev_points points prev_max max contribution")
TREND = _names("level id name year points max percent rank")
COMPARE = _names("component name area max points other_points difference")
SIMULATE = _names("scenario index index_change rating rank rank_change")
ROBUST = _names("unit name index rank rank_low rank_high keep_rating")
PLAN = _names(
    "id component action product owner due effort gain gain_per_effort running_effort running_index running_rating"
)
FRONTIER = _names("effort gain index rating rank actions knee")
TRACK = _names("id component action owner due status days_late evidence_ok gain")
COMMIT = _names("owner id component action product due target status")
TASKS = _names("id unit component action product owner start due every effort gain status done_on evidence note")
MEASURE = _names("unit period measure numerator denominator value component points next_tier distance")
LATE = _names("dossier unit procedure officer received due finished state days apology_missing")
NOWCAST = _names("component name area max points low high basis")
AUDIT = _names("kind cell name column said expected others")
CHANGES = _names("year unit component column old new")
PAPERS = _names("unit document file fault")
IMPORT = _names("kind cell component text")
DOCTOR = _names("section item value hint private")
TASK_LOG = _names("time user task column old new")
CHECK = _names("severity file line column where text hint")

COLUMNS = {
    "score": SCORE,
    "gaps": GAPS,
    "gaps --by": GAPS_BY,
    "appeal": APPEAL,
    "keep": KEEP,
    "ranks": RANKS,
    "ranks --by": NODE_RANKS,
    "matrix": MATRIX,
    "overview": OVERVIEW,
    "explain": EXPLAIN,
    "trend": TREND,
    "compare": COMPARE,
    "robust": ROBUST,
    "audit": AUDIT,
    "simulate": SIMULATE,
    "plan": PLAN,
    "plan --frontier": FRONTIER,
    "track": TRACK,
    "commit": COMMIT,
    "measure": MEASURE,
    "dossiers late": LATE,
    "nowcast": NOWCAST,
    "import criteria": IMPORT,
    "import scores": IMPORT,
    "changes": CHANGES,
    "report all": PAPERS,
    "report … --all-units": PAPERS,
    "task log": TASK_LOG,
    "check": CHECK,
    "doctor": DOCTOR,
}
"""The columns of csv, and the keys of a row of json, by command."""

FLAGS = ("below_max", "dropped", "rank_dropped", "low", "chronic")
"""The kinds of weakness that a review asks for, in the order in which they are listed."""

_TYPES = {
    "float64": (
        "points max lost percent prev_percent change prev_points prev_max contribution percent_change mean median min"
        " lost_share mean_change index index_best prev_index index_change running_index other_points difference share"
        " cum_share full_share self appraised1 score cut won_back arguable margin effort gain gain_per_effort"
        " running_effort keep_rating low high numerator denominator next_tier distance"
    ),
    "int64": "year since years units components actions days days_late",
    "Int64": "rank prev_rank rank_change group_rank rank_low rank_high line",
    "bool": "provisional knee apology_missing private",
    "boolean": "evidence_ok",
    "object": "value column old new",
}
TYPES = {name: kind for kind, names in _TYPES.items() for name in names.split()}
"""Types of columns in pandas, whatever stands in them; all others are `str`. Those with a capital letter, and
`boolean`, may have blanks. `value` and `column` are text for some commands and numbers for others."""
