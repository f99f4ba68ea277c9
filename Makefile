# Two commands do everything: `make demo` runs fairlot, `make test` checks all of it.
# Needs Rust and Node; what else is missing is installed from Debian's packages, npm and cargo.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO ?= cargo
WEB_SOURCES := $(shell git ls-files web 2>/dev/null | grep -v '^web/dist' || true)
PYTHON_ENV := target/python
TALLY := $(abspath target)/torture/table
KILL_CYCLES ?= 100
FAULT_CYCLES ?= 20

.PHONY: help demo test torture sabotage build load bench fmt lint rust-test web-test browser-test clean toolchain measuring postgres openssl strace chromium

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: toolchain web/dist/index.html ## Runs a server with a made auction; prints sign-in links for every role
	$(CARGO) build --profile demo --locked
	./target/demo/fairlot demo $(DEMO_ARGS)

build: toolchain web/dist/index.html ## Builds target/release/fairlot with its pages inside
	$(CARGO) build --release --locked

bench: measuring postgres $(PYTHON_ENV)/bench ## Measures everything, some 30 minutes: a page and JSON in target/bench
	ulimit -n "$$(ulimit -Hn)"; FAIRLOT_PYTHON=$(abspath $(PYTHON_ENV))/bin/python target/release/load-tests all $(BENCH_ARGS)

load: measuring ## Measures 50 bidders on one lot beside the same server in memory and a bare echo
	target/release/load-tests hot-lot $(LOAD_ARGS)

test: fmt lint web-test rust-test browser-test ## Runs every check and every test

# The same tests as in `make test`, more often, one after the other, with the moments of each on the screen.
torture: toolchain postgres strace web/dist/index.html ## Kills, broken disks and lost databases, again and again; ends with a table
	@mkdir -p $(dir $(TALLY)) && : >$(TALLY)
	@failed=0; \
	FAIRLOT_TALLY=$(TALLY) FAIRLOT_KILL_CYCLES=$(KILL_CYCLES) FAIRLOT_FAULT_CYCLES=$(FAULT_CYCLES) \
		$(CARGO) test --locked --test it faults:: -- --nocapture --test-threads=1 || failed=1; \
	FAIRLOT_FAULT_CYCLES=$(FAULT_CYCLES) $(CARGO) test --locked --lib app::tests::trial || failed=1; \
	{ echo "fault|cycles|unavailable|acknowledged|found again|repeated alike|verify agrees"; tr '\t' '|' <$(TALLY); } | column -t -s '|'; \
	exit $$failed

sabotage: toolchain postgres web/dist/index.html ## Breaks durability on purpose, in a copy, and fails unless the tests notice
	tests/sabotage/run

fmt: ## Checks the format of the Rust sources
	$(CARGO) fmt --all --check

lint: toolchain web/dist/index.html ## Clippy with warnings as errors
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

# Many tests wait for a clock, a disk or another process most of the time: more of them run than there are processors.
rust-test: toolchain postgres openssl strace web/dist/index.html $(PYTHON_ENV)/ready ## All Rust tests, and the Python client against a real server
	FAIRLOT_PYTHON=$(abspath $(PYTHON_ENV))/bin/python RUST_TEST_THREADS=$$((3 * $$(nproc))) $(CARGO) test --workspace --locked

web-test: node_modules ## Types, format and unit tests of the pages
	cd web && npm run check && npm test

browser-test: toolchain web/dist/index.html chromium $(PYTHON_ENV)/ready ## Drives the real pages on a real server in Chromium
	$(CARGO) build --locked
	cd web && FAIRLOT=../target/debug/fairlot FAIRLOT_PYTHON=$(abspath $(PYTHON_ENV))/bin/python npm run test:browser

node_modules: web/node_modules/.ready

web/node_modules/.ready: web/package.json web/package-lock.json
	@command -v node >/dev/null || { echo "missing: Node.js 20 or later (https://nodejs.org)"; exit 1; }
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.ready $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

$(PYTHON_ENV)/ready: tests/python/requirements.txt
	@command -v python3 >/dev/null && python3 -c 'import venv, ensurepip' 2>/dev/null || $(MAKE) --no-print-directory debian PACKAGES="python3 python3-venv"
	python3 -m venv $(PYTHON_ENV)
	$(PYTHON_ENV)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# What others would use, for the load tests to compare with.
$(PYTHON_ENV)/bench: $(PYTHON_ENV)/ready load-tests/requirements.txt
	$(PYTHON_ENV)/bin/pip install --quiet --disable-pip-version-check -r load-tests/requirements.txt
	@touch $@

toolchain:
	@command -v $(CARGO) >/dev/null || { echo "missing: Rust 1.95 or later (https://rustup.rs)"; exit 1; }
	@command -v cc >/dev/null || $(MAKE) --no-print-directory debian PACKAGES="gcc libc6-dev"

# Only the programs are wanted: the tests make clusters of their own, and Debian would start one beside them.
postgres:
	@compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null || command -v initdb >/dev/null || \
	$(MAKE) --no-print-directory debian PACKAGES="postgresql" WITHOUT_CLUSTER=1

# Makes certificates for a PostgreSQL that speaks TLS.
openssl:
	@command -v openssl >/dev/null || $(MAKE) --no-print-directory debian PACKAGES="openssl"

# Makes syncs fail in a running server.
strace:
	@command -v strace >/dev/null || $(MAKE) --no-print-directory debian PACKAGES="strace"

chromium:
	@command -v chromium >/dev/null || $(MAKE) --no-print-directory debian PACKAGES="chromium fonts-liberation"

# Installs Debian packages, as root or through sudo; otherwise says what is missing.
.PHONY: debian
debian:
	@if ! command -v apt-get >/dev/null; then echo "missing: $(PACKAGES) (no apt-get to install them)"; exit 1; fi; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	if [ -n "$(WITHOUT_CLUSTER)" ] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then \
		$$sudo mkdir -p /etc/postgresql-common; \
		echo "create_main_cluster = false" | $$sudo tee /etc/postgresql-common/createcluster.conf >/dev/null; \
	fi; \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PACKAGES) >/dev/null

# Server and load in one go: what they share is built once.
measuring: toolchain web/dist/index.html
	$(CARGO) build --release --locked --workspace

clean: ## Removes everything that was built
	rm -rf target web/dist web/node_modules
