package programme_test

import (
	"fmt"
	"strings"
	"testing"

	"eclosion/models/programme"
)

func TestConditions(t *testing.T) {
	rule := func(g programme.Gate, m programme.GateMode) programme.GateRule {
		return programme.GateRule{Gate: g, Mode: m, Evidence: "preuve " + string(g)}
	}
	all := []programme.GateRule{rule(programme.CPASGate, programme.GateBlock), rule(programme.HealthFundGate, programme.GateBlock),
		rule(programme.OnNoticeGate, programme.GateWarn), rule(programme.OwnVATGate, programme.GateBlock)}
	right := programme.SelfCheck{Adult: true, Residence: programme.Wallonia, JobSeeker: true, OwnNumber: programme.NoNumber, Stage: programme.Idea}
	for name, c := range map[string]struct {
		edit  func(*programme.SelfCheck)
		gates []programme.GateRule
		want  string
	}{
		"everything right":      {func(s *programme.SelfCheck) {}, all, "age+ residence+ jobseeker+ stage+ = +"},
		"a minor":               {func(s *programme.SelfCheck) { s.Adult = false }, all, "age- residence+ jobseeker+ stage+ = -"},
		"from Brussels":         {func(s *programme.SelfCheck) { s.Residence = programme.Brussels }, all, "age+ residence~ jobseeker+ stage+ = ~"},
		"from elsewhere":        {func(s *programme.SelfCheck) { s.Residence = programme.Elsewhere }, all, "age+ residence~ jobseeker+ stage+ = ~"},
		"not registered":        {func(s *programme.SelfCheck) { s.JobSeeker = false }, all, "age+ residence+ jobseeker- stage+ = -"},
		"on notice":             {func(s *programme.SelfCheck) { s.JobSeeker, s.OnNotice = false, true }, all, "age+ residence+ jobseeker~ on_notice~ stage+ = ~"},
		"benefits":              {func(s *programme.SelfCheck) { s.Benefits = true }, all, "age+ residence+ jobseeker+ benefits? stage+ = +"},
		"CPAS":                  {func(s *programme.SelfCheck) { s.CPAS = true }, all, "age+ residence+ jobseeker+ cpas~! stage+ = ~"},
		"CPAS, advised":         {func(s *programme.SelfCheck) { s.CPAS = true }, []programme.GateRule{rule(programme.CPASGate, programme.GateWarn)}, "age+ residence+ jobseeker+ cpas~ stage+ = ~"},
		"CPAS, off":             {func(s *programme.SelfCheck) { s.CPAS = true }, []programme.GateRule{rule(programme.CPASGate, programme.GateOff)}, "age+ residence+ jobseeker+ stage+ = +"},
		"everything, no gate":   {everything, nil, "age+ residence+ jobseeker+ benefits? stage+ = +"},
		"everything":            {everything, all, "age+ residence+ jobseeker+ benefits? cpas~! health_fund~! on_notice~ own_vat~! stage+ = ~"},
		"a suspended number":    {func(s *programme.SelfCheck) { s.OwnNumber = programme.SuspendedNumber }, all, "age+ residence+ jobseeker+ own_vat+! stage+ = +"},
		"it runs already":       {func(s *programme.SelfCheck) { s.Stage = programme.Running }, all, "age+ residence+ jobseeker+ stage- = -"},
		"first clients":         {func(s *programme.SelfCheck) { s.Stage = programme.FirstClients }, all, "age+ residence+ jobseeker+ stage+ = +"},
		"not yet comes first":   {func(s *programme.SelfCheck) { s.CPAS, s.Adult = true, false }, all, "age- residence+ jobseeker+ cpas~! stage+ = -"},
		"not yet comes first 2": {func(s *programme.SelfCheck) { s.CPAS, s.Stage = true, programme.Running }, all, "age+ residence+ jobseeker+ cpas~! stage- = -"},
	} {
		s := right
		c.edit(&s)
		list := programme.Conditions(s, c.gates)
		var words []string
		for _, x := range list {
			word := x.Code + sign(x.Standing)
			if x.Firm {
				word += "!"
			}
			if gate := strings.Contains("cpas health_fund on_notice own_vat", x.Code); gate != (x.Evidence == "preuve "+x.Code) {
				t.Errorf("%s: %s is shown by %q", name, x.Code, x.Evidence)
			}
			words = append(words, word)
		}
		if got := fmt.Sprintf("%s = %s", strings.Join(words, " "), sign(programme.Verdict(list))); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func everything(s *programme.SelfCheck) {
	s.Benefits, s.CPAS, s.HealthFund, s.OnNotice, s.OwnNumber = true, true, true, true, programme.ActiveNumber
}

func sign(f programme.Fulfilment) string { return []string{"+", "~", "-", "?"}[f] }
