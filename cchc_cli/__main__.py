"""`python -m cchc_cli` is the same as `cchc`."""

from cchc_cli.cli.process import end_on_signals, fill_descriptors


def run() -> None:
    """The console script. Ctrl-C is heard before anything is imported that takes time."""
    fill_descriptors()
    end_on_signals()
    from cchc_cli.cli import main

    main.run()


if __name__ == "__main__":
    run()
