"""`-o FILE`: a result goes into a file. Every command that has --format has it too (see door.Command)."""

from dataclasses import dataclass
from pathlib import Path

import typer
from typer.core import TyperOption

from cchc_cli.cli import options
from cchc_cli.messages import _
from cchc_cli.messages.reasons import system_reason
from cchc_cli.model.problems import CchcError
from cchc_cli.show.writers import OF_FILES, SUFFIXES

NAME = "output"
"""Of the parameter, and of the place in the context where the target is kept."""
EXCEL = "excel"
FOLDER = "folder"
"""Of the place where it is kept if it is a folder for many files."""


@dataclass(frozen=True)
class Target:
    """A file that can be written, and the format that its suffix stands for."""

    path: Path
    form: str


def output_options() -> list[TyperOption]:
    """-o and --excel, made as typer makes those of a command's own parameters."""

    bearer = typer.Typer(add_completion=False)

    @bearer.command()
    def _bearer(output: options.Output = None, excel: options.Excel = False) -> None: ...

    return [each for each in typer.main.get_command(bearer).params[:2] if isinstance(each, TyperOption)]


def take_target(ctx: typer.Context) -> None:
    """Keep what -o asks for before the command begins. Raises CchcError where it can't be written."""
    text = ctx.params.pop(NAME, None)
    form = ctx.params["form"]
    if form in OF_FILES:
        _refuse_without_file(ctx, form, text)
    ctx.meta[EXCEL] = ctx.params.pop(EXCEL, False)
    if text is None:
        _refuse_excel(ctx, form == "csv")
        return
    if ctx.params.get("every_unit") and "suffix" in ctx.params:
        _refuse_excel(ctx, False)
        ctx.meta[FOLDER] = text
        return
    try:
        target = target_of(text)
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        told = _("Can't write {file} ({reason}).", file=text, reason=system_reason(error))
        raise CchcError(told) from error
    source = ctx.get_parameter_source("form")
    if source is not None and source.name != "DEFAULT" and form != target.form:
        told = _("--format {form} and -o {file} do not go together: leave one of them out.", form=form, file=text)
        raise CchcError(told)
    _refuse_excel(ctx, target.form == "csv")
    ctx.meta[NAME] = target


def _refuse_without_file(ctx: typer.Context, form: str, file: str | None) -> None:
    """Raise CchcError where a format of files is asked for, and no file is named for it."""
    if ctx.params.get("every_unit") and "suffix" in ctx.params:
        raise CchcError(
            _("--format {form} is for one document, not for files of a folder.", form=form),
            hint=_("Their kind: {option}.", option=f"--suffix {form}"),
        )
    if file is None:
        name = "-".join(ctx.command_path.split()[1:])
        told = _("--format {form} is written into a file, and -o names none.", form=form)
        raise CchcError(told, hint=_("Write it like -o {file}; then --format is not needed.", file=f"{name}.{form}"))


def _refuse_excel(ctx: typer.Context, is_csv: bool) -> None:
    """Raise CchcError where --excel goes with something else than csv."""
    if ctx.meta[EXCEL] and not is_csv:
        raise CchcError(_("--excel goes with csv: -f csv, or -o FILE.csv."), hint=_("A workbook: -o FILE.xlsx."))


def for_excel(ctx: typer.Context) -> bool:
    """Whether csv is asked for as Excel opens it."""
    return bool(ctx.meta.get(EXCEL))


def target_of(text: str) -> Target:
    """The file that `text` names. Raises CchcError for a suffix, a folder or a place that is not allowed, OSError."""
    import os

    from cchc_cli.system.machine import needed_office
    from cchc_cli.system.plain_file import is_device_name, is_folder, refuse_missing_folder

    path = Path(text)
    if not text or is_folder(path):
        told = _("-o: {file} is a folder; name a file in it.") if text else _("-o: the name of a file is missing.")
        raise CchcError(told.format(file=text), hint=_allowed(SUFFIXES))
    if path.suffix.lower() not in SUFFIXES:
        raise CchcError("-o: " + _("the suffix of {file} stands for no format.", file=text), hint=_allowed(SUFFIXES))
    if is_device_name(path.name):
        told = _("-o: Windows takes the name {file} for a device; such a file can't be opened there.", file=path.name)
        raise CchcError(told, hint=_("Choose another name."))
    folder = path.absolute().parent
    refuse_missing_folder(folder)
    if not os.access(folder, os.W_OK):
        raise CchcError(_("-o: nothing can be written in the folder {folder}.", folder=folder))
    if path.suffix.lower() == ".pdf":
        needed_office()
    return Target(path, path.suffix.lower().removeprefix("."))


def _allowed(suffixes: tuple[str, ...]) -> str:
    return _("Allowed: a file that ends in {suffixes}.", suffixes=", ".join(suffixes))


def folder(ctx: typer.Context) -> str | None:
    """The folder that the results of the command that runs go into; None where -o names none."""
    return ctx.meta.get(FOLDER)


def target(ctx: typer.Context) -> Target | None:
    """The file that the result of the command that runs goes into; None for stdout."""
    chosen = ctx.meta.get(NAME)
    return chosen if isinstance(chosen, Target) else None
