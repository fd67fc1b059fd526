# The commands of the project; what people run and what CI runs are the same. docs/development.md explains them.
.DEFAULT_GOAL := help
.PHONY: help run test bench lint lock css messages pictures clean environment-run environment-test environment-bench

# Where `make run` serves the site.
ADDRESS ?= 127.0.0.1
PORT ?= 8000
# Set PYTHON to choose the interpreter; without it the newest one that fits is taken.
export ADDRESS PORT PYTHON CHECK
# More arguments, for `make test` (pytest), `make lock` (uv) and `make messages` (locales).
ARGS ?=

# Relative, so that the path of the project may hold spaces.
python := .venv/bin/python

help: ## Say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

run: environment-run ## Prepare and serve the site; PORT=8000 and ADDRESS=127.0.0.1 can be set
	@exec $(python) -m tools.serve

test: environment-test ## Test on SQLite and PostgreSQL; ARGS="tests/x.py -k word" goes to pytest
	@exec $(python) -m tools.test $(ARGS)

bench: environment-bench ## Measure the engine against pyAgrum, pgmpy and the textbook, as ratios
	@exec .venv-bench/bin/python -m bench $(ARGS)

lint: environment-test ## Check style, types, migrations, the API schema and the locks
	@exec $(python) -m tools.lint

lock: environment-test ## Write requirements/*.txt from the .in files; ARGS=--upgrade takes newer versions
	@exec $(python) -m tools.locks $(ARGS)

css: ## Write the stylesheet from frontend/ (needs Node); CHECK=1 compares instead
	@sh tools/python.sh -m tools.css

messages: environment-test ## Write the catalogues of texts for translators; ARGS=de begins a new language
	@exec $(python) -m tools.messages $(ARGS)

pictures: environment-test ## Take pictures of the pages for docs/pictures/ (needs Chromium)
	@exec $(python) -m tools.pictures

clean: ## Remove the environments and caches, never the database
	@rm -rf .venv .venv-bench .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis
	@find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

environment-run environment-test environment-bench: environment-%:
	@sh tools/python.sh -m tools.environment $*
