package intake

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"eclosion/models"
)

var (
	frenchDate = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
	shortDate  = regexp.MustCompile(`^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$`)
	spokenDate = regexp.MustCompile(`^(?:\p{L}+ )?(\d{1,2})(?:er)? (\p{L}+)\.? (\d{4}|\d{2})$`)
	midnight   = regexp.MustCompile(`[ T]00:00(:00)?(\.0+)?Z?$`)
)

var months = map[string]int{"janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6,
	"juillet": 7, "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "sep": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
	"decembre": 12, "dec": 12}

// readDate reads 29/08/2007 (the day first, always), 2007-08-29 and 5 mars 2025. code is why it cannot be read: a year of two
// digits can be one of two centuries.
func readDate(s string) (d models.Date, code string) {
	s = midnight.ReplaceAllString(s, "")
	iso := s
	if m := frenchDate.FindStringSubmatch(s); m != nil {
		iso = m[3] + "-" + two(m[2]) + "-" + two(m[1])
	} else if shortDate.MatchString(s) {
		return "", "import.short_year"
	} else if m := spokenDate.FindStringSubmatch(models.Fold(s)); m != nil {
		month := months[m[2]]
		if len(m[3]) == 2 && month > 0 {
			return "", "import.short_year"
		}
		iso = m[3] + "-" + two(strconv.Itoa(month)) + "-" + two(m[1])
	}
	d, err := models.ParseDate(iso)
	if err != nil {
		return "", "import.not_a_date"
	}
	return d, ""
}

func two(s string) string { return ("0" + s)[len(s)-1:] }

// storedDate reads the count of days by which a workbook stores a date. Counted from 1900, day 60 is the 29 February 1900
// that never was.
func storedDate(text string, from1904 bool) (models.Date, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || f < 1 || f >= 200_000 {
		return "", false
	}
	days := int(math.Floor(f))
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60:
		return "", false
	case days < 60:
		start = start.AddDate(0, 0, 1)
	}
	d, err := models.ParseDate(start.AddDate(0, 0, days).Format("2006-01-02"))
	return d, err == nil
}
