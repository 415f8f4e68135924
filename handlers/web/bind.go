package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v4"

	"eclosion/models"
)

// Bind fills a form type of the handler's own from the body, and from nothing
// else: text is trimmed, then checked by the type's validator tags. Malformed
// bodies are Invalid with the code form.unreadable; wrong fields come back named,
// in the form's order, so that the page can be shown again with what was typed.
//
// Besides the library's own tags there are date (YYYY-MM-DD), money and
// enterprise_number.
func Bind(c echo.Context, form any) error {
	if err := Read(c); err != nil {
		return err
	}
	if err := (&echo.DefaultBinder{}).BindBody(c, form); err != nil {
		return unreadable()
	}
	trim(reflect.ValueOf(form).Elem())
	return Check(form)
}

// Read parses the body and refuses what no form of ours sends.
func Read(c echo.Context) error {
	r := c.Request()
	if kind, _, _ := strings.Cut(r.Header.Get(echo.HeaderContentType), ";"); r.ContentLength != 0 && strings.TrimSpace(kind) != echo.MIMEApplicationForm {
		return echo.ErrUnsupportedMediaType
	}
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return echo.ErrStatusRequestEntityTooLarge
		}
		return unreadable()
	}
	for name, values := range r.PostForm {
		for _, v := range append([]string{name}, values...) {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return unreadable()
			}
		}
	}
	return nil
}

// Readable reports whether the address is made of text: what is not names nothing,
// and PostgreSQL refuses to look for it.
func Readable(c echo.Context) bool {
	values := slices.Clone(c.ParamValues())
	for name, list := range c.QueryParams() {
		values = append(append(values, name), list...)
	}
	for _, v := range values {
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
			return false
		}
	}
	return true
}

func unreadable() error {
	return &models.Problem{Kind: models.Invalid, Code: "form.unreadable"}
}

// Posted gives what was typed, to show a form again.
func Posted(c echo.Context) url.Values { return c.Request().PostForm }

// Texts gives the texts among what was posted, by the names of their fields: values of several words, no password.
func Texts(c echo.Context) (list []string) {
	posted := Posted(c)
	for _, name := range slices.Sorted(maps.Keys(posted)) {
		for _, v := range posted[name] {
			if !strings.Contains(name, "password") && strings.ContainsAny(strings.TrimSpace(v), " \n") && utf8.ValidString(v) && !strings.ContainsRune(v, 0) {
				list = append(list, v)
			}
		}
	}
	return list
}

// Version reads the hidden version of the record that a form edits; 0 when there is
// none. What no column could hold becomes a version that no record has.
func Version(c echo.Context) int {
	n, _ := strconv.ParseInt(c.FormValue("version"), 10, 32)
	return int(n)
}

// Key reads the hidden idempotency key; anything that is no key of ours is none.
func Key(c echo.Context) string {
	key := c.FormValue("cle")
	if len(key) > 64 || !utf8.ValidString(key) {
		return ""
	}
	return key
}

// Said is Key together with what the form says and where it was sent. Sent twice, it makes one record; sent with other
// words under the same key (somebody went back, and wrote again) it is another form, whose words are not lost.
func Said(c echo.Context) string {
	key := Key(c)
	if key == "" {
		return ""
	}
	said := url.Values(maps.Clone(Posted(c)))
	said.Del("cle")
	sum := sha256.Sum256([]byte(c.Request().URL.Path + "?" + said.Encode()))
	return key + "." + hex.EncodeToString(sum[:10])
}

func trim(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(strings.TrimSpace(strings.ReplaceAll(v.String(), "\r\n", "\n")))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			trim(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			trim(v.Index(i))
		}
	}
}

var checker = newChecker()

func newChecker() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string { return f.Tag.Get("form") })
	rules := map[string]func(string) bool{
		"date":              func(s string) bool { _, err := models.ParseDate(s); return err == nil },
		"money":             func(s string) bool { _, err := models.ParseCents(s); return err == nil },
		"whole":             isWhole,
		"enterprise_number": func(s string) bool { _, err := models.ParseEnterpriseNumber(s); return err == nil },
	}
	for tag, rule := range rules {
		err := v.RegisterValidation(tag, func(f validator.FieldLevel) bool { return rule(f.Field().String()) })
		if err != nil {
			panic(err) // the tags are the literals above
		}
	}
	return v
}

// isWhole is for numbers whose bounds a rule knows and names: below zero or as long as one likes.
func isWhole(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// Check asks a form type's validator tags.
func Check(form any) error {
	var wrong validator.ValidationErrors
	err := checker.Struct(form)
	if err == nil {
		return nil
	}
	if !errors.As(err, &wrong) {
		return err
	}
	problems := make([]models.FieldProblem, len(wrong))
	for i, w := range wrong {
		problems[i] = models.FieldProblem{Field: w.Field(), Code: w.Tag(), Facts: models.Facts{"param": param(w.Param()), "kind": kindOf(w.Kind())}}
	}
	return models.Fields(problems...)
}

// kindOf says what min and max count, as wording.Field wants it.
func kindOf(k reflect.Kind) string {
	switch k {
	case reflect.Slice, reflect.Map, reflect.Array:
		return "list"
	case reflect.String:
		return "text"
	}
	return "number"
}

func param(s string) any {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return s
}
