# briefpress: every task of its developers. `make preview` and `make test` are
# all that a newcomer needs.

.DEFAULT_GOAL := help
.PHONY: help preview serve build export test soak audit compare hosts peers check bench fmt

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

preview: ## show the site with live reload at http://127.0.0.1:8421/ (needs Go)
	@go run ./cmd/briefpress preview .

serve: ## serve the site as the public would get it, at port 8080
	@go run ./cmd/briefpress serve .

build: ## make the program, ./briefpress, with the built-in site inside
	go build -trimpath -o briefpress ./cmd/briefpress

export: ## write the site to public/ as files for any web server
	@go run ./cmd/briefpress export . --out public

test: ## run all tests (needs Go and Chromium)
	@log=$$(mktemp) && trap 'rm -f "$$log"' EXIT && \
	if go test -v -timeout 40m ./... >"$$log" 2>&1; then status=0; else status=1; fi; \
	[ $$status -eq 0 ] || grep -Ev '^ *(=== |--- (PASS|SKIP))' "$$log"; \
	grep -E '^ok ' "$$log"; \
	grep -E -A2 '^ *--- SKIP' "$$log"; \
	awk '/^ *--- PASS/ { p++ } /^ *--- FAIL/ { f++ } /^ *--- SKIP/ { s++ } \
		END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$$log"; \
	exit $$status

TIMES ?= 100
soak: ## pass the tests of saving and watching 100 times in a row (20 minutes; TIMES=5 for a few)
	@log=$$(mktemp) && trap 'rm -f "$$log"' EXIT && status=0 && \
	for room in watch preview; do \
		go test -tags soak -run '^TestSoak$$' -timeout 2h -parallel 8 -v ./internal/$$room -soak $(TIMES) >"$$log" 2>&1 || \
			{ status=1; grep -Ev '^ *(=== |--- (PASS|SKIP))' "$$log"; }; \
		awk -v room=$$room '{ split($$3, at, "/") } \
			/--- (PASS|FAIL): TestSoak\/[a-z-]+\/[0-9]+ / { done[at[2]]++; how[at[2], $$2]++ } \
			/--- SKIP: TestSoak\// { how[at[2], $$2]++ } \
			/ saves were quick enough to be judged$$/ { judged += $$2; saves += $$4 } \
			END { for (row in done) printf "%s %s: %d times, %d failed, %d skipped\n", room, row, done[row], how[row, "FAIL:"], how[row, "SKIP:"]; \
				if (saves) printf "%s saves: %d, of which %d were quick enough to be judged\n", room, saves, judged }' "$$log"; \
	done; \
	go test -v -count=1 -timeout 20m -tags soak -run 'TestSoak$$' ./internal/server || status=1; \
	go test -count=1 -timeout 20m -run Kill ./internal/export -kills 200 || status=1; exit $$status

audit: ## check every page with axe, the Nu checker and Lighthouse (needs Node and Java too)
	go test -v -count=1 -timeout 40m -tags audit -run Audit ./internal/browser ./internal/cite ./internal/preview

compare: ## give 120 seeded faults to briefpress and to Hugo, and print what each says (builds Hugo once)
	go test -v -count=1 -timeout 60m -tags hugo -run '^TestHugo$$' ./internal/check

hosts: ## hold nginx and Caddy, set up as the hosting guide says, to serve (needs both; skips what is missing)
	go test -v -count=1 -timeout 20m -tags hosts -run Hosts ./cmd/briefpress

peers: ## measure serving beside bare net/http, nginx and Caddy (needs wrk; skips what is missing)
	go test -v -count=1 -timeout 30m -tags peers -run 'TestPeers$$' ./internal/server

check: ## the gate before a commit: format, vet, staticcheck, module files, races
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go vet -tags audit,hosts,hugo,peers,soak ./...
	go run $(STATICCHECK) ./...
	go mod tidy -diff
	go run ./cmd/briefpress check .
	go test -race -short -timeout 60m ./...

bench: ## measure parsing, loading, exporting and serving
	go test -run '^$$' -bench . -skip 'Save|Visible' -benchmem ./...
	go test -run '^$$' -bench 'Save|Visible' -benchtime 1x -timeout 60m ./internal/preview

fmt: ## format the Go files
	gofmt -w .
