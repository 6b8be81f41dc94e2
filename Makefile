# Everything a person types. Each verb does the set-up it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup demo test check bench notebooks fmt lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo    a school's alumni network on this machine, answering questions"
	@echo "make test    every check and every test"
	@echo "make setup   the virtual environment .venv with bin/graph-service"
	@echo "make check   formatting, types, layers (seconds)"
	@echo "make bench   speed on a million alumni (ALUMNI=1000000)"
	@echo "make notebooks  the tour of the network in JupyterLab, on the demo if it runs"
	@echo "make fmt     puts the code into shape"
	@echo "make lock    the locked requirements anew, after pyproject.toml changed"

setup: $(STAMP)

$(STAMP): requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || \
	  { echo "Python 3.11 to 3.14 is needed, and $(PYTHON) is another. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps --editable .
	@touch $(STAMP)

demo: setup
	@$(BIN)/graph-service demo

test: check
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest --numprocesses 2 --dist loadscope --no-loadscope-reorder --durations=40 --durations-min=10
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

ALUMNI ?= 1000000
bench: setup
	$(BIN)/python -m benchmarks --alumni $(ALUMNI)

notebooks: setup
	$(BIN)/jupyter lab notebooks

fmt: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := $(BIN)/uv pip compile pyproject.toml --universal --fork-strategy fewest --generate-hashes --no-strip-extras \
  --no-emit-index-url --no-header --quiet
lock: setup
	$(LOCK) -o requirements.txt
	$(LOCK) --extra analysis --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) .coverage* .pytest_cache .ruff_cache .hypothesis dist
