package correction

import (
	"strings"
	"testing"
)

// What is wrong with a correction, one line each.
func TestClean(t *testing.T) {
	marks := []Mark{{"birth_on", "1988-03-02"}, {"submitted", "2026-01-10"}, {"accepted_on", "2026-02-20"}, {"entered_on", "2026-03-30"}, {"suspended", "2026-05-01"}, {"resumed", "2026-05-20"},
		{"test_on", "2026-08-01"}, {"suspended", "2026-09-01"}, {"resumed", ""}, {"left_on", ""}, {"followed_up", ""}}
	for _, x := range []struct {
		fact       Fact
		value, was string
		code, mark string
	}{
		{EnteredOn, "2026-03-03", "2026-03-30", "", ""},
		{EnteredOn, "2026-02-20", "2026-03-30", "", ""},
		{EnteredOn, "2026-02-19", "2026-03-30", "before_mark", "accepted_on"},
		{EnteredOn, "2026-05-01", "2026-03-30", "", ""},
		{EnteredOn, "2026-05-02", "2026-03-30", "after_mark", "suspended"},
		{EnteredOn, "2026-03-30", "2026-03-30", "unchanged", ""},
		{EnteredOn, "2026-02-30", "2026-03-30", "date", ""},
		{EnteredOn, "30/03/2026", "2026-03-30", "date", ""},
		{EnteredOn, " ", "2026-03-30", "required", ""},
		{AcceptedOn, "2026-01-09", "2026-02-20", "before_mark", "submitted"},
		{AcceptedOn, "2026-03-30", "2026-02-20", "", ""},
		{AcceptedOn, "2026-03-31", "2026-02-20", "after_mark", "entered_on"},
		{TestOn, "2026-05-20", "2026-08-01", "", ""},
		{TestOn, "2026-05-19", "2026-08-01", "before_mark", "resumed"},
		{TestOn, "2026-09-02", "2026-08-01", "after_mark", "suspended"},
		{LeftOn, "2026-11-23", "2026-11-01", "", ""},
		{LeftOn, "2026-11-24", "2026-11-01", "future", ""},
		{BirthOn, "1888-03-02", "1988-03-02", "date", ""},
		{BirthOn, "2026-01-11", "1988-03-02", "after_mark", "submitted"},
		{BirthOn, "1978-03-02", "1988-03-02", "", ""},
		{CreatedOn, "2026-11-24", "2026-11-01", "future", ""},
		{CreatedOn, "2020-11-24", "2026-11-01", "", ""},
		{Number, "0403.019.262", "", "enterprise_number", ""},
		{Number, "BE 0403.019.261", "0403019261", "unchanged", ""},
		{Number, "0403 019 261", "", "", ""},
		{LegalForm, strings.Repeat("é", 61), "SRL", "max", ""},
		{LegalForm, strings.Repeat("é", 60), "SRL", "", ""},
		{Gender, "W", "F", "oneof", ""},
		{Gender, "X", "F", "", ""},
		{StudyCompleted, "no", "", "", ""},
		{ExitReason, "moved_away", "gave_up", "", ""},
		{Situation, "rich", "", "oneof", ""},
		{Schooling, "tertiary", "none", "", ""},
	} {
		_, problem := Draft{x.fact, x.value, "Elle l'a dit."}.clean(x.was, marks, "2026-11-23")
		code, mark := "", ""
		if problem != nil {
			code = problem.Fields[0].Code
			mark, _ = problem.Fields[0].Facts["mark"].(string)
		}
		if code != x.code || mark != x.mark || problem != nil && (len(problem.Fields) != 1 || problem.Fields[0].Field != "correction_value") {
			t.Errorf("%s %q: %q %q, want %q %q", x.fact, x.value, code, mark, x.code, x.mark)
		}
	}
	for reason, wrong := range map[string]bool{" \n ": true, strings.Repeat("é", MaxReason): false, strings.Repeat("é", MaxReason+1): true} {
		if _, problem := (Draft{Gender, "X", reason}).clean("F", nil, "2026-11-23"); (problem != nil) != wrong || wrong && problem.Fields[0].Field != "correction_reason" {
			t.Errorf("a reason of %d bytes: %v", len(reason), problem)
		}
	}
	if d, _ := (Draft{Number, "BE 0403.019.261", " parce que "}).clean("", nil, "2026-11-23"); d.Value != "0403019261" || d.Reason != "parce que" {
		t.Errorf("kept as %+v", d)
	}
}
