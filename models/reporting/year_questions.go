package reporting

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"eclosion/models"
	"eclosion/models/programme"
)

// Unfilled stands in a figure's code for an answer that was not given.
const Unfilled = "-"

// activityQuestions are the figures about the dossiers accompanied in a period, wholes before their parts. The list holds those alone.
func activityQuestions(p models.Period, today models.Date, list []Member) []question {
	gone := func(m *Member) bool { return left(m, p) }
	among := func(is func(*Member) bool) func(*Member) bool {
		return func(m *Member) bool { return gone(m) && is(m) }
	}
	entered := func(m *Member) bool { return m.EnteredOn >= p.From }
	launched := among((*Member).Launched)
	q := []question{
		{"accompanied", "", everybody, nil},
		{"at_start", "accompanied", func(m *Member) bool { return !entered(m) }, nil},
		{"entered", "accompanied", entered, nil},
		{"exits", "accompanied", gone, nil},
		{"staying", "accompanied", func(m *Member) bool { return !gone(m) }, nil},
		{"study_completed", "exits", among(func(m *Member) bool { return m.StudyCompleted != nil && *m.StudyCompleted }),
			func(m *Member) bool { return m.StudyCompleted == nil }},
		{"exits.launched", "exits", launched, nil},
	}
	for _, reason := range programme.AllExitReasons() {
		q = append(q, question{"exits." + string(reason), "exits", among(func(m *Member) bool { return exited(m) && m.ExitReason == reason }), nil})
	}
	q = append(q, question{"exits.unknown", "exits", among(func(m *Member) bool { return !m.Launched() && !knownExit(m) }), nil},
		question{"met", "accompanied", func(m *Member) bool { return m.Activity.Presences > 0 }, nil},
		question{"never_met", "accompanied", func(m *Member) bool { return m.Activity.Presences == 0 }, nil},
		question{"at_cap", "accompanied", func(m *Member) bool { return m.Activity.AtCap }, nil})
	for _, by := range []struct {
		prefix string
		named  []Named
		of     func(*Member) string
	}{{"sector", sectorsOf(list, p), func(m *Member) string { return m.Activity.Sector }},
		{"form", formsOf(list, p), func(m *Member) string { return m.Activity.LegalForm }}} {
		for _, n := range by.named {
			q = append(q, question{by.prefix + "." + n.Key, "exits.launched", func(m *Member) bool { return launched(m) && key(by.of(m)) == n.Key }, nil})
		}
		q = append(q, question{by.prefix + "." + Unfilled, "exits.launched", func(m *Member) bool { return launched(m) && key(by.of(m)) == "" }, nil})
	}
	q = append(q, aliveQuestions(launched, today)...)
	q = append(q, profile("accompanied", everybody)...)
	for _, of := range profile("entered", entered) {
		of.code = "entry." + of.code
		q = append(q, of)
	}
	return append(q, placeQuestions(list, entered, gone, launched)...)
}

// aliveQuestions follow the enterprises created: at each age who is old enough, and of those what is known. Who sold is alive; who
// did not answer, or could not be found, is unknown.
func aliveQuestions(launched func(*Member) bool, today models.Date) []question {
	var q []question
	for _, months := range SurvivalMonths() {
		code := "survival." + strconv.Itoa(months) + "."
		is := func(states ...string) func(*Member) bool {
			return func(m *Member) bool { return launched(m) && slices.Contains(states, m.stands(months, today)) }
		}
		q = append(q, question{code + "due", "exits.launched", is(StandsAlive, StandsSold, StandsClosed, StandsUnknown, StandsSilent), nil},
			question{code + "not_due", "exits.launched", is(StandsNotDue), nil},
			question{code + "known", code + "due", is(StandsAlive, StandsSold, StandsClosed), nil},
			question{code + "alive", code + "due", is(StandsAlive, StandsSold), nil},
			question{code + "sold", code + "alive", is(StandsSold), nil},
			question{code + "closed", code + "due", is(StandsClosed), nil},
			question{code + "unknown", code + "due", is(StandsUnknown, StandsSilent), nil})
	}
	return q
}

// placeQuestions ask the same of each site and each programme.
func placeQuestions(list []Member, entered, gone, launched func(*Member) bool) []question {
	var q []question
	for _, by := range []struct {
		prefix string
		of     func(*Member) (int64, string)
	}{{"site", siteOf}, {"programme", programmeOf}} {
		for _, group := range groupsOf(list, by.of) {
			in := func(m *Member) bool { id, _ := by.of(m); return strconv.FormatInt(id, 10) == group.Key }
			both := func(is func(*Member) bool) func(*Member) bool {
				return func(m *Member) bool { return in(m) && is(m) }
			}
			code := by.prefix + "." + group.Key
			q = append(q, question{code, "accompanied", in, nil}, question{code + ".entered", code, both(entered), nil},
				question{code + ".exits", code, both(gone), nil}, question{code + ".launched", code + ".exits", both(launched), nil})
		}
	}
	return q
}

func siteOf(m *Member) (int64, string)      { return m.SiteID, m.SiteName }
func programmeOf(m *Member) (int64, string) { return m.ProgrammeID, m.ProgrammeName }

// groupsOf lists the sites or programmes of the dossiers, by name.
func groupsOf(list []Member, of func(*Member) (int64, string)) []Named {
	seen := map[int64]bool{}
	var groups []Named
	for i := range list {
		if id, name := of(&list[i]); !seen[id] {
			seen[id] = true
			groups = append(groups, Named{strconv.FormatInt(id, 10), name})
		}
	}
	slices.SortFunc(groups, func(a, b Named) int { return cmp.Compare(models.Fold(a.Name), models.Fold(b.Name)) })
	return groups
}

// Mask hides small groups, in the periods before as well, and what they could be worked out from.
func (a *Activity) Mask() {
	a.Masked = true
	a.Figures.maskActivity()
	a.Sums.mask()
	a.Survival.Mask()
	for i := range a.Before {
		a.Before[i].Figures.maskActivity()
		a.Before[i].Sums.mask()
	}
}

func (f Figures) maskActivity() {
	f.mask()
	for i := range f { // what entered is a part of who was accompanied: what is left of a group could be small, too
		if whole, ok := strings.CutPrefix(f[i].Code, "entry."); ok {
			rest := f.Get(whole).Count - f[i].Count
			f[i].Masked = f[i].Masked || rest > 0 && rest < Smallest
		}
	}
	families := map[string]bool{}
	for _, x := range f {
		if family := familyOf(x.Code); family != "" {
			families[family] = true
		}
	}
	for family := range families {
		f.maskSecond(func(code string) bool { return familyOf(code) == family })
	}
	for _, months := range SurvivalMonths() { // the share of those known would tell how many are not
		code := "survival." + strconv.Itoa(months) + "."
		hidden := slices.ContainsFunc(f, func(x Figure) bool { return x.Masked && familyOf(x.Code) == strings.TrimSuffix(code, ".")+".what" })
		for i := range f {
			f[i].Masked = f[i].Masked || hidden && f[i].Code == code+"known"
		}
	}
}

// familyOf names the parts of one whole that share no prefix of their own: one masked part alone could be worked out from the others.
func familyOf(code string) string {
	parts := strings.Split(code, ".")
	switch {
	case parts[0] == "entry" && len(parts) == 3, (parts[0] == "sector" || parts[0] == "form") && len(parts) == 2:
		return strings.Join(parts[:len(parts)-1], ".")
	case (parts[0] == "site" || parts[0] == "programme") && len(parts) == 3:
		return parts[0] + ".*." + parts[2]
	case parts[0] == "survival" && len(parts) == 3:
		switch parts[2] {
		case "due", "not_due":
			return parts[0] + "." + parts[1] + ".when"
		case "alive", "closed", "unknown":
			return parts[0] + "." + parts[1] + ".what"
		}
	}
	return ""
}
