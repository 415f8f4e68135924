package form

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"eclosion/models"
)

// Split gives the values of an answer to a question that takes several.
func Split(answer string) []string {
	if answer == "" {
		return nil
	}
	return strings.Split(answer, "\n")
}

// Parse reads what was typed into the form that is kept: trimmed, dates as YYYY-MM-DD, amounts in
// cents, choices as their values. Nothing typed is no answer and no fault.
func (q Question) Parse(typed []string) (answer string, fault *models.FieldProblem) {
	var list []string
	for _, t := range typed {
		if t = strings.TrimSpace(strings.ReplaceAll(t, "\r\n", "\n")); t != "" {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return "", nil
	}
	if q.Kind == Several {
		return q.several(list)
	}
	text := list[0]
	answer, code := q.parseOne(text)
	if code != "" {
		return "", &models.FieldProblem{Field: q.Code, Code: code}
	}
	if most, n := q.Max(), utf8.RuneCountInString(answer); most > 0 && n > most {
		return "", &models.FieldProblem{Field: q.Code, Code: "too_long",
			Facts: models.Facts{"param": most, "count": n, "words": len(strings.Fields(answer))}}
	}
	return answer, nil
}

func (q Question) parseOne(text string) (answer, code string) {
	switch q.Kind {
	case Date:
		d, err := ParseDay(text)
		return string(d), faultIf(err, "date")
	case Amount:
		c, err := models.ParseCents(text)
		return strconv.FormatInt(int64(c), 10), faultIf(err, "money")
	case Number:
		n, err := strconv.Atoi(strings.Join(strings.Fields(text), ""))
		if err != nil || n < 0 || n > MaxNumber {
			return "", "number"
		}
		return strconv.Itoa(n), ""
	case Email:
		s, err := models.ParseEmail(text)
		return s, faultIf(err, "email")
	case Phone:
		s, err := models.ParsePhone(text)
		return s, faultIf(err, "phone")
	case Postcode:
		s, err := models.ParsePostcode(text)
		return s, faultIf(err, "postcode")
	case YesNo, One, Tick:
		if !slices.Contains(q.Values(), text) {
			return "", "oneof"
		}
	}
	return text, ""
}

func faultIf(err error, code string) string {
	if err != nil {
		return code
	}
	return ""
}

// several puts the values in the order of the options, each once.
func (q Question) several(typed []string) (string, *models.FieldProblem) {
	var kept []string
	for _, o := range q.Options {
		if slices.Contains(typed, o.Value) {
			kept = append(kept, o.Value)
		}
	}
	for _, t := range typed {
		if !slices.Contains(kept, t) {
			return "", &models.FieldProblem{Field: q.Code, Code: "oneof"}
		}
	}
	return strings.Join(kept, "\n"), nil
}

// ParseDay reads a day as browsers send it (2027-03-14) or as people write it (14/03/2027, 14.3.2027).
func ParseDay(text string) (models.Date, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) == 3 && len(parts[2]) == 4 {
		for len(parts[0]) < 2 {
			parts[0] = "0" + parts[0]
		}
		for len(parts[1]) < 2 {
			parts[1] = "0" + parts[1]
		}
		text = parts[2] + "-" + parts[1] + "-" + parts[0]
	}
	return models.ParseDate(text)
}

// Readable reports whether a kept answer still answers the question: a file that moved to another
// programme brings answers of that programme's questions along.
func (q Question) Readable(answer string) bool {
	typed := []string{answer}
	if q.Kind == Several {
		typed = Split(answer)
	}
	if q.Kind == Amount { // kept in cents, not as it is typed
		n, err := strconv.ParseInt(answer, 10, 64)
		return err == nil && n >= 0 && n <= int64(models.MaxCents)
	}
	_, fault := q.Parse(typed)
	return fault == nil
}
