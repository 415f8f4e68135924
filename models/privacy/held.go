package privacy

import (
	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
	"eclosion/models/finance"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// Format names the layout of data.json; docs/formats/own-data.md describes it. A change that a reader
// would notice gets the next number.
const Format = "eclosion.own-data/1"

// Held is all that is held about the actor, as they take it along. It has what they may read and nothing
// else: no private note, no opinion of a committee, no name of another candidate.
type Held struct {
	Format       string         `json:"format"`
	MadeAt       Moment         `json:"made_at"`
	Person       HeldPerson     `json:"person"`
	Account      HeldAccount    `json:"account"`
	Dossiers     []HeldDossier  `json:"dossiers"`
	InfoSessions []HeldSession  `json:"info_sessions"`
	Workshops    []HeldWorkshop `json:"workshops"`
	Mails        []HeldMail     `json:"mails"`
	Erasures     []HeldAsk      `json:"erasure_requests"`

	// Applications are the files with their forms, for the paper: the same answers as in Dossiers.
	Applications map[string]*selection.Application `json:"-"`
	action       access.Action                     // through which it is read
}

// Moment is a moment as JSON readers expect it: RFC 3339, in Brussels; null for none.
type Moment models.Instant

// HeldPerson is who the person is.
type HeldPerson struct {
	FirstName    string      `json:"first_name"`
	LastName     string      `json:"last_name"`
	BirthOn      models.Date `json:"birth_on"`
	Gender       string      `json:"gender"`
	Email        string      `json:"email"`
	Phone        string      `json:"phone"`
	Street       string      `json:"street"`
	Postcode     string      `json:"postcode"`
	Municipality string      `json:"municipality"`
	CreatedAt    Moment      `json:"created_at"`
}

// HeldAccount is the account by which they sign in. No password stands anywhere, only what one is checked by.
type HeldAccount struct {
	Email      string `json:"email"`
	Name       string `json:"name"`
	CreatedAt  Moment `json:"created_at"`
	SignedInAt Moment `json:"signed_in_at"`
}

// HeldDossier is one dossier whole.
type HeldDossier struct {
	Ref            string           `json:"ref"`
	Programme      string           `json:"programme"`
	Site           string           `json:"site"`
	Cohort         string           `json:"cohort"`
	Title          string           `json:"title"`
	Sector         string           `json:"sector"`
	Phase          programme.Phase  `json:"phase"`
	PhaseStartedOn models.Date      `json:"phase_started_on"`
	CreatedAt      Moment           `json:"created_at"`
	SubmittedAt    Moment           `json:"submitted_at"`
	ConsentAt      Moment           `json:"consent_at"`
	KeepMonths     int              `json:"keep_months"`
	Answers        []HeldAnswer     `json:"answers"`
	Asked          string           `json:"asked_to_complete"`
	Decisions      []HeldDecision   `json:"decisions"`
	History        []HeldChange     `json:"history"`
	Corrections    []HeldFact       `json:"corrections"`
	Interviews     []HeldInterview  `json:"interviews"`
	Documents      []HeldDocument   `json:"documents"`
	Papers         []HeldPaper      `json:"papers"`
	Messages       []HeldMessage    `json:"messages"`
	Meetings       []HeldMeeting    `json:"meetings"`
	Actions        []HeldAction     `json:"actions"`
	Readings       []HeldReading    `json:"readings"`
	Reports        []HeldReport     `json:"reports"`
	Plan           []HeldItem       `json:"plan"`
	PlanTexts      []HeldText       `json:"plan_texts"`
	PlanRemarks    []HeldRemark     `json:"plan_remarks"`
	Finance        []HeldFigures    `json:"finance"`
	Grants         []HeldGrant      `json:"grants"`
	Participant    *HeldParticipant `json:"social_fund"`
	Enterprise     *HeldEnterprise  `json:"enterprise"`
	ErasedOn       models.Date      `json:"erased_on"`
}

// HeldFact is a past fact that was corrected. Who corrected it is left out.
type HeldFact struct {
	Fact   string `json:"fact"`
	From   string `json:"from"`
	To     string `json:"to"`
	Reason string `json:"reason"`
	At     Moment `json:"at"`
}

// HeldAnswer is the answer to one question of the form.
type HeldAnswer struct {
	Topic    string `json:"topic"`
	Code     string `json:"code"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// HeldDecision is what the couveuse answered.
type HeldDecision struct {
	Outcome   string      `json:"outcome"`
	Reasons   string      `json:"reasons"`
	NextStep  string      `json:"next_step"`
	Rank      int         `json:"rank"`
	DecidedOn models.Date `json:"decided_on"`
}

// HeldChange is a row of the history: what, when, why; not which of the couveuse's people.
type HeldChange struct {
	From   programme.Phase `json:"from"`
	To     programme.Phase `json:"to"`
	On     models.Date     `json:"on"`
	Reason string          `json:"reason"`
	At     Moment          `json:"at"`
}

// HeldInterview is a booked interview.
type HeldInterview struct {
	StartsAt Moment `json:"starts_at"`
	Minutes  int    `json:"minutes"`
	Place    string `json:"place"`
}

// HeldDocument is a document; File is its place in the archive, "" when its bytes are gone.
type HeldDocument struct {
	ID       string `json:"id"`
	Category string `json:"category"`
	Name     string `json:"name"`
	Type     string `json:"type"`
	Bytes    int    `json:"bytes"`
	SHA256   string `json:"sha256"`
	AddedAt  Moment `json:"added_at"`
	State    string `json:"state"`
	Reason   string `json:"reason"`
	File     string `json:"file"`
}

// HeldPaper is a paper that was issued about the dossier.
type HeldPaper struct {
	Number   string `json:"number"`
	Title    string `json:"title"`
	IssuedAt Moment `json:"issued_at"`
	SHA256   string `json:"sha256"`
	File     string `json:"file"`
}

// HeldMessage is a message of either side.
type HeldMessage struct {
	Side   string `json:"side"`
	Author string `json:"author"`
	At     Moment `json:"at"`
	Body   string `json:"body"`
	Gone   string `json:"gone"`
}

// HeldReading says when the holder has read the minutes of a meeting, and with what remark.
type HeldReading struct {
	On     models.Date `json:"meeting_on"`
	At     Moment      `json:"at"`
	Remark string      `json:"remark"`
}

// HeldReport is what the holder wrote for a progress report.
type HeldReport struct {
	From      models.Date `json:"from"`
	To        models.Date `json:"to"`
	Paragraph string      `json:"paragraph"`
	At        Moment      `json:"written_at"`
	Figures   []HeldTold  `json:"figures"`
}

// HeldTold is a figure that the holder gave for a report, in hundredths: cents of money, of hours, of a count.
type HeldTold struct {
	Label  string `json:"label"`
	Unit   string `json:"unit"`
	Amount int64  `json:"amount"`
}

// HeldMeeting is a meeting with what its holder may read of it.
type HeldMeeting struct {
	On       models.Date `json:"on"`
	StartsAt Moment      `json:"starts_at"`
	Minutes  int         `json:"minutes"`
	State    string      `json:"state"`
	Kind     string      `json:"kind"`
	Medium   string      `json:"medium"`
	Place    string      `json:"place"`
	Coaches  []string    `json:"coaches"`
	Topic    string      `json:"topic"` // of who booked it
	Summary  string      `json:"summary"`
	Reason   string      `json:"reason"`
}

// HeldAction is something that the holder was to do.
type HeldAction struct {
	Title  string      `json:"title"`
	DueOn  models.Date `json:"due_on"`
	DoneOn models.Date `json:"done_on"`
}

// HeldItem is an item of the business plan that somebody has touched.
type HeldItem struct {
	Section       string      `json:"section"`
	Item          string      `json:"item"`
	ClaimedOn     models.Date `json:"claimed_on"`
	ValidatedOn   models.Date `json:"validated_on"`
	NotApplicable string      `json:"not_applicable"`
	Comment       string      `json:"comment"`
}

// HeldText is a version of the text of a section of the business plan.
type HeldText struct {
	Section  string `json:"section"`
	Version  int    `json:"version"`
	At       Moment `json:"at"`
	Body     string `json:"body"`
	Restored int    `json:"restored_from"`
}

// HeldRemark is a remark on a section, or the answer to one.
type HeldRemark struct {
	Section string `json:"section"`
	Side    string `json:"side"`
	Author  string `json:"author"`
	At      Moment `json:"at"`
	Body    string `json:"body"`
	Answer  bool   `json:"answer"`
}

// HeldFigures is a version of the figures that were entered; amounts are cents, rates hundredths of a per cent.
type HeldFigures struct {
	Version int            `json:"version"`
	At      Moment         `json:"at"`
	Inputs  finance.Inputs `json:"inputs"`
}

// HeldGrant is a request for a grant; amounts are cents.
type HeldGrant struct {
	Ref       string        `json:"ref"`
	Purpose   string        `json:"purpose"`
	AskedOn   models.Date   `json:"asked_on"`
	State     string        `json:"state"`
	DecidedOn models.Date   `json:"decided_on"`
	Reason    string        `json:"reason"`
	Lines     []HeldAmount  `json:"lines"`
	Awarded   models.Cents  `json:"awarded"`
	Payments  []HeldPayment `json:"payments"`
}

// HeldAmount is a line of a budget.
type HeldAmount struct {
	Label  string       `json:"label"`
	Amount models.Cents `json:"amount"`
}

// HeldPayment is a payment of a tranche.
type HeldPayment struct {
	On        models.Date  `json:"on"`
	Amount    models.Cents `json:"amount"`
	Reference string       `json:"reference"`
}

// HeldEnterprise is the enterprise that was launched.
type HeldEnterprise struct {
	Name      string      `json:"name"`
	Number    string      `json:"number"`
	LegalForm string      `json:"legal_form"`
	CreatedOn models.Date `json:"created_on"`
	Jobs      *int        `json:"jobs"` // paid jobs beside the founder's own when it began
	// Looks are what was said and seen of it since, corrections among them.
	Looks       []HeldLook  `json:"looks"`
	AsksEndedOn models.Date `json:"asks_ended_on"` // the person wanted to be asked no more
}

// HeldLook is one look at an enterprise.
type HeldLook struct {
	Months      int         `json:"months"`
	On          models.Date `json:"on"`
	State       string      `json:"state"`
	Source      string      `json:"source"`
	ClosedOn    models.Date `json:"closed_on"`
	CloseReason string      `json:"close_reason"`
	Jobs        *int        `json:"jobs"`
	Turnover    string      `json:"turnover"`
	Situation   string      `json:"situation"`
	Comment     string      `json:"comment"`
}

// HeldSession is a registration for an information session.
type HeldSession struct {
	On       models.Date `json:"on"`
	Site     string      `json:"site"`
	State    string      `json:"state"`
	Email    string      `json:"email"`
	Heard    string      `json:"heard"`
	Attended *bool       `json:"attended"`
}

// HeldMail is a mail that was written to the person. Its text follows from its kind; links that it carried are
// not repeated here.
type HeldMail struct {
	Kind      string `json:"kind"`
	To        string `json:"to"`
	Ref       string `json:"ref"`
	WrittenAt Moment `json:"written_at"`
	SentAt    Moment `json:"sent_at"`
	State     string `json:"state"`
}

// HeldAsk is a request for erasure.
type HeldAsk struct {
	AskedAt   Moment `json:"asked_at"`
	Reason    string `json:"reason"`
	State     string `json:"state"`
	DecidedAt Moment `json:"decided_at"`
	Answer    string `json:"answer"`
}

// MarshalJSON writes RFC 3339 with the offset of Brussels.
func (m Moment) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return []byte(models.Instant(m).Time().In(models.Brussels).Format(`"2006-01-02T15:04:05Z07:00"`)), nil
}

// Gather collects what is held about the actor, in a fixed order. Only one's own can be asked for.
func Gather(tx *db.Tx) (*Held, error) {
	actor := tx.Actor()
	if actor.PersonID == 0 || !access.Can(actor, access.OwnData) {
		return nil, models.Denied(string(access.OwnData))
	}
	h := &Held{Format: Format, MadeAt: Moment(tx.Now()), Dossiers: []HeldDossier{}, Applications: map[string]*selection.Application{}, action: access.OwnData}
	p, err := programme.LoadPerson(tx, actor.PersonID)
	if err != nil {
		return nil, err
	}
	h.Person = HeldPerson{p.FirstName, p.LastName, p.BirthOn, p.Gender, p.Email, p.Phone, p.Street, p.Postcode, p.Municipality, Moment(p.CreatedAt)}
	a, err := accounts.ByID(tx, actor.AccountID)
	if err != nil {
		return nil, err
	}
	h.Account = HeldAccount{a.Email, a.Name, Moment(a.CreatedAt), Moment(a.SignedInAt)}
	refs, err := ownRefs(tx)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		d, err := h.dossier(tx, ref)
		if err != nil {
			return nil, err
		}
		h.Dossiers = append(h.Dossiers, d)
	}
	if h.InfoSessions, err = sessionsOf(tx, a.Email, p.Email); err != nil {
		return nil, err
	}
	if h.Mails, err = mailsOf(tx, a.ID, a.Email, p.Email); err != nil {
		return nil, err
	}
	if h.Workshops, err = workshopsOf(tx); err != nil {
		return nil, err
	}
	h.Erasures, err = asksOf(tx)
	return h, err
}
