DOCUMENTS = README.md README.vi.md docs/*.md

.PHONY: test golden lint types docs messages bench search mutants coverage constraints wheel

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

# What cchc prints now, into the documents; then their site, in site/.
docs:
	cog -r $(DOCUMENTS)
	python -m tools.docs_site

messages:
	python tools/messages.py

bench:
	python benchmarks/run.py

MINUTES ?= 60
search:
	nice pytest -m hypothesis --hypothesis-profile=search
	nice python -m tools.search --minutes $(MINUTES) $(SEARCH)

MODULES ?= index
mutants:
	nice python -m tools.mutants $(MODULES)

# Started processes write their data here, wherever they run: tests look at what is left in the user's folders.
coverage: export COVERAGE_FILE = $(CURDIR)/.coverage
coverage:
	coverage erase
	nice coverage run -m pytest
	coverage combine -q
	python -m tools.branches

constraints:
	{ sed '/^#/!d' constraints.txt; uv pip compile pyproject.toml --universal --python-version 3.11 --extra dossiers \
	  --no-header --no-annotate | sort; } > constraints.new && mv constraints.new constraints.txt

wheel:
	python -m build --wheel
