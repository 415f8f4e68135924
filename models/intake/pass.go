package intake

import (
	"fmt"

	"eclosion/models"
	"eclosion/models/db"
	"eclosion/models/programme"
)

// batchRows is how many rows are asked about and written together.
const batchRows = 500

// pass is one walk over the rows of a file: to tell what would come of them, or to write it.
type pass struct {
	job
	tx     *db.Tx
	layout layout
	ref    reference
	parser *parser
	crowd  *crowd
	terms  map[termsKey]programme.Terms
	held   map[int64]held // what the people of this file were awarded
	seen   map[string]int // N° dossier: its row
	write  *writer        // nil while nothing is written
	made   int64          // people who are new, counted down from 0 while nothing is written
	report Report
}

type termsKey struct {
	programme int64
	on        models.Date
}

// pass walks over the file. It fails with import.refused when rows are refused and nobody said to leave them aside.
func (j job) pass(tx *db.Tx, write bool) (Report, error) {
	p := &pass{job: j, tx: tx, terms: map[termsKey]programme.Terms{}, held: map[int64]held{}, seen: map[string]int{}}
	if err := p.prepare(write); err != nil {
		return Report{}, err
	}
	rows := j.table.lines[p.layout.header+1:]
	for start := 0; start < len(rows); start += batchRows {
		end := min(start+batchRows, len(rows))
		if err := p.batch(rows[start:end]); err != nil {
			return p.report, err
		}
		if j.options.Progress != nil {
			j.options.Progress(end, len(rows))
		}
	}
	switch r := p.report; {
	case r.Rows == 0:
		return r, models.Refuse("import.empty", nil)
	case r.Refused > 0 && (!j.options.Skip || r.Refused == r.Rows):
		return r, models.Refuse("import.refused", models.Facts{"count": r.Refused})
	}
	if p.write == nil {
		return p.report, nil
	}
	return p.report, p.write.refs.Keep()
}

func (p *pass) prepare(write bool) (err error) {
	mapping := p.options.Mapping
	if mapping == nil {
		if mapping, err = rememberedFor(p.tx, p.table); err != nil {
			return err
		}
	}
	if p.layout, err = p.table.layOut(mapping); err != nil {
		return err
	}
	if p.ref, err = loadReference(p.tx); err != nil {
		return err
	}
	p.parser = newParser(p.table, p.layout, p.ref)
	// While it is written nobody is asked; decisions that say "the same" need the comparison once more.
	asks := !write
	for _, same := range p.decided {
		asks = asks || same
	}
	if p.crowd, err = loadCrowd(p.tx, asks); err != nil {
		return err
	}
	if write {
		p.write = newWriter(p.tx, p.file)
		return nil
	}
	if p.options.Tell != nil {
		for _, name := range p.layout.unknown {
			p.report.Warnings++
			warning := models.Refuse("import.warn_column", models.Facts{"column": name})
			if err := p.options.Tell(Told{Row: p.table.lines[p.layout.header].number, Warnings: []*models.Problem{warning}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// row is one row of a batch.
type row struct {
	record record
	told   Told
	line   line
}

// batch takes some rows: it reads them, asks at once which dossiers are known, and then decides row by row.
func (p *pass) batch(lines []line) error {
	rows := make([]row, 0, len(lines))
	var numbers []string
	for _, l := range lines {
		r, problems, warnings := p.parser.parse(l)
		if first, twice := p.seen[r.externalRef]; twice && r.externalRef != "" {
			problems = append(problems, models.Refuse("import.twice_in_file", models.Facts{"value": r.externalRef, "line": first}))
		} else if r.externalRef != "" {
			p.seen[r.externalRef] = l.number
		}
		rows = append(rows, row{r, Told{Row: l.number, Number: r.externalRef, Name: r.fullName(), Problems: problems, Warnings: warnings}, l})
		if len(problems) == 0 {
			numbers = append(numbers, r.externalRef)
		}
	}
	known, err := loadKnown(p.tx, numbers)
	if err != nil {
		return err
	}
	for i := range rows {
		if err := p.decide(&rows[i], known); err != nil {
			return fmt.Errorf("row %d: %w", rows[i].line.number, err)
		}
		if err := p.tell(rows[i]); err != nil {
			return err
		}
	}
	if p.write == nil {
		return nil
	}
	return p.write.flush()
}

func (p *pass) decide(r *row, known map[string]known) error {
	if len(r.told.Problems) > 0 {
		r.told.Outcome = Refused
		return nil
	}
	if k, ok := known[r.record.externalRef]; ok {
		return p.update(r, k)
	}
	return p.create(r)
}

// tell counts a row and passes on what came of it.
func (p *pass) tell(r row) error {
	p.report.Rows++
	switch r.told.Outcome {
	case Created:
		p.report.Projects++
	case Updated:
		p.report.Updated++
	case Unchanged:
		p.report.Unchanged++
	case Refused:
		p.report.Refused++
		r.told.Warnings, r.told.Cells = nil, p.parser.back(r.line)
	}
	p.report.Warnings += len(r.told.Warnings)
	if len(r.told.Doubts) > 0 {
		p.report.Doubts++
	}
	if p.options.Tell == nil {
		return nil
	}
	return p.options.Tell(r.told)
}

// update compares a row with its dossier and takes what it says more.
func (p *pass) update(r *row, k known) error {
	u := updateOf(r.record, k, p.layout.Wins)
	r.told.Outcome = Unchanged
	if len(u.disputed) > 0 {
		r.told.Warnings = append(r.told.Warnings, u.differs())
	}
	if len(u.columns) == 0 {
		return nil
	}
	r.told.Outcome = Updated
	r.told.Warnings = append([]*models.Problem{models.Refuse("import.warn_fills", models.Facts{"items": names(u.columns)})}, r.told.Warnings...)
	if p.write == nil {
		return nil
	}
	return p.write.update(u, r.line.number)
}

func names(list []column) []string {
	var texts []string
	for _, c := range list {
		texts = append(texts, string(c))
	}
	return texts
}

// create makes the dossier of a row.
func (p *pass) create(r *row) error {
	terms, err := p.termsOn(r.record.programme.ID, r.record.enteredOn)
	if err != nil {
		return err
	}
	warnings := r.record.warnings(terms, p.ref)
	person, isNew, warning := p.personOf(r)
	if warning != nil {
		warnings = append(warnings, warning)
	}
	over, err := p.grant(r.record, person.id, terms)
	if err != nil {
		return err
	}
	if over != nil && over.Code == "import.over_cap" {
		r.told.Outcome, r.told.Problems = Refused, []*models.Problem{over}
		return nil
	}
	if over != nil {
		warnings = append(warnings, over)
	}
	r.told.Outcome, r.told.Warnings = Created, append(r.told.Warnings, warnings...)
	if isNew {
		p.report.People++
	}
	if r.record.grant > 0 {
		p.report.Grants++
	}
	if r.record.created {
		p.report.Enterprises++
	}
	if isNew {
		if err := p.meet(r, &person); err != nil {
			return err
		}
	}
	guarded := false
	if r.record.grant > 0 {
		h := p.held[person.id]
		guarded = h.guarded
		h.imported, h.guarded = h.imported+r.record.grant, true
		p.held[person.id] = h
	}
	if p.write == nil {
		return nil
	}
	return p.write.create(r.record, person.id, terms, p.ref.today, guarded)
}

func (p *pass) termsOn(programmeID int64, on models.Date) (programme.Terms, error) {
	key := termsKey{programmeID, on}
	terms, ok := p.terms[key]
	if ok {
		return terms, nil
	}
	terms, err := programme.TermsOn(p.tx, programmeID, on)
	p.terms[key] = terms
	return terms, err
}

// personOf recognises the person of a row. One who is known keeps what is kept of them. Whoever may be known is a doubt
// of the row, and somebody else until a person has decided.
func (p *pass) personOf(r *row) (h human, isNew bool, warning *models.Problem) {
	who := r.record.person()
	if h, ok := p.crowd.find(who.key()); ok {
		return h, false, differsFrom(who, h)
	}
	for _, d := range p.crowd.alike(who) {
		doubt := doubtAbout(who, d)
		doubt.Same, doubt.Decided = p.decision(doubt.pair)
		r.told.Doubts = append(r.told.Doubts, doubt)
		if doubt.Same && h.id == 0 {
			h, warning = d.human, differsFrom(who, d.human)
		}
	}
	return h, h.id == 0, warning
}

func (p *pass) decision(of pair) (same, decided bool) {
	same, decided = p.decided[of]
	return same, decided
}

func differsFrom(who identity, h human) *models.Problem {
	known := h.identity()
	items := contradictions(who.says(), known.says())
	if len(items) == 0 {
		return nil
	}
	return models.Refuse("import.warn_person", models.Facts{"name": who.FullName(), "items": items})
}

// meet makes a new person known to the rows that follow.
func (p *pass) meet(r *row, h *human) (err error) {
	who := r.record.person()
	p.made--
	who.ID = p.made
	if p.write != nil {
		who.SourceFile, who.SourceRow = p.file, r.line.number
		if who.ID, err = p.write.person(who.Person); err != nil {
			return err
		}
	}
	p.crowd.add(who, who.key())
	*h = humanOf(who)
	return nil
}

// grant holds the grant of a row against the cap. What was awarded before today's cap may
// exceed it; beside awards made here it may not, for the cap is guarded.
func (p *pass) grant(r record, person int64, terms programme.Terms) (*models.Problem, error) {
	if r.grant == 0 {
		return nil, nil
	}
	h, met := p.held[person]
	if !met && person > 0 {
		var err error
		if h, err = loadHeld(p.tx, person); err != nil {
			return nil, err
		}
		p.held[person] = h
	}
	total := h.imported + h.awarded + r.grant
	if total <= terms.GrantCap {
		return nil, nil
	}
	facts := models.Facts{"amount": r.grant, "awarded": h.imported + h.awarded, "cap": terms.GrantCap, "total": total}
	if h.awarded > 0 {
		return models.Refuse("import.over_cap", facts), nil
	}
	return models.Refuse("import.warn_over_cap", facts), nil
}
