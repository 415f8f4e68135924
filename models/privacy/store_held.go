package privacy

import (
	"database/sql"
	"fmt"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// ownRefs lists the actor's dossiers, the oldest first.
func ownRefs(tx *db.Tx) ([]string, error) {
	var refs []string
	err := tx.Each(func(rows *sql.Rows) error {
		var ref string
		err := rows.Scan(&ref)
		refs = append(refs, ref)
		return err
	}, `SELECT ref FROM projects WHERE person_id = ? ORDER BY id`, tx.Actor().PersonID)
	return refs, err
}

func hasApplication(tx *db.Tx, projectID int64) (bool, error) {
	n, err := tx.Count(`SELECT count(*) FROM applications WHERE project_id = ?`, projectID)
	return n > 0, err
}

func keepMonths(tx *db.Tx, projectID int64) (int, error) {
	return tx.Count(`SELECT keep_months FROM applications WHERE project_id = ?`, projectID)
}

// heldPapers are the kinds of papers that go along: the letters that its holder received, and what was issued
// about their project. Papers of a committee or a cohort are about others too.
const heldPapers = `p.project_id = ? AND p.kind IN ('letter', 'progress', 'plan', 'agreement', 'status', 'amendment', 'grant')`

func addPapers(tx *db.Tx, p *programme.Project, d *HeldDossier) error {
	return tx.Each(func(rows *sql.Rows) error {
		var held HeldPaper
		var at models.Instant
		var size int
		err := rows.Scan(&held.Number, &held.Title, &at, &held.SHA256, &size)
		held.IssuedAt = Moment(at)
		if size > 0 {
			held.File = d.Ref + "/lettres/" + held.Number + ".pdf"
		}
		d.Papers = append(d.Papers, held)
		return err
	}, `SELECT p.number, p.title, p.issued_at, p.sha256, length(p.pdf) FROM issued_papers p WHERE `+heldPapers+` ORDER BY p.id`, p.ID)
}

// PaperBytes gives the bytes of a paper that Gather listed, to the person whom it is about.
func PaperBytes(tx *db.Tx, ref, number string) (pdf []byte, err error) {
	return BytesFor(tx, Entry{Ref: ref, Paper: number}, access.OwnData)
}

func paperOf(tx *db.Tx, p *programme.Project, number string) (pdf []byte, err error) {
	found, err := tx.Get([]any{&pdf}, `SELECT p.pdf FROM issued_papers p WHERE `+heldPapers+` AND p.number = ?`, p.ID, number)
	if err == nil && !found {
		err = models.Missing("paper")
	}
	return pdf, err
}

func sessionsOf(tx *db.Tx, addresses ...string) ([]HeldSession, error) {
	list := []HeldSession{}
	err := tx.Each(func(rows *sql.Rows) error {
		var s HeldSession
		var came sql.NullBool
		err := rows.Scan(&s.On, &s.Site, &s.State, &s.Email, &s.Heard, &came)
		if came.Valid {
			s.Attended = &came.Bool
		}
		list = append(list, s)
		return err
	}, `SELECT s.held_on, t.name, r.state, r.email, r.heard, r.attended FROM info_registrations r JOIN info_sessions s ON s.id = r.session_id
		JOIN sites t ON t.id = s.site_id WHERE r.email IN (?, ?) AND r.email <> '' ORDER BY s.held_on, r.id`, addresses[0], addresses[1])
	if err != nil {
		return nil, fmt.Errorf("registrations held: %w", err)
	}
	return list, nil
}

// mailsOf lists what was written to the person: through their account, about their dossiers, to their addresses.
func mailsOf(tx *db.Tx, accountID int64, addresses ...string) ([]HeldMail, error) {
	list := []HeldMail{}
	err := tx.Each(func(rows *sql.Rows) error {
		var m HeldMail
		var written, sent models.Instant
		err := rows.Scan(&m.Kind, &m.To, &m.Ref, &written, &sent, &m.State)
		m.WrittenAt, m.SentAt = Moment(written), Moment(sent)
		list = append(list, m)
		return err
	}, `SELECT o.kind, o.recipient, COALESCE(p.ref, ''), o.created_at, o.sent_at, o.state FROM outbox o LEFT JOIN projects p ON p.id = o.project_id
		WHERE o.account_id = ? OR o.recipient IN (?, ?) ORDER BY o.id`, accountID, addresses[0], addresses[1])
	if err != nil {
		return nil, fmt.Errorf("mails held: %w", err)
	}
	return list, nil
}

func asksOf(tx *db.Tx) ([]HeldAsk, error) {
	list := []HeldAsk{}
	err := tx.Each(func(rows *sql.Rows) error {
		a, err := scanAsk(rows.Scan)
		list = append(list, HeldAsk{Moment(a.AskedAt), a.Reason, string(a.State), Moment(a.DecidedAt), a.Answer})
		return err
	}, `SELECT `+askColumns+askTables+` WHERE q.person_id = ? ORDER BY q.id`, tx.Actor().PersonID)
	return list, err
}
