# SPDX-License-Identifier: EUPL-1.2
# Every target says in one line what it does; `make help` lists them.
PYTHON ?= python3
RUN := $(PYTHON) -m
ENV := .venv/bin/python -m

.DEFAULT_GOAL := help
.PHONY: help demo up down test test-deep bench lint audit messages lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Install what is missing, load the demo once, run everything until Ctrl-C
	@$(RUN) scripts.setup demo
	@$(RUN) scripts.run

up: ## The same in the background
	@$(RUN) scripts.setup demo
	@$(RUN) scripts.run up

down: ## Stop what runs in this checkout
	@$(RUN) scripts.run down

test: ## All checks and tests, in small samples
	@$(RUN) scripts.setup test
	@$(ENV) scripts.checks lint test

test-deep: ## All checks and tests, in full counts (reference data: SOZIALPLANUNG_REFERENCE_DATA)
	@$(RUN) scripts.setup test
	@SOZIALPLANUNG_DEEP=1 $(ENV) scripts.checks lint test

bench: ## Measure, each figure beside its baseline from the same run
	@$(RUN) scripts.setup test
	@$(ENV) scripts.checks bench

lint: ## Linters, types, contracts, templates, spelling, migrations, catalogue
	@$(RUN) scripts.setup demo
	@$(ENV) scripts.checks lint

audit: ## Supply chain: hashes, licences, secrets, bill of materials, known vulnerabilities (3: nobody could be asked)
	@$(RUN) scripts.setup demo
	@$(ENV) scripts.audit

messages: ## Collect the messages of the sources into the German catalogue
	@$(RUN) scripts.setup demo
	@$(ENV) scripts.collect_messages

lock: ## Write requirements.lock and package-lock.json anew from the newest releases
	@$(RUN) scripts.lock

clean: ## Stop everything and delete what set-up made, the demo's database included
	@$(RUN) scripts.clean
