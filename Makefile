# Everything one can do here. `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
export DATA_DIR ?= $(CURDIR)/data
export PORT ?= 8000
# Every command starts several processes; where Python may not keep what it compiled, each compiles everything again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test coverage check format bench lock assets words reference clean

help: ## list the commands
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(UV): requirements-bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tulga needs Python 3.11 or newer (Debian: apt install python3)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing (Debian: apt install python3-venv)."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	@touch $(UV)

$(VENV)/.run: $(UV) requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(VENV)/.dev: $(UV) requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## set up, load the demonstration once, serve on PORT (8000)
	@exec $(BIN)/python manage.py run --demonstration --port $(PORT)

test: $(VENV)/.dev ## the whole suite, on SQLite and, where it is reachable, on PostgreSQL
	@exec $(BIN)/python tests/run_all.py

coverage: $(VENV)/.dev ## the suite once more without a browser: which lines and branches no test tries
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not browser" --cov --cov-report=json:$(VENV)/coverage.json -q
	@exec $(BIN)/python tests/coverage_floor.py $(VENV)/coverage.json

check: $(VENV)/.dev ## format, lint, types, import contracts, stale generated files
	@exec $(BIN)/python tests/check_all.py

format: $(VENV)/.dev ## put every file into the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djhtml --tabwidth 2 tulga

bench: $(VENV)/.dev ## measure, into bench/results.json
	@exec $(BIN)/python -m bench

lock: $(UV) ## pin every dependency again
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements-bootstrap.in -o requirements-bootstrap.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements.in -o requirements.lock
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c requirements.lock requirements-dev.in -o requirements-dev.lock

assets: ## build the style sheet and copy the fonts and scripts (needs Node)
	cd assets && npm ci --ignore-scripts && npm run build

words: $(VENV)/.dev ## collect the interface's words (needs gettext)
	@command -v xgettext >/dev/null || { echo "GNU gettext is missing (Debian: apt install gettext)."; exit 1; }
	DATA_DIR=$(CURDIR)/$(VENV)/words $(BIN)/python manage.py makemessages --all --add-location file --no-wrap --ignore .venv --ignore assets --ignore tests
	DATA_DIR=$(CURDIR)/$(VENV)/words $(BIN)/python manage.py compilemessages --ignore .venv

reference: $(VENV)/.dev ## write docs/reference again from the code
	$(BIN)/python manage.py write_reference

clean: ## remove the virtual environment; the data stays
	rm -rf $(VENV)
