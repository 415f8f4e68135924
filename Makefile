# One door for everyone: people, and the machine that checks what people hand in.
# `make` alone lists what there is.

.DEFAULT_GOAL := help
.PHONY: help test test-go test-browser lint generate schema bench soak demo screenshots clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: ## check everything: formatting, generated code, lint, tests on both engines, pages in a real browser
	@.ci/test

test-go: ## the Go tests alone, on SQLite and PostgreSQL, with the race detector
	@.ci/test go

test-browser: ## the tests in a real browser alone
	@.ci/test browser

lint: ## formatting, generated code, vet and staticcheck
	@.ci/test lint

generate: ## write pages (*_templ.go) and the template of the sentences (eclosion.pot) anew
	go tool templ generate -path views
	.ci/sentences views/wording/locale/eclosion.pot

schema: ## write the snapshots of the schema (models/db/schema) anew
	.ci/with-postgres go test ./models/db -run TestSchemaSnapshot -update

bench: ## measure; BENCH narrows (BENCH=ListPage), TIME=10x makes ten rounds of each, COUNT repeats for benchstat
	go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem -count $(or $(COUNT),1) $(if $(TIME),-benchtime $(TIME)) -timeout 60m \
		$$(grep -rlE --include='*_test.go' 'func Benchmark\w*$(firstword $(subst /, ,$(BENCH)))' . | xargs -rn1 dirname | sort -u)

soak: ## the Go tests ROUNDS times (10), in changing order, killing the program KILLS times (100): finds what fails only sometimes
	ECLOSION_TEST_KILLS=$(or $(KILLS),100) .ci/with-postgres go test -race -p 2 -count $(or $(ROUNDS),10) -shuffle on -timeout 3h ./...

demo: ## the program on invented data
	go run . demo

screenshots: ## take the pictures of the README anew (docs/screenshots)
	@.ci/browser/run --pictures

clean: ## remove what builds and tests leave here
	rm -rf eclosion out .cache .ci/browser/node_modules
