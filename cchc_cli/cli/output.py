"""Where a result goes: to stdout, into the file that -o names, or as files into its folder."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import typer

from cchc_cli.messages import N_, _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.show.writers import OF_FILES, SUFFIXES

WAY = "way"
"""The place in the context where the way out is kept."""


@dataclass(frozen=True)
class Way:
    """The format of a result and the file that can be written, or the folder for many; without either it is printed."""

    form: str
    file: Path | None = None
    folder: str | None = None
    excel: bool = False
    """Whether csv is asked for as Excel opens it."""


def way_of(ctx: typer.Context) -> Way:
    """Where the result of the command that runs goes."""
    kept = ctx.meta.get(WAY)
    return kept if isinstance(kept, Way) else Way(ctx.params.get("form", ""))


def take_way(ctx: typer.Context) -> None:
    """Keep what -o and --excel ask for before the command begins. Raises CchcError where that can't be."""
    text, excel, form = ctx.params.pop("output"), ctx.params.pop("excel"), ctx.params["form"]
    to_folder = bool(ctx.params.get("every_unit")) and "suffix" in ctx.params
    if form in OF_FILES:
        _refuse_without_file(ctx, form, text, to_folder=to_folder)
    way = Way(form, excel=excel)
    if text is not None:
        way = Way(form, folder=text, excel=excel) if to_folder else _to_file(ctx, text, excel=excel)
    if excel and (way.folder is not None or way.form != "csv"):
        raise CchcError(_("--excel goes with csv: -f csv, or -o FILE.csv."), hint=_("A workbook: -o FILE.xlsx."))
    ctx.meta[WAY] = way


def _to_file(ctx: typer.Context, text: str, *, excel: bool) -> Way:
    """Into a file, in the format that its suffix stands for; another one may not be named beside it."""
    try:
        path = file_of(text)
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        told = _("Can't write {file} ({reason}).", file=text, reason=system_reason(error))
        raise CchcError(told) from error
    form, suffix = ctx.params["form"], path.suffix.lower().removeprefix(".")
    source = ctx.get_parameter_source("form")
    if source is not None and source.name != "DEFAULT" and form != suffix:
        told = _("--format {form} and -o {file} do not go together: leave one of them out.", form=form, file=text)
        raise CchcError(told)
    return Way(suffix, file=path, excel=excel)


def _refuse_without_file(ctx: typer.Context, form: str, file: str | None, *, to_folder: bool) -> None:
    """Raise CchcError where a format of files is asked for, and no file is named for it."""
    if to_folder:
        raise CchcError(
            _("--format {form} is for one document, not for files of a folder.", form=form),
            hint=_("Their kind: {option}.", option=f"--suffix {form}"),
        )
    if file is None:
        name = "-".join(ctx.command_path.split()[1:])
        told = _("--format {form} is written into a file, and -o names none.", form=form)
        raise CchcError(told, hint=_("Write it like -o {file}; then --format is not needed.", file=f"{name}.{form}"))


def file_of(text: str) -> Path:
    """The file that `text` names. Raises CchcError for a suffix, a folder or a place that is not allowed, OSError."""
    import os

    from cchc_cli.system.machine import needed_office
    from cchc_cli.system.plain_file import is_device_name, is_folder, refuse_missing_folder

    path = Path(text)
    allowed = _("Allowed: a file that ends in {suffixes}.", suffixes=", ".join(SUFFIXES))
    if not text or is_folder(path):
        told = _("-o: {file} is a folder; name a file in it.") if text else _("-o: the name of a file is missing.")
        raise CchcError(told.format(file=text), hint=allowed)
    if path.suffix.lower() not in SUFFIXES:
        for near in get_close_matches(path.suffix.lower(), SUFFIXES, n=1):
            allowed = _("Did you mean {key}?", key=path.with_suffix(near)) + f" {allowed}"
        told = N_("the suffix of {file} stands for no format.")
        if not path.suffix:
            told = N_("{file} has no suffix, and so no format.")
        raise CchcError("-o: " + _(told, file=text), hint=allowed)
    if is_device_name(path.name):
        told = _("-o: Windows takes the name {file} for a device; such a file can't be opened there.", file=path.name)
        raise CchcError(told, hint=_("Choose another name."))
    folder = path.absolute().parent
    refuse_missing_folder(folder)
    if not os.access(folder, os.W_OK):
        raise CchcError(_("-o: nothing can be written in the folder {folder}.", folder=folder))
    if path.suffix.lower() == ".pdf":
        needed_office()
    return path
