package documents

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName bounds a name, in characters.
const maxName = 120

// DisplayName makes the name of a file that was not taken fit to be shown.
func DisplayName(raw string) string {
	if raw == "" {
		return ""
	}
	return strings.TrimSuffix(cleanName(raw, ""), ".")
}

// cleanName makes a file's name fit to be shown: the last part of a path, without what has no
// shape or turns the text around it. It is never used as a path. extension is the one of the
// kind that the content has; a name of another kind gets it besides.
func cleanName(raw, extension string) string {
	raw = strings.ToValidUTF8(raw, "\uFFFD")
	if i := strings.LastIndexAny(raw, `/\`); i >= 0 {
		raw = raw[i+1:]
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp):
			return -1
		}
		return r
	}, raw)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	base := name
	if strings.EqualFold(path.Ext(name), extension) || extension == ".jpg" && strings.EqualFold(path.Ext(name), ".jpeg") {
		base = strings.TrimRight(name[:len(name)-len(path.Ext(name))], ". ")
	}
	if base == "" {
		base = "document"
	}
	if utf8.RuneCountInString(base) > maxName {
		base = strings.TrimRight(string([]rune(base)[:maxName]), ". ") + "…"
	}
	return base + extension
}
