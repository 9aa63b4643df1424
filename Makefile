# `make` says what can be done.
SHELL := /bin/sh
BIN := .venv/bin
PORT ?= 5000
WORKERS ?= 2
XDIST = -n $(WORKERS) --dist worksteal
# A suite starts hundreds of processes: what was compiled once is kept, in folders that git ignores.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-all lint format types migrations unit-sqlite unit-postgresql browser bench screenshots translations lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: ## Create .venv with the locked packages
	@.ci/setup requirements.txt

setup-dev:
	@.ci/setup requirements-dev.txt

run: setup ## Prepare the demo and serve it at http://127.0.0.1:5000 (PORT= changes it)
	@$(BIN)/consultation run --port $(PORT)

test: setup-dev ## Everything: lint, types, migrations, both databases, browser
	@$(MAKE) --no-print-directory -j$(WORKERS) lint types migrations
	@$(MAKE) --no-print-directory unit-sqlite
	@$(MAKE) --no-print-directory unit-postgresql
	@$(MAKE) --no-print-directory browser

test-all: test ## The same, with every width and theme in the browser
	@.ci/chromium && $(BIN)/python -m pytest tests/browser -q $(XDIST) --every-state

lint: setup-dev
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet .

format: setup-dev ## Put the code in its form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

types: setup-dev ## Check the types
	@$(BIN)/mypy

migrations: setup-dev ## Migrate up, down and up on both databases; nothing may be left to migrate
	@$(BIN)/python -m tests.support.postgres -- $(BIN)/python -m tests.support.migrations

unit-sqlite: setup-dev
	@$(BIN)/python -m pytest -q $(XDIST) --ignore=tests/browser

unit-postgresql: setup-dev
	@$(BIN)/python -m tests.support.postgres -- $(BIN)/python -m pytest -q $(XDIST) --ignore=tests/browser

browser: setup-dev
	@.ci/chromium
	@if command -v chromium >/dev/null 2>&1; then $(BIN)/python -m pytest -q $(XDIST) tests/browser; fi

bench: setup-dev ## Measure against bare Flask (SIZES= ONLY= BENCH_JSON=)
	@$(BIN)/python -m tests.bench

screenshots: setup-dev ## Make the README's pictures from the running demo
	@.ci/chromium && $(BIN)/python -m tests.support.screenshots

translations: setup-dev ## Collect the texts to translate into the English catalogue
	@$(BIN)/python -m tests.support.translations

lock: setup-dev ## Pin the packages anew (needs uv)
	@for lock in "requirements.txt --extra build" "requirements-dev.txt --extra build --extra dev"; do \
	  set -- $$lock; out=$$1; shift; \
	  uv pip compile pyproject.toml "$$@" --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet -o $$out; done

clean: ## Forget the environment and the demo
	rm -rf .venv var .mypy_cache .ruff_cache .hypothesis dist
