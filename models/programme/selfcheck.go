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
	// Firm is whether the programme waits for what is to be arranged, or only advises it.
	Firm bool
}

// SelfGates are the gates of a programme as the self-check asks them: by name, how firm they are. One that is
// missing is off, and asked of nobody.
type SelfGates map[string]GateMode

// Conditions says how somebody stands to each condition of a programme, in the order in which they are read.
func Conditions(s SelfCheck, gates SelfGates) []Condition {
	list := []Condition{
		{Code: "age", Standing: when(s.Adult, Fulfilled, NotYet)},
		{Code: "residence", Standing: residence(s.Residence)},
		{Code: "jobseeker", Standing: jobSeeker(s)},
	}
	if s.Benefits {
		list = append(list, Condition{Code: "benefits", Standing: GoodToKnow})
	}
	gate := func(name string, concerns bool, standing Fulfilment) {
		mode := gates[name]
		if concerns && (mode == GateBlock || mode == GateWarn) {
			list = append(list, Condition{Code: name, Standing: standing, Firm: mode == GateBlock})
		}
	}
	gate("cpas", s.CPAS, ToArrange)
	gate("health_fund", s.HealthFund, ToArrange)
	gate("on_notice", s.OnNotice, ToArrange)
	gate("own_vat", s.OwnNumber == ActiveNumber, ToArrange)
	gate("own_vat", s.OwnNumber == SuspendedNumber, Fulfilled)
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
