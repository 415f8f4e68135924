package programme

// SelfCheck is what visitors answer about themselves to see whether they can apply. It is never
// kept: it comes in a form and leaves in a page.
type SelfCheck struct {
	Adult      bool
	Residence  Residence
	JobSeeker  bool // registered as such with the Forem or Actiris
	Benefits   bool // unemployment benefits
	CPAS       bool // an income of the CPAS
	HealthFund bool // on sick pay
	OnNotice   bool
	OwnNumber  OwnNumber
	Stage      Stage
}

// Residence is where somebody lives.
type Residence string

// The residences.
const (
	Wallonia  Residence = "wallonia"
	Brussels  Residence = "brussels"
	Elsewhere Residence = "elsewhere"
)

// Residences lists the residences as forms offer them.
func Residences() []Residence { return []Residence{Wallonia, Brussels, Elsewhere} }

// OwnNumber says whether somebody has an enterprise number of their own.
type OwnNumber string

// The answers.
const (
	NoNumber        OwnNumber = "none"
	SuspendedNumber OwnNumber = "suspended"
	ActiveNumber    OwnNumber = "active"
)

// OwnNumbers lists the answers as forms offer them.
func OwnNumbers() []OwnNumber { return []OwnNumber{NoNumber, SuspendedNumber, ActiveNumber} }

// Stage is how far a project is.
type Stage string

// The stages.
const (
	Idea         Stage = "idea"
	InProgress   Stage = "in_progress"
	FirstClients Stage = "first_clients"
	Running      Stage = "running" // an activity of its own already
)

// Stages lists the stages as forms offer them.
func Stages() []Stage { return []Stage{Idea, InProgress, FirstClients, Running} }

// Fulfilment is how somebody stands to a condition.
type Fulfilment uint8

// The standings: nothing to do; something to arrange before or on the way; not now; worth knowing.
const (
	Fulfilled Fulfilment = iota
	ToArrange
	NotYet
	GoodToKnow
)

// Condition is one that somebody meets or not. Code names it; with its standing it finds its words.
type Condition struct {
	Code     string
	Standing Fulfilment
	// Of a gate: whether the programme waits for what is to be arranged or only advises it, and the document
	// that shows it; "" for none.
	Firm     bool
	Evidence string
}

// Asked finds the rule of a gate among those of a programme; ok is false when it is off, and then nobody is asked.
func Asked(rules []GateRule, g Gate) (rule GateRule, ok bool) {
	for _, r := range rules {
		if r.Gate == g && (r.Mode == GateBlock || r.Mode == GateWarn) {
			return r, true
		}
	}
	return GateRule{}, false
}

// Conditions says how somebody stands to each condition of a programme, in the order in which they are read.
func Conditions(s SelfCheck, rules []GateRule) []Condition {
	list := []Condition{
		{Code: "age", Standing: when(s.Adult, Fulfilled, NotYet)},
		{Code: "residence", Standing: residence(s.Residence)},
		{Code: "jobseeker", Standing: jobSeeker(s)},
	}
	if s.Benefits {
		list = append(list, Condition{Code: "benefits", Standing: GoodToKnow})
	}
	gate := func(g Gate, concerns bool, standing Fulfilment) {
		if rule, asked := Asked(rules, g); asked && concerns {
			list = append(list, Condition{Code: string(g), Standing: standing, Firm: rule.Mode == GateBlock, Evidence: rule.Evidence})
		}
	}
	gate(CPASGate, s.CPAS, ToArrange)
	gate(HealthFundGate, s.HealthFund, ToArrange)
	gate(OnNoticeGate, s.OnNotice, ToArrange)
	gate(OwnVATGate, s.OwnNumber == ActiveNumber, ToArrange)
	gate(OwnVATGate, s.OwnNumber == SuspendedNumber, Fulfilled)
	return append(list, Condition{Code: "stage", Standing: when(s.Stage == Running, NotYet, Fulfilled)})
}

func when(yes bool, then, otherwise Fulfilment) Fulfilment {
	if yes {
		return then
	}
	return otherwise
}

// residence: the programmes are those of Wallonia; who lives elsewhere asks first.
func residence(r Residence) Fulfilment { return when(r == Wallonia, Fulfilled, ToArrange) }

// jobSeeker: who is on notice registers when the contract ends, and can apply before.
func jobSeeker(s SelfCheck) Fulfilment {
	if s.JobSeeker {
		return Fulfilled
	}
	return when(s.OnNotice, ToArrange, NotYet)
}

// Verdict sums conditions up by the one that stands worst.
func Verdict(list []Condition) Fulfilment {
	worst := Fulfilled
	for _, c := range list {
		switch {
		case c.Standing == NotYet:
			return NotYet
		case c.Standing == ToArrange:
			worst = ToArrange
		}
	}
	return worst
}
