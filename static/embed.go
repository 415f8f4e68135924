// Package static holds what browsers fetch beside the pages: our own style
// sheet, script and sign. There is no build step: the sources are what is served.
//
// Every address carries a fingerprint of its content, so that a browser may keep
// a file for ever and still never shows yesterday's style under today's page.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed css/*.css js/*.js img/*.svg
var sources embed.FS

// Prefix is the folder that all addresses begin with.
const Prefix = "/static/"

// bundles says which sources make up a served file, in order: later rules of the
// style sheet lean on earlier ones.
var bundles = map[string][]string{
	"app.css": {
		"css/tokens.css",
		"css/base.css",
		"css/frame.css",
		"css/form.css",
		"css/table.css",
		"css/parts.css",
		"css/dossier.css",
		"css/meeting.css",
		"css/report.css",
		"css/plan.css",
		"css/grant.css",
		"css/settings.css",
		"css/committee.css",
		"css/sitting.css",
		"css/visit.css",
		"css/documents.css",
		"css/follow.css",
		"css/handover.css",
		"css/day.css",
		"css/workshop.css",
		"css/search.css",
		"css/booking.css",
		"css/papers.css",
		"css/campaign.css",
		"css/participant.css",
		"css/pilot.css",
		"css/import.css",
		"css/notice.css",
		"css/person.css",
		"css/print.css",
	},
	"app.js": {
		"js/app.js",
		"js/reveal.js",
		"js/drafts.js",
		"js/autosave.js",
		"js/documents.js",
		"js/attendance.js",
		"js/keys.js",
		"js/who.js",
		"js/queue.js",
		"js/meeting.js",
		"js/live.js",
		"js/pilot.js",
	},
	"theme.js":    {"js/theme.js"},
	"favicon.svg": {"img/favicon.svg"},
}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

type file struct {
	name         string
	body, zipped []byte
}

type shelf struct {
	urls  map[string]string // by name: app.css
	files map[string]file   // by address
}

var shelves = sync.OnceValue(func() shelf {
	s := shelf{urls: map[string]string{}, files: map[string]file{}}
	for name, parts := range bundles {
		var body []byte
		for _, part := range parts {
			source, err := sources.ReadFile(part)
			if err != nil {
				panic("static: " + err.Error()) // the list above names a file that was not embedded
			}
			body = append(body, source...)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(name)
		url := Prefix + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
		s.urls[name] = url
		s.files[url] = file{name: name, body: body, zipped: zip(body)}
	}
	return s
})

// URL gives the fingerprinted address of a served file ("app.css"). It panics on
// a name that is not served: names are literals in our pages, and the first
// rendering of the page shows the mistake.
func URL(name string) string {
	url, ok := shelves().urls[name]
	if !ok {
		panic("static: no file " + name)
	}
	return url
}

// Handler answers GET and HEAD on the fingerprinted addresses, to be kept by
// browsers for a year; 404 for any other address, 405 for any other method.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := shelves().files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Content-Type", contentTypes[path.Ext(f.name)])
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		body := f.body
		if TakesGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = f.zipped
		}
		http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(body))
	})
}

// zip compresses a file once for all who fetch it.
func zip(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(body)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// TakesGzip reports whether a browser says that it reads gzip.
func TakesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == "gzip" {
			return !strings.HasPrefix(strings.ReplaceAll(quality, " ", ""), "q=0") || strings.Trim(quality, " q=0.") != ""
		}
	}
	return false
}
