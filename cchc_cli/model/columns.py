"""Columns that scripts read: the names and their order are a contract (docs/formats.md)."""

COLUMNS: dict[str, tuple[str, ...]] = {}
"""The columns of csv, and the keys of a row of json, by command."""


def _columns(names: str, *commands: str) -> tuple[str, ...]:
    """Columns that commands write, or that a file has."""
    columns = tuple(names.split())
    COLUMNS.update(dict.fromkeys(commands, columns))
    return columns


SCORE = _columns("year unit level id name points max percent lost prev_percent change", "score")
GAPS = _columns("component name area owner points max lost share cum_share flags note", "gaps")
GAPS_BY = _columns("by id name components points max lost share cum_share", "gaps --by")
APPEAL = _columns(
    "component name area owner max self appraised1 score cut won_back arguable status stages evidence appeal note",
    "appeal",
)
KEEP = _columns("component name area owner points max years value margin", "keep")
RANKS = _columns(
    "rank unit name group index index_best points max rating provisional prev_rank rank_change prev_index index_change",
    "ranks",
)
NODE_RANKS = _columns(
    "rank unit name group level id node points max percent prev_rank rank_change percent_change", "ranks --by"
)
MATRIX = _columns("unit name group index rank", "matrix")
OVERVIEW = _columns("level id name units mean median min max full_share lost_share mean_change", "overview")
EXPLAIN = _columns("year since level id name area status prev_points points prev_max max contribution", "explain")
TREND = _columns("level id name year points max percent rank", "trend")
COMPARE = _columns("component name area max points other_points difference", "compare")
ROBUST = _columns("unit name index rank rank_low rank_high keep_rating", "robust")
AUDIT = _columns("kind cell name column said expected others", "audit")
SIMULATE = _columns("scenario index index_change rating rank rank_change", "simulate")
PLAN = _columns(
    "id component action product owner due effort gain gain_per_effort running_effort running_index running_rating",
    "plan",
)
FRONTIER = _columns("effort gain index rating rank actions knee", "plan --frontier")
TRACK = _columns("id component action owner due status days_late evidence_ok gain", "track")
COMMIT = _columns("owner id component action product due target status", "commit")
MEASURE = _columns("unit period measure numerator denominator value component points next_tier distance", "measure")
LATE = _columns("dossier unit procedure officer received due finished state days apology_missing", "dossiers late")
NOWCAST = _columns("component name area max points low high basis", "nowcast")
IMPORT = _columns("kind cell component text", "import criteria", "import scores")
CHANGES = _columns("year unit component column old new", "changes")
PAPERS = _columns("unit document file fault", "report all", "report … --all-units")
TASK_LOG = _columns("time user task column old new", "task log")
CHECK = _columns("severity file line column where text hint", "check")
DOCTOR = _columns("section item value hint private", "doctor")
TASKS = _columns("id unit component action product owner start due every effort gain status done_on evidence note")

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
