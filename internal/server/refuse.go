package server

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"strconv"
	"sync"
)

// refusals are the sentences of the pages that the server makes by itself.
var refusals = map[int]string{
	http.StatusBadRequest:                   "The server cannot make sense of this request.",
	http.StatusNotFound:                     "There is no page at this address.",
	http.StatusMethodNotAllowed:             "This site can be read, and nothing else: it answers GET and HEAD.",
	http.StatusPreconditionFailed:           "This page is no longer the one that was asked for.",
	http.StatusRequestURITooLong:            "This address is longer than any of this site.",
	http.StatusRequestedRangeNotSatisfiable: "This file is shorter than the part of it that was asked for.",
	http.StatusInternalServerError:          "The server could not make this page. The fault has been recorded.",
}

const refusalStyle = `:root{color-scheme:light dark}body{max-inline-size:34rem;margin:15vh auto;padding:0 1.25rem;font:1.125rem/1.55 Georgia,"Times New Roman",serif}h1{font-size:1.75rem;line-height:1.2}`

// refusalCSP names the one style of these pages, and allows nothing else.
var refusalCSP = sync.OnceValue(func() []string {
	sum := sha256.Sum256([]byte(refusalStyle))
	return []string{"default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}
})

// refuse answers with a page that needs nothing of the site. The connection
// ends where the rest of the request may still be on its way.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, a *answer, status int) {
	title := http.StatusText(status)
	page := fmt.Sprintf(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>%d %s</title>
<style>%s</style>
</head>
<body>
<main>
<h1>%s</h1>
<p>%s</p>
<p><a href="%s/">Go to the start page</a></p>
</main>
</body>
</html>
`, status, title, refusalStyle, title, refusals[status], html.EscapeString(a.base))
	hd := w.Header()
	h.common(hd, refusalCSP())
	hd["Cache-Control"] = h.cacheControl(0)
	hd["Content-Type"] = []string{"text/html; charset=utf-8"}
	hd["Content-Length"] = []string{strconv.Itoa(len(page))}
	switch status {
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestURITooLong:
		hd["Connection"] = closing
	}
	a.status = status
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		a.bytes, _ = w.Write([]byte(page))
	}
}
