package intake

import (
	"context"
	"errors"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/db"
)

// Heartbeats of whoever works on a file: without one for so long, it has died, and the next begins the same step anew. Each step is one
// transaction, or can be done again.
const (
	beatEvery  = 10 * time.Second
	beatsUntil = 60_000 // milliseconds
)

// Work does the next step of a file that waits: reads and checks it, or takes it. worked is false when nothing waits. worker names
// this process; progress is told which file is how far.
func Work(ctx context.Context, d *db.DB, worker string, progress func(id int64, done, total int)) (worked bool, err error) {
	operator := access.Operator("import")
	var i Delivery
	err = d.Write(ctx, operator, func(tx *db.Tx) (err error) { i, err = claim(tx, worker); return err })
	if err != nil || i.ID == 0 {
		return false, err
	}
	stop := beat(ctx, d, i.ID, worker)
	defer stop()
	w := work{ctx: ctx, d: d, Delivery: i, worker: worker}
	if w.actor, err = actorOf(ctx, d, i); err != nil {
		return true, err
	}
	w.progress = func(done, total int) {
		if progress != nil {
			progress(i.ID, done, total)
		}
	}
	return true, w.step()
}

// beat gives signs of life until it is stopped.
func beat(ctx context.Context, d *db.DB, id int64, worker string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(beatEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				_ = d.Write(ctx, access.Operator("import"), func(tx *db.Tx) error { return signOfLife(tx, id, worker) })
			}
		}
	}()
	return func() { cancel(); <-ended }
}

func actorOf(ctx context.Context, d *db.DB, i Delivery) (actor access.Actor, err error) {
	err = d.Read(ctx, access.Operator("import"), func(tx *db.Tx) error {
		account, err := accounts.ByID(tx, i.AccountID)
		actor = account.Actor()
		return err
	})
	return actor, err
}

type work struct {
	Delivery
	ctx      context.Context
	d        *db.DB
	actor    access.Actor
	worker   string
	progress func(done, total int)
}

// step goes on with the file. What is wrong with the file is an answer to whoever handed it in, and no error.
func (w work) step() error {
	err := w.try()
	problem, ok := models.ProblemOf(err)
	if !ok || problem.Kind == models.Conflict {
		return err
	}
	state := Turned
	switch {
	case w.State == Applying:
		state = Waiting // something changed since it was checked: it is checked anew
	case asks(problem):
		state = Asking
	}
	return w.write(func(tx *db.Tx) error { return fail(tx, w.ID, w.worker, state, problem) })
}

// asks tells whether a person can answer on the page of the columns.
func asks(p *models.Problem) bool {
	return p.Code == "import.headers_missing" || p.Code == "import.header_twice" || p.Code == "import.two_readings" || p.Code == "import.no_header"
}

func (w work) write(fn func(*db.Tx) error) error { return w.d.Write(w.ctx, w.actor, fn) }

func (w work) try() error {
	var f File
	var decided map[pair]bool
	err := w.d.Read(w.ctx, w.actor, func(tx *db.Tx) (err error) {
		if f, err = pieces(tx, w.Delivery); err != nil {
			return err
		}
		decided, err = decisions(tx)
		return err
	})
	if err != nil {
		return err
	}
	t, err := readTable(f)
	if err != nil {
		return err
	}
	f.Content = nil
	j := job{file: w.FileName, table: t, decided: decided, record: w.ID, worker: w.worker,
		options: Options{Mapping: &w.Mapping, Skip: w.Skip, Progress: w.progress}}
	if w.State == Applying {
		_, err = j.apply(w.ctx, w.d, w.actor)
		return err
	}
	return w.check(j)
}

// check finds out what the columns are and what would come of the rows, and keeps both.
func (w work) check(j job) error {
	var c Columns
	err := w.write(func(tx *db.Tx) (err error) {
		if w.Columns.Set == "" { // the first time: what is remembered of such headers, and what the values say
			remembered, err := rememberedFor(tx, j.table)
			if err != nil {
				return err
			}
			if remembered != nil {
				w.Mapping = *remembered
			}
		}
		ref, err := loadReference(tx)
		if err != nil {
			return err
		}
		first := w.Columns.Set == ""
		c = j.table.describe(&w.Mapping, ref, first)
		return saveColumns(tx, w.ID, w.worker, c, w.Mapping)
	})
	if err != nil {
		return err
	}
	if c.guessed() {
		return models.Refuse("import.headers_missing", models.Facts{"items": c.missing(w.Mapping)})
	}
	if _, err := j.table.layOut(&w.Mapping); err != nil {
		if models.IsCode(err, "import.not_a_table") && len(c.List) > 1 {
			return models.Refuse("import.no_header", nil)
		}
		return err
	}
	j.options.Mapping = &w.Mapping
	return w.stage(j, c)
}

// staged is how many rows are kept in one transaction.
const staged = 1000

// stage checks every row and keeps what would come of it, in pieces between which others write.
func (w work) stage(j job, c Columns) error {
	if err := w.write(func(tx *db.Tx) error { return dropRows(tx, w.ID) }); err != nil {
		return err
	}
	var waiting []Told
	keep := func() error {
		rows := waiting
		waiting = nil
		return w.write(func(tx *db.Tx) error { return insertRows(tx, w.ID, rows) })
	}
	words := map[Word]int{}
	j.options.Tell = func(t Told) error {
		if t.Outcome == "" {
			return nil // about the header: the page of the columns says it
		}
		for _, p := range t.Problems {
			if p.Code == "import.unknown_value" && len(words) < mostUnknown {
				name, _ := p.Facts["column"].(string)
				value, _ := p.Facts["value"].(string)
				words[Word{Column: name, Value: value}]++
			}
		}
		if waiting = append(waiting, t); len(waiting) < staged {
			return nil
		}
		return keep()
	}
	report, err := j.check(w.ctx, w.d, w.actor)
	if err != nil && !models.IsCode(err, "import.refused") {
		return err
	}
	if err := keep(); err != nil {
		return err
	}
	c.Unknown = sortedWords(words)
	return w.write(func(tx *db.Tx) error { return ready(tx, w.ID, w.worker, report, c) })
}

var errTaken = errors.New("somebody else works on the file")
