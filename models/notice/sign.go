package notice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
	"eclosion/models/programme"
	"eclosion/models/reporting"
	"eclosion/models/selection"
)

// Side is who signs: the couveuse, or the holder.
type Side string

// The sides.
const (
	House  Side = "house"
	Holder Side = "holder"
)

// Sides lists whose signature a kind of paper asks for. Where both sign, both are bound.
func Sides(paperKind string) []Side {
	switch paperKind {
	case reporting.KindAgreement, reporting.KindStatus, reporting.KindAmendment:
		return []Side{House, Holder}
	}
	return []Side{House}
}

// SignOff is a signature on record.
type SignOff struct {
	Number     int // of the record on its paper, from 1
	Side       Side
	Name, Role string
	On         models.Date
	By         string // who recorded it
	At         models.Instant
}

// Scan is a signed copy on record, without its bytes.
type Scan struct {
	Number          int
	Name, MediaType string
	Size            int
	SHA256          string
	Seen            documents.Scan // what the virus scanner said
	By              string
	At              models.Instant
	Erased          bool
}

// Paper is an issued paper with all that became of it.
type Paper struct {
	reporting.Issued
	Notice   *Notice   // nil for a paper that is none
	SignOffs []SignOff // oldest first: of each side the latest holds
	Scans    []Scan    // newest first
	Erased   bool      // the words of its dossier were erased
	MaySign  bool
}

// Held gives the signature of a side that holds; nil for none.
func (p Paper) Held(side Side) *SignOff {
	for _, s := range slices.Backward(p.SignOffs) {
		if s.Side == side {
			return &s
		}
	}
	return nil
}

// Signed counts the sides that have signed.
func (p Paper) Signed() (n int) {
	for _, side := range Sides(p.Kind) {
		if p.Held(side) != nil {
			n++
		}
	}
	return n
}

// ReplacedBy is the number of the paper that came in its place; "" for none.
func (p Paper) ReplacedBy() string {
	if p.Notice == nil {
		return ""
	}
	return p.Notice.ReplacedBy
}

// Version counts the records of signatures: a form names the one it shows.
func (p Paper) Version() int { return len(p.SignOffs) }

// Load gives an issued paper with its signatures and copies to who may read its subject.
func Load(tx *db.Tx, number string) (p Paper, err error) {
	if p.Issued, err = reporting.FindIssued(tx, number); err != nil {
		return p, err
	}
	list, err := notices(tx, `n.paper_id = ?`, p.ID)
	if err != nil {
		return p, err
	}
	if len(list) > 0 {
		p.Notice = &list[0]
	}
	if p.SignOffs, err = signOffs(tx, p.ID); err != nil {
		return p, err
	}
	if p.Scans, err = scans(tx, p.ID); err != nil {
		return p, err
	}
	if p.Erased, err = isErased(tx, p.ID); err != nil {
		return p, err
	}
	p.MaySign, err = maySign(tx, p.Issued)
	return p, err
}

// maySign asks for the permission on the paper's subject, as its reading does.
func maySign(tx *db.Tx, p reporting.Issued) (bool, error) {
	switch {
	case p.ProjectID != 0:
		project, err := programme.LoadByID(tx, p.ProjectID, access.PaperRead)
		return err == nil && project.May(tx.Actor(), access.PaperSign), err
	case p.CohortID != 0:
		c, err := programme.CohortByID(tx, p.CohortID)
		return err == nil && access.CanOnSite(tx.Actor(), access.PaperSign, c.SiteID), err
	case p.Kind == reporting.KindMinutes:
		c, err := selection.LoadCommittee(tx, p.SubjectRef)
		return err == nil && access.CanOnSite(tx.Actor(), access.PaperSign, c.SiteID), err
	}
	return access.Can(tx.Actor(), access.PaperSign), nil // who may read it was asked before
}

// toSign loads a paper for who may put something on it.
func toSign(tx *db.Tx, number string) (Paper, error) {
	p, err := Load(tx, number)
	switch {
	case err != nil:
		return p, err
	case !p.MaySign:
		return p, models.Denied(string(access.PaperSign))
	case p.Erased:
		return p, models.Refuse("notice.erased", models.Facts{"number": p.Number})
	}
	return p, nil
}

// MostName bounds a name and a role, in characters.
const MostName = 120

// CheckSignOff says what is wrong with a signature on a paper issued that day: a signature has a name, the house's a
// role, and a day from the paper's to today. Fields: side + "_name", "_role", "_on".
func CheckSignOff(s SignOff, issued, today models.Date) (fields []models.FieldProblem) {
	add := func(name, code string, facts models.Facts) {
		fields = append(fields, models.FieldProblem{Field: string(s.Side) + name, Code: code, Facts: facts})
	}
	for _, t := range []struct {
		name, text string
		needed     bool
	}{{"_name", s.Name, true}, {"_role", s.Role, s.Side == House}} {
		switch {
		case t.text == "" && t.needed:
			add(t.name, "required", nil)
		case utf8.RuneCountInString(t.text) > MostName:
			add(t.name, "max", models.Facts{"param": MostName, "kind": "text"})
		}
	}
	_, err := models.ParseDate(string(s.On))
	switch {
	case s.On == "":
		add("_on", "required", nil)
	case err != nil:
		add("_on", "date", nil)
	case s.On > today:
		add("_on", "future", models.Facts{"date": today})
	case s.On < issued:
		add("_on", "not_before", models.Facts{"date": issued})
	}
	return fields
}

// Sign records who signed a paper, side by side; a side that is empty was not signed. What is on record already is
// not written twice; what differs corrects it, and the record before stays. version is the one that the form
// shows. A paper that was replaced is not signed any more ("notice.replaced").
func Sign(tx *db.Tx, number string, version int, list []SignOff) error {
	p, err := toSign(tx, number)
	if err != nil {
		return err
	}
	if by := p.ReplacedBy(); by != "" {
		return models.Refuse("notice.replaced", models.Facts{"number": p.Number, "by": by})
	}
	if version != p.Version() {
		return models.Stale("signature", models.Facts{"number": p.Number})
	}
	var fields []models.FieldProblem
	var fresh []SignOff
	given := false
	for _, s := range list {
		s.Name, s.Role = strings.TrimSpace(s.Name), strings.TrimSpace(s.Role)
		held := p.Held(s.Side)
		if !slices.Contains(Sides(p.Kind), s.Side) || held == nil && s.Name == "" && s.Role == "" && s.On == "" {
			continue
		}
		given = true
		fields = append(fields, CheckSignOff(s, p.IssuedAt.Date(), tx.Today())...)
		if held == nil || held.Name != s.Name || held.Role != s.Role || held.On != s.On {
			fresh = append(fresh, s)
		}
	}
	if !given {
		fields = append(fields, models.FieldProblem{Field: string(House) + "_name", Code: "required"})
	}
	if problem := models.Fields(fields...); problem != nil {
		return problem
	}
	for i, s := range fresh {
		s.Number = version + i + 1
		if err := insertSignOff(tx, p, s); err != nil {
			return err
		}
		if err := tx.Audit("paper.sign", "paper", p.ID, p.ProjectID, models.Facts{"number": p.Number, "side": s.Side, "signed_on": s.On, "correction": p.Held(s.Side) != nil}); err != nil {
			return err
		}
	}
	return nil
}

// MostScans bounds the signed copies of one paper.
const MostScans = 20

// MayAttach asks, before a file is read, whether the actor may add a signed copy to a paper.
func MayAttach(tx *db.Tx, number string) error {
	p, err := toSign(tx, number)
	if err == nil && len(p.Scans) >= MostScans {
		return models.Refuse("notice.many_scans", models.Facts{"limit": MostScans})
	}
	return err
}

// Attach keeps a signed copy that was looked into; those before stay. known: the newest is the same file, nothing was stored.
// An infected one is refused ("document.infected").
func Attach(tx *db.Tx, number string, f documents.File, seen documents.Scan) (known bool, err error) {
	if err := MayAttach(tx, number); err != nil {
		return false, err
	}
	p, err := toSign(tx, number)
	if err != nil {
		return false, err
	}
	if seen == documents.Infected {
		return false, models.Refuse("document.infected", models.Facts{"name": f.Name})
	}
	sum := sumOf(f.Content())
	if len(p.Scans) > 0 && p.Scans[0].SHA256 == sum {
		return true, nil
	}
	n := 1
	if len(p.Scans) > 0 {
		n = p.Scans[0].Number + 1
	}
	if err := insertScan(tx, p, n, f, sum, seen); err != nil {
		return false, err
	}
	return false, tx.Audit("paper.scan", "paper", p.ID, p.ProjectID, models.Facts{"number": p.Number, "copy": n, "type": f.MediaType, "size": len(f.Content())})
}

// Copy gives a signed copy with its bytes to who may read the paper.
func Copy(tx *db.Tx, number string, n int) (Scan, []byte, error) {
	p, err := Load(tx, number)
	if err != nil {
		return Scan{}, nil, err
	}
	i := slices.IndexFunc(p.Scans, func(s Scan) bool { return s.Number == n })
	if i < 0 || p.Scans[i].Erased {
		return Scan{}, nil, models.Missing("document")
	}
	content, err := scanBytes(tx, p.ID, n)
	return p.Scans[i], content, err
}
