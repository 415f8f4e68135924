package notice

import (
	"reflect"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/outbox"
	"eclosion/models/programme"
	"eclosion/models/reporting"
)

// Content is all that a notice says, as it is kept: its page and its paper are both drawn from it.
type Content struct {
	House     string      `json:"house"`
	HouseLine string      `json:"house_line,omitempty"`
	Title     string      `json:"title"`
	Subtitle  string      `json:"subtitle,omitempty"`
	Reference string      `json:"reference"`
	Date      models.Date `json:"date"`
	Letter    bool        `json:"letter,omitempty"`
	Receiver  []string    `json:"receiver,omitempty"`
	Place     string      `json:"place,omitempty"`  // and day, above a letter
	Object    string      `json:"object,omitempty"` // of a letter
	Body      string      `json:"body"`
	Boxes     []Box       `json:"boxes"`
}

// Box is where somebody signs.
type Box struct {
	Role    string `json:"role"`
	Name    string `json:"name"`
	Mention string `json:"mention"`
}

// Notice is one that was issued.
type Notice struct {
	PaperID              int64
	Number, SHA256       string
	Kind                 Kind
	Cause                string
	Issue                int
	IssuedAt             models.Instant
	StartsOn, EndsOn     models.Date // of an agreement
	Replaces, ReplacedBy string      // numbers
	Content              Content
}

// Issue keeps a notice, laid out with the number that it would get, and tells its holder that there is
// something to read. A cause has one notice, however many people click at once: while its words are the
// same, a second is refused ("notice.issued"); with other words it replaces the first. It is a conflict
// ("paper.stale") when the number was taken or the facts moved while it was laid out: nothing is written.
func Issue(tx *db.Tx, s Subject, w Wish, number string, c Content, pdf []byte) error {
	now, err := SubjectOf(tx, s.Project.Ref, s.Cause, w)
	if err != nil {
		return err
	}
	if now.Standing != nil && now.Standing.Content.Body == c.Body {
		return models.Refuse("notice.issued", models.Facts{"number": now.Standing.Number})
	}
	if !reflect.DeepEqual(now, s) {
		return models.Stale("paper", models.Facts{"number": number})
	}
	err = reporting.Issue(tx, reporting.Issued{Number: number, Kind: s.Cause.Kind.Paper(), SubjectRef: s.Project.Ref, Title: c.Title, PDF: pdf})
	if err != nil {
		return err
	}
	id, err := insertNotice(tx, s, number, c)
	if err != nil {
		return err
	}
	facts := models.Facts{"number": number, "cause": s.Cause.String()}
	if s.Standing != nil {
		facts["replaces"] = s.Standing.Number
	}
	if err := tx.Audit("notice.issue", "paper", id, s.Project.ID, facts); err != nil {
		return err
	}
	return programme.Tell(tx, now.Project, outbox.PaperIssued, "notice/"+number, models.Facts{"number": number, "kind": string(s.Cause.Kind)})
}

// Of lists the notices of a loaded dossier, the latest first, with their words.
func Of(tx *db.Tx, p *programme.Project) ([]Notice, error) {
	return notices(tx, `n.project_id = ? ORDER BY n.paper_id DESC`, p.ID)
}

// Offer is what an issued agreement offers to whoever records it as signed.
type Offer struct {
	Number           string
	StartsOn, EndsOn models.Date
}

// Offers gives the agreements of a loaded dossier that stand, by kind, to whom may record them.
func Offers(tx *db.Tx, p *programme.Project) (map[Kind]Offer, error) {
	if !p.May(tx.Actor(), access.JourneyMove) {
		return nil, nil
	}
	list, err := Of(tx, p)
	offers := map[Kind]Offer{}
	for _, n := range list {
		if (n.Kind == Coaching || n.Kind == Status) && n.ReplacedBy == "" {
			offers[n.Kind] = Offer{n.Number, n.StartsOn, n.EndsOn}
		}
	}
	return offers, err
}
