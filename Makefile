# `make run` and `make test` do all set-up by themselves, once. `make help` lists the rest.
# PYTHON is the first Python on the path that is new enough; where there is none, config.install says so.
PYTHON ?= $(or $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3.10; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo "$$p" && break; done),python3)
PY := .venv/bin/python
TEST_JOBS ?= auto
TEST_ARGS ?=
OBSERVATIONS ?= 1000000

.PHONY: run ocr test pictures check format bench bench-serve hostile messages lock sbom wheelhouse clean help installed installed-dev

run: installed  ## start the product: http://127.0.0.1:8000/ (PORT, HOST, DATABASE_URL)
	@$(PY) -m config.launch

test: installed-dev  ## run the tests, in parallel
	$(PY) -m pytest -n $(TEST_JOBS) $(TEST_ARGS)

check: installed-dev  ## style, types, import directions, migrations, settings, templates, translations
	@$(PY) -m config.checks

format: installed-dev  ## put code and templates into their form
	$(PY) -m ruff check --fix --quiet . || true
	$(PY) -m ruff format .
	$(PY) -m djhtml templates || true

ocr: installed  ## install what reads scans and pictures (optional, 320 MB, offline afterwards)
	@$(PYTHON) -m config.install requirements-ocr.txt

bench: installed  ## measure reading, extraction and one worker process on this machine; prints, judges nothing
	@$(PY) manage.py bench
	@$(PY) manage.py bench_worker

bench-serve: installed-dev  ## measure pages and the API before millions of values (OBSERVATIONS, BENCH_FOLDER)
	@$(PY) -m config.bench_serve --observations $(OBSERVATIONS) $(if $(BENCH_FOLDER),--folder $(BENCH_FOLDER))

hostile: installed-dev  ## read every hostile file, each in a process of its own; prints state, seconds, memory
	@$(PY) -m tests.documents.hostile.run $(TEST_ARGS)

pictures: installed-dev  ## take new reference pictures of the pages; look at them before they are committed
	REFRESH_PICTURES=1 $(PY) -m pytest -n0 tests/browser/test_reference_pictures.py
	@git status --short tests/browser/reference

messages: installed-dev  ## write new texts into the translation file and compile it
	$(PY) -m config.translations update
	$(PY) -m config.translations compile

lock:  ## write requirements.lock: every package of a server with its hashes (LOCK_ARGS=--fresh: the newest of all)
	@$(PYTHON) -m config.lock $(LOCK_ARGS)

sbom:  ## write sbom.json: what a server made from the lock consists of (CycloneDX), with licences
	@$(PYTHON) -m venv --clear var/release/server
	@var/release/server/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PYTHON) -m venv --clear var/release/tools
	@var/release/tools/bin/pip install --quiet --disable-pip-version-check -r requirements-release.txt
	@var/release/tools/bin/cyclonedx-py environment --output-reproducible --output-format JSON \
		--output-file sbom.json var/release/server/bin/python

wheelhouse:  ## fetch into wheelhouse/ what a server without internet installs; PYTHON as on that server
	@$(PYTHON) -m pip download --disable-pip-version-check --only-binary=:all: --require-hashes \
		--dest wheelhouse -r requirements.lock -r requirements-ocr.lock

clean:  ## remove what was installed and collected; var/ with the data stays
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .import_linter_cache var/static test-results
	find . -name __pycache__ -prune -exec rm -rf {} +

help:
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

installed:
	@$(PYTHON) -m config.install requirements.txt

installed-dev:
	@$(PYTHON) -m config.install requirements-dev.txt
