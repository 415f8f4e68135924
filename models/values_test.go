package models

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestParseCents(t *testing.T) {
	for s, want := range map[string]Cents{
		"1.234,50": 123_450, "1 234,50 €": 123_450, "1,234.50": 123_450, "1234.5": 123_450,
		"1\u202f234,50\u00a0€": 123_450, "€ 12": 1200, "EUR 12": 1200, "12 EUR": 1200, "12eur": 1200, "12,5": 1250,
		"12": 1200, "0": 0, "0,00": 0, "0,05": 5, "007": 700, ",5": 50, ".5": 50, "1.234": 123_400, "2,345,678": 234_567_800, "1.234.567,89": 123_456_789,
		"1'234,50": 123_450, "1’234.50": 123_450, " 5000 ": 500_000, "10000000": 1_000_000_000,
		"9,999,999.99": 999_999_999, "1 234 567": 123_456_700,
	} {
		got, err := ParseCents(s)
		if err != nil || got != want {
			t.Errorf("%q: %d %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", " ", "€", "EUR", ".", ",", "-5", "−5", "+5", "1,2,3", "1.2.3", "5,", "5.", "1,234", "1,2345", "12,345.6789",
		"0.123", "1.23.456", "1234.567", "1.234,567", "1,234.567", ".234", "12 50", "1  234", "1 2345", "1€50", "5 € EUR", "1e3", "0x10", "½", "١٢",
		"12,3,", "12,345,678" /* over the limit */, "1.234.56", "1 234.567,00", "10000000,01", "99999999999999999999", "123456789,00", "cinq", "5,0a", "1'23"} {
		if got, err := ParseCents(s); err == nil {
			t.Errorf("%q was read as %d", s, got)
		}
	}
}

func TestParseEnterpriseNumber(t *testing.T) {
	for s, want := range map[string]string{
		"0403.019.261": "0403.019.261", "BE 0403 019 261": "0403.019.261", "be0403019261": "0403.019.261", "403.019.261": "0403.019.261",
		"0428.759.497": "0428.759.497", "0202.239.951": "0202.239.951", " 0428759497 ": "0428.759.497", "0428 759 497": "0428.759.497",
	} {
		if got, err := ParseEnterpriseNumber(s); err != nil || got.String() != want {
			t.Errorf("%q: %s %v, want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"", "BE", "0403.019.262", "0403.019.260", "0304.019.261", "2403.019.261", "0000.000.097", "04030192610", "0403O19261",
		"40301926", "FR0403019261", "٠٤٠٣٠١٩٢٦١", "éééée"} {
		if got, err := ParseEnterpriseNumber(s); err == nil {
			t.Errorf("%q was read as %s", s, got)
		}
	}
	if got := EnterpriseNumber("12").String(); got != "12" {
		t.Errorf("a broken number prints as %q", got)
	}
}

func TestGather(t *testing.T) {
	one, two := Refuse("a.b", nil), Refuse("c.d", Facts{"n": 1})
	if p := Gather(nil); p != nil {
		t.Errorf("nothing: %v", p)
	}
	if p := Gather(nil, nil, one, nil); p != one {
		t.Errorf("one: %v", p)
	}
	several := Gather(nil, one, nil, two)
	if several.Kind != Refused || !slices.Equal(several.Codes(), []string{"a.b", "c.d"}) || several.Error() != "refused.several a.b, c.d map[n:1]" {
		t.Errorf("several: %v", several)
	}
	mixed := Gather([]FieldProblem{{Field: "date", Code: "required"}}, one)
	if mixed.Kind != Invalid || mixed.Error() != "form.invalid date:required, a.b" {
		t.Errorf("mixed: %v", mixed)
	}
	if Fields() != nil {
		t.Error("no field problem is a problem")
	}
}

func TestProblemsInAnErrorChain(t *testing.T) {
	several := Gather(nil, Refuse("a.b", nil), Refuse("c.d", nil))
	err := fmt.Errorf("start the test: %w", several)
	if !IsCode(err, "a.b") || !IsCode(err, "c.d") || !IsCode(err, "refused.several") || IsCode(err, "e.f") {
		t.Error("codes of a wrapped problem")
	}
	if !IsKind(err, Refused) || IsKind(err, Invalid) || IsKind(errors.New("disk full"), Refused) {
		t.Error("kind of a wrapped problem")
	}
	var none *Problem
	if _, ok := ProblemOf(none); ok || IsKind(none, Refused) || none.Codes() != nil {
		t.Error("a nil problem is a problem")
	}
	for _, c := range []struct {
		p    *Problem
		kind Kind
		text string
	}{
		{Missing("project"), NotFound, "project.not_found"},
		{Denied("grant.award"), Forbidden, "access.denied map[action:grant.award]"},
		{Stale("meeting", nil), Conflict, "meeting.stale"},
	} {
		if c.p.Kind != c.kind || c.p.Error() != c.text {
			t.Errorf("%v: kind %d", c.p, c.p.Kind)
		}
	}
}
