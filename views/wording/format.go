package wording

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"eclosion/models"
)

// Money writes cents the Belgian way: 5 000,00 €.
func Money(c models.Cents) string {
	sign := ""
	if c < 0 {
		sign, c = "−", -c
	}
	return sign + group(int64(c)/100) + fmt.Sprintf(",%02d", int64(c)%100) + NoBreak + "€"
}

// Count writes a whole number with narrow no-break spaces between thousands.
func Count(n int) string {
	if n < 0 {
		return "−" + group(int64(-n))
	}
	return group(int64(n))
}

func group(n int64) string {
	s := strconv.FormatInt(n, 10)
	if len(s) <= 3 {
		return s
	}
	var b strings.Builder
	head := len(s) % 3
	b.WriteString(s[:head])
	for i := head; i < len(s); i += 3 {
		if b.Len() > 0 {
			b.WriteString(NarrowNoBreak)
		}
		b.WriteString(s[i : i+3])
	}
	return b.String()
}

// Percent writes part of whole with at most one decimal: 60,8 %. Without a whole it
// writes a dash: nothing is known.
func Percent(part, whole int) string {
	if whole == 0 {
		return "—"
	}
	tenths := int((int64(part)*2000 + int64(whole)) / (2 * int64(whole))) // rounded half up
	text := strconv.Itoa(tenths / 10)
	if tenths%10 != 0 {
		text += "," + strconv.Itoa(tenths%10)
	}
	return text + NarrowNoBreak + "%"
}

// Decimal writes a number with one decimal: 9,8.
func Decimal(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", ",", 1)
}

// Bytes writes the size of a file: 120 ko, 3,4 Mo, 10 Mo.
func Bytes(ctx context.Context, n int) string {
	switch {
	case n < 1<<10:
		return N(ctx, "%s octet", "%s octets", n, Count(n))
	case n < 1<<20:
		return T(ctx, "%s ko", Count((n+1<<10-1)>>10))
	case n%(1<<20) == 0 || n >= 100<<20:
		return T(ctx, "%s Mo", Count(n>>20))
	}
	return T(ctx, "%s Mo", Decimal(float64(n)/(1<<20)))
}

// Date writes dd/mm/yyyy; a dash for no date.
func Date(d models.Date) string {
	if len(d) != 10 {
		return "—"
	}
	return string(d[8:10] + "/" + d[5:7] + "/" + d[:4])
}

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre"}
var days = [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}

// LongDate writes "14 mars 2027", and "1er" for the first of a month.
func LongDate(d models.Date) string {
	if d == "" {
		return "—"
	}
	day := strconv.Itoa(d.Day())
	if d.Day() == 1 {
		day = "1er"
	}
	return day + NoBreak + months[d.Month()-1] + " " + strconv.Itoa(d.Year())
}

// DayDate writes "lundi 14 mars 2027".
func DayDate(d models.Date) string {
	if d == "" {
		return "—"
	}
	return days[d.Weekday()] + " " + LongDate(d)
}

// Clock writes the local time of a moment: 14:32.
func Clock(t time.Time) string { return t.In(models.Brussels).Format("15:04") }

// Moment writes a date and time: 23/11/2026 à 14:32.
func Moment(i models.Instant) string {
	if i == 0 {
		return "—"
	}
	return Date(i.Date()) + " à " + Clock(i.Time())
}

// DayMoment writes a day and time: mardi 1er décembre 2026 à 9:30.
func DayMoment(i models.Instant) string {
	if i == 0 {
		return "—"
	}
	return DayDate(i.Date()) + " à " + Clock(i.Time())
}

// Duration writes minutes as 45 min, 1 h or 1 h 30.
func Duration(minutes int) string {
	h, m := minutes/60, minutes%60
	switch {
	case h == 0:
		return fmt.Sprintf("%d%smin", m, NoBreak)
	case m == 0:
		return group(int64(h)) + NoBreak + "h"
	default:
		return fmt.Sprintf("%s%sh%s%02d", group(int64(h)), NoBreak, NoBreak, m)
	}
}

// Days writes "1 jour", "12 jours".
func Days(ctx context.Context, n int) string {
	return N(ctx, "%s jour", "%s jours", n, Count(n))
}

// Months writes "1 mois", "6 mois".
func Months(ctx context.Context, n int) string {
	return T(ctx, "%s mois", Count(n))
}

// Jobs writes a number of paid jobs: "2 emplois salariés".
func Jobs(ctx context.Context, n int) string {
	return N(ctx, "%s emploi salarié", "%s emplois salariés", n, Count(n))
}

// Month writes "mars 2027".
func Month(d models.Date) string {
	if d == "" {
		return "—"
	}
	return months[d.Month()-1] + " " + strconv.Itoa(d.Year())
}
