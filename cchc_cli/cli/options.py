"""Every option once. Commands take them as annotated parameters."""

from typing import Annotated, Literal

import typer

from cchc_cli import __version__
from cchc_cli.cli.streams import put
from cchc_cli.messages import N_


def _version(asked: bool) -> None:
    if asked:
        put(f"cchc {__version__}")
        raise typer.Exit


def years(ctx: typer.Context, incomplete: str) -> list[str]:
    """Years with scores, for completion."""
    from cchc_cli.workspace import peek

    return peek.years(ctx.find_root().params.get("workspace"), incomplete)


def units(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Units and their names, for completion."""
    from cchc_cli.workspace import peek

    return peek.units(ctx.find_root().params.get("workspace"), incomplete)


def references(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """What a unit may be compared with, for completion."""
    words = [(word, "") for word in ("best", "median", "top10%") if word.startswith(incomplete)]
    return [*words, *units(ctx, incomplete)]


def tasks(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Tasks and what is to be done, for completion."""
    from cchc_cli.workspace import peek

    return peek.tasks(ctx.find_root().params.get("workspace"), incomplete)


Workspace = Annotated[
    str | None,
    typer.Option(
        "-C",
        "--workspace",
        metavar="DIR",
        help=N_("The workspace: a folder with criteria.yaml and data/. May also stand after the command."),
    ),
]
Lang = Annotated[
    Literal["vi", "en"] | None,
    typer.Option("--lang", help=N_("Language of labels and messages. May also stand after the command.")),
]
Version = Annotated[
    bool, typer.Option("--version", is_eager=True, callback=_version, help=N_("Show the version and exit."))
]

Year = Annotated[
    int | None,
    typer.Argument(
        metavar="YEAR",
        help=N_("The year of the results; the latest with scores when left out."),
        autocompletion=years,
    ),
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit",
        "-u",
        metavar="ID",
        help=N_("The unit; defaults.unit of criteria.yaml when left out."),
        autocompletion=units,
    ),
]
Since = Annotated[
    int | None,
    typer.Option(
        "--since",
        metavar="YEAR",
        help=N_("The year to compare with; the latest earlier one with scores when left out."),
        autocompletion=years,
    ),
]
Basis = Annotated[
    Literal["official", "self"],
    typer.Option("--basis", help=N_("Which points count: the official ones or the unit's own.")),
]
Format = Annotated[
    Literal["table", "json", "csv", "md"],
    typer.Option("--format", "-f", help=N_("How the result is written.")),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=N_(
            "Write the result into this file instead; its suffix (docx, xlsx, html, md, csv, json) says how."
        ),
    ),
]
By = Annotated[
    Literal["area", "criterion", "component"], typer.Option("--by", help=N_("What the table has a row for."))
]
Top = Annotated[int | None, typer.Option("--top", min=1, metavar="N", help=N_("Only the first N rows."))]
Day = Annotated[
    str | None, typer.Option("--date", metavar="DATE", help=N_("As of this day; today when left out."))
]
RankOn = Annotated[
    Literal["published", "exact"] | None,
    typer.Option(
        "--rank-on",
        help=N_("Rank on the published (rounded) index or on the exact one; index.rank_on when left out."),
    ),
]
