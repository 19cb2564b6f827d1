# briefpress: every task of its developers. `make preview` and `make test` are
# all that a newcomer needs.

.DEFAULT_GOAL := help
.PHONY: help preview serve build export test audit check bench fmt

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

audit: ## check every page with axe, the Nu checker and Lighthouse (needs Node and Java too)
	go test -v -count=1 -timeout 40m -tags audit -run Audit ./internal/browser ./internal/cite

check: ## the gate before a commit: format, vet, staticcheck, module files, races
	@test -z "$$(gofmt -l .)" || { gofmt -l .; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	go mod tidy -diff
	go run ./cmd/briefpress check .
	go test -race -short -timeout 60m ./...

bench: ## measure parsing, loading, exporting and serving
	go test -run '^$$' -bench . -benchmem ./...

fmt: ## format the Go files
	gofmt -w .
