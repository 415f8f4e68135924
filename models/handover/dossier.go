package handover

import (
	"database/sql"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/privacy"
	"eclosion/models/programme"
	"eclosion/models/selection"
)

// Format names the layout of a dossier's data.json: docs/formats/dossier.md.
const Format = "eclosion.dossier/1"

// Whole is one dossier, whole: what its holder may read, and what the couveuse's people add for a colleague. The private
// part is a type of its own, which stands nowhere else: a version without it cannot hold a word of it.
type Whole struct {
	Format     string              `json:"format"`
	MadeAt     privacy.Moment      `json:"made_at"`
	Person     privacy.HeldPerson  `json:"person"`
	Dossier    privacy.HeldDossier `json:"dossier"`
	Agreements []Agreement         `json:"agreements"`
	Coaches    []string            `json:"coaches"`
	Internal   *Internal           `json:"internal,omitempty"` // nil in the version that may be shown

	Project     *programme.Project     `json:"-"`
	Clock       *programme.Clock       `json:"-"`
	Couveuse    programme.Couveuse     `json:"-"`
	Application *selection.Application `json:"-"` // nil for none
	Today       models.Date            `json:"-"`
}

// Agreement is a signed paper of the dossier.
type Agreement struct {
	Kind      string      `json:"kind"`
	Number    string      `json:"number"`
	SignedOn  models.Date `json:"signed_on"`
	StartsOn  models.Date `json:"starts_on"`
	EndsOn    models.Date `json:"ends_on"`
	EndedOn   models.Date `json:"ended_on"`
	EndReason string      `json:"end_reason"`
}

// Internal is what a holder never reads.
type Internal struct {
	Notes     []PrivateNote `json:"notes"`
	Handovers []Note        `json:"handovers"`
	Actions   []OwnAction   `json:"actions"`
}

// PrivateNote is the private note of a meeting.
type PrivateNote struct {
	On     models.Date `json:"on"`
	Author string      `json:"author"`
	Body   string      `json:"body"`
}

// OwnAction is an action of a coach.
type OwnAction struct {
	Title  string      `json:"title"`
	Coach  string      `json:"coach"`
	DueOn  models.Date `json:"due_on"`
	DoneOn models.Date `json:"done_on"`
}

// LoadWhole gathers a dossier for who may take it out as a file; internal adds what its holder never reads.
func LoadWhole(tx *db.Tx, ref string, internal bool) (w Whole, err error) {
	if w.Project, err = programme.Load(tx, ref, access.DossierExport); err != nil {
		return w, err
	}
	w.Format, w.MadeAt, w.Today = Format, privacy.Moment(tx.Now()), tx.Today()
	if w.Dossier, w.Application, err = privacy.Dossier(tx, ref, access.DossierExport); err != nil {
		return w, err
	}
	for _, part := range []func(*db.Tx) error{w.frame, w.agreements} {
		if err := part(tx); err != nil {
			return w, err
		}
	}
	if internal {
		w.Internal, err = internalOf(tx, w.Project)
	}
	return w, err
}

// Export writes down that a dossier was taken out as a file, and whether with its private part.
func Export(tx *db.Tx, ref, as string, internal bool) error {
	p, err := programme.Load(tx, ref, access.DossierExport)
	if err != nil {
		return err
	}
	return tx.Audit("dossier.export", "project", p.ID, p.ID, models.Facts{"as": as, "internal": internal})
}

func (w *Whole) frame(tx *db.Tx) (err error) {
	if w.Couveuse, err = programme.LoadCouveuse(tx); err != nil {
		return err
	}
	h, err := programme.LoadPerson(tx, w.Project.PersonID)
	if err != nil {
		return err
	}
	w.Person = privacy.HeldPerson{FirstName: h.FirstName, LastName: h.LastName, BirthOn: h.BirthOn, Gender: h.Gender, Email: h.Email, Phone: h.Phone,
		Street: h.Street, Postcode: h.Postcode, Municipality: h.Municipality, CreatedAt: privacy.Moment(h.CreatedAt)}
	coaches, err := programme.Coaches(tx, []int64{w.Project.ID})
	if err != nil {
		return err
	}
	for _, c := range coaches[w.Project.ID] {
		w.Coaches = append(w.Coaches, c.Name)
	}
	if w.Project.TermsID == 0 {
		return nil
	}
	terms, err := programme.TermsOf(tx, w.Project)
	if err != nil {
		return err
	}
	w.Clock, err = programme.LoadClock(tx, w.Project, terms)
	return err
}

func (w *Whole) agreements(tx *db.Tx) error {
	return tx.Each(func(rows *sql.Rows) error {
		var a Agreement
		err := rows.Scan(&a.Kind, &a.Number, &a.SignedOn, &a.StartsOn, &a.EndsOn, &a.EndedOn, &a.EndReason)
		w.Agreements = append(w.Agreements, a)
		return err
	}, `SELECT kind, number, signed_on, starts_on, ends_on, ended_on, end_reason FROM agreements WHERE project_id = ? ORDER BY id`, w.Project.ID)
}

// internalOf reads what only the couveuse's people read; nothing for who may not read notes.
func internalOf(tx *db.Tx, p *programme.Project) (*Internal, error) {
	if !p.May(tx.Actor(), access.NoteRead) {
		return nil, models.Denied(string(access.NoteRead))
	}
	in := &Internal{}
	err := tx.Each(func(rows *sql.Rows) error {
		var n PrivateNote
		err := rows.Scan(&n.On, &n.Author, &n.Body)
		in.Notes = append(in.Notes, n)
		return err
	}, `SELECT m.held_on, COALESCE(a.name, ''), n.body FROM meeting_projects l JOIN meetings m ON m.id = l.meeting_id JOIN meeting_notes n ON n.meeting_id = m.id
		LEFT JOIN accounts a ON a.id = n.author_id WHERE l.project_id = ? AND n.body <> '' ORDER BY m.starts_at DESC, m.id DESC`, p.ID)
	if err != nil {
		return nil, err
	}
	if in.Handovers, err = NotesOf(tx, p); err != nil {
		return nil, err
	}
	return in, tx.Each(func(rows *sql.Rows) error {
		var a OwnAction
		err := rows.Scan(&a.Title, &a.Coach, &a.DueOn, &a.DoneOn)
		in.Actions = append(in.Actions, a)
		return err
	}, `SELECT x.title, COALESCE(a.name, ''), x.due_on, x.done_on FROM actions x LEFT JOIN accounts a ON a.id = x.coach_id
		WHERE x.project_id = ? AND x.owner = 'coach' ORDER BY x.id`, p.ID)
}
