"""Charts as pictures: `svg` for pages, `png` for documents; matplotlib draws, and is imported when one is asked for."""

from cchc_cli.model.report import Chart


def svg(chart: Chart, key: str, width: float = 760, size: float = 13) -> str:
    """The chart as an `<svg>` element, `width` and letters of `size` in pixels.

    `key` makes its ids differ from those of other charts of the page. Text stays text in the page's own
    letters; colours are the page's (see `colours.ROLES`). A chart less than 36 letters wide puts labels above
    their bars, as a phone needs it.
    """
    from cchc_cli.show.charts.vector import vector

    return vector(chart, key, width, size)


def png(chart: Chart, width: float = 16, size: float = 9, dots: int = 200) -> bytes:
    """The chart as a PNG picture: `width` in cm, letters of `size` in points, `dots` an inch."""
    from cchc_cli.show.charts.draw import drawn, picture

    return picture(drawn(chart, width / 2.54 * 72, size), dots)
