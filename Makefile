.PHONY: test golden lint types docs messages bench search wheel

test:
	pytest

golden:
	python -m tools.golden

lint:
	ruff check .
	ruff format --check .
	lint-imports

types:
	mypy

docs:
	cog -r README.md README.vi.md docs/*.md

messages:
	python tools/messages.py

bench:
	python benchmarks/run.py

MINUTES ?= 60
search:
	nice python -m tools.search --minutes $(MINUTES) $(SEARCH)

wheel:
	python -m build --wheel
