# Sinew. Two commands matter: `make run` serves the demo, `make test` proves it. Nothing else is needed
# than Python 3.11+, Node 20.19+, git and make.

PYTHON  ?= $(shell for name in python3 python python3.11 python3.12 python3.13; do \
  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV    := .venv
BIN     := $(VENV)/bin
STAMPS  := build/stamps
BUILT   := src/sinew/apps/web/static/built
POSE    := $(foreach variant,lite full heavy,build/pose_landmarker_$(variant).task)
PORT ?= 8000
JOBS ?= $(if $(CI),2,$(shell cores=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((cores > 8 ? 8 : cores))))

# Two makes at once set up one after the other, where the system can lock a file.
LOCK := $(if $(shell command -v flock),flock build/make.lock)
locked = +@mkdir -p build && $(LOCK) $(MAKE) --silent --no-print-directory $(1)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check lint types bench clean setup frontend check-setup test-setup lock

help:
	@echo "make run           set everything up and serve the demo at http://localhost:$(PORT)"
	@echo "make run LAN=1     the same over HTTPS for a phone on your network, with a QR code"
	@echo "make test          set everything up and run what CI runs"
	@echo "make check         lint and types; make lint and make types do one of them"
	@echo "make bench         measure speed, and the camera on our own figure, printed as tables"
	@echo "make clean         remove what was installed and built (the data in var/ stays)"

# --- setting up ------------------------------------------------------------------------------------------------

$(STAMPS)/tools: requirements/tools.lock
	@mkdir -p $(STAMPS)
	@test -n "$(PYTHON)" \
	  || { echo "Sinew needs Python 3.11 or newer: install it, or name it with make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "==> [1/5] Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.lock
	@touch $@

# What a lock file no longer names is removed. Once the tests were set up, their packages stay.
TEST_LOCKS := requirements/video.lock requirements/dev.lock
sync = $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/tools.lock requirements/web.lock $(1) \
  && $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .

$(STAMPS)/web: $(STAMPS)/tools requirements/web.lock pyproject.toml
	@echo "==> [2/5] Python packages"
	@$(call sync,$(if $(wildcard $(STAMPS)/dev),$(TEST_LOCKS)))
	@touch $@

$(STAMPS)/npm: frontend/package-lock.json frontend/package.json
	@mkdir -p $(STAMPS)
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' 2>/dev/null \
	  || { echo "Sinew needs Node 20.19 or newer: https://nodejs.org"; exit 1; }
	@echo "==> [3/5] front-end packages"
	@npm ci --prefix frontend --no-audit --no-fund --loglevel=error
	@touch $@

$(POSE): build/pose_landmarker_%.task: $(STAMPS)/web $(STAMPS)/npm src/sinew/pose/bundle.py
	@echo "==> [4/5] pose model ($*)"
	@$(BIN)/python -m sinew.pose.bundle --variant $* --out $@ && touch $@

FRONTEND_SOURCES := $(shell find frontend/src frontend/scripts src/sinew/motion -type f -not -name '*.pyc' 2>/dev/null) \
  $(wildcard frontend/*.ts frontend/*.json) $(addprefix src/sinew/,__init__.py errors.py vocabulary.py)

$(STAMPS)/frontend: $(STAMPS)/npm $(POSE) $(FRONTEND_SOURCES)
	@echo "==> [5/5] front end"
	@npm run --silent --prefix frontend build
	@touch $@

setup frontend:
	$(call locked,$(STAMPS)/web $(STAMPS)/frontend)

# --- running ---------------------------------------------------------------------------------------------------

run: setup
	@$(BIN)/sinew demo --if-empty
	@$(BIN)/sinew serve --demo --port $(PORT) $(if $(LAN),--lan)

# --- testing ---------------------------------------------------------------------------------------------------

$(STAMPS)/dev: $(STAMPS)/web $(TEST_LOCKS)
	@echo "==> what the tests need"
	@$(call sync,$(TEST_LOCKS))
	@touch $@

# While something is missing there is no stamp, so that the next run says so again.
$(STAMPS)/system: tests/support/system.sh
	@mkdir -p $(STAMPS)
	@if sh tests/support/system.sh; then touch $@; fi

test-setup:
	$(call locked,$(STAMPS)/web $(STAMPS)/frontend $(STAMPS)/dev $(STAMPS)/system)

check-setup:
	$(call locked,$(STAMPS)/web $(STAMPS)/dev $(STAMPS)/npm)

test: test-setup
	@$(MAKE) --no-print-directory -j 2 check
	@npm run --silent --prefix frontend test
	@$(BIN)/pytest -q -n $(JOBS) --dist loadscope -m "not browser"
# On PostgreSQL: every test of the apps that touches the database (tests/apps/conftest.py), backup and restore.
	@sh tests/support/with-postgresql.sh $(BIN)/pytest -q -n $(JOBS) --dist loadscope tests/apps tests/operations/test_postgresql.py
# Two browsers at once: a file stays together, and only one of the two has the camera (tests/browser/conftest.py).
# A story that fails is told once more, and the summary names it: what fails twice is a fault.
	@$(BIN)/pytest -q -rR -m browser -n 2 --reruns 1 tests/browser

check: lint types

lint: check-setup
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/sinew content check

types: check-setup
	@$(BIN)/mypy
	@npm run --silent --prefix frontend typecheck

bench: test-setup
	@$(BIN)/python -m tests.bench
	@SINEW_PROPERTY_EXAMPLES=20000 $(BIN)/pytest -q -n 2 tests/core/program/test_properties.py

UV_COMPILE := ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links

lock: $(STAMPS)/tools
	@cd requirements && $(UV_COMPILE) tools.in -o tools.lock && $(UV_COMPILE) web.in -o web.lock \
	  && $(UV_COMPILE) -c web.lock --override overrides.txt video.in -o video.lock \
	  && $(UV_COMPILE) -c web.lock spark.in -o spark.lock \
	  && $(UV_COMPILE) -c web.lock -c video.lock dev.in -o dev.lock

clean:
	rm -rf $(VENV) build frontend/node_modules $(BUILT)
