package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Attachment sends bytes that somebody uploaded, to be kept and never shown or run in the page: a name
// that no header can be broken by, no guessing of the type, no rights, no copy.
func Attachment(c echo.Context, name, mediaType string, body []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", disposition(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, mediaType, body)
}

// disposition names an attachment twice (RFC 6266): in plain ASCII for old programs, and whole, encoded as RFC 5987 wants.
func disposition(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%/;`, r) {
			return '_'
		}
		return r
	}, name)
	const free = "!#$&+-.^_`|~" // besides letters and digits: attr-char
	var whole strings.Builder
	for _, b := range []byte(name) {
		if b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || strings.IndexByte(free, b) >= 0 {
			whole.WriteByte(b)
			continue
		}
		const hex = "0123456789ABCDEF"
		whole.Write([]byte{'%', hex[b>>4], hex[b&15]})
	}
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + whole.String()
}
