package intake

import (
	"context"
	"fmt"
	"io"
	"strings"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/db"
)

// State is how far a file has come that was handed in on the page.
type State string

// The states. Waiting and Applying are for the worker to go on with, Asking and Ready for a person.
const (
	Waiting   State = "waiting"
	Asking    State = "asking" // which column is what
	Ready     State = "ready"  // what would come of it is known
	Applying  State = "applying"
	Done      State = "done"
	Turned    State = "refused" // the file as a whole
	Abandoned State = "abandoned"
)

// Open tells whether the file is still on its way.
func (s State) Open() bool { return s == Waiting || s == Asking || s == Ready || s == Applying }

// Works tells whether it is the worker's turn.
func (s State) Works() bool { return s == Waiting || s == Applying }

// Delivery is one file that was handed in, and what became of it.
type Delivery struct {
	ID       int64
	FileName string
	Bytes    int64
	State    State
	Report
	Skip      bool
	By        string // who handed it in
	AccountID int64
	At, Ended models.Instant
	Problem   *models.Problem // why it was refused, or what is asked
	Columns   Columns
	Mapping   Mapping
	Version   int
}

// pieceSize is how much of a file is kept in one row: a writer's turn stays short.
const pieceSize = 1 << 20

// Receive keeps a file for the worker. The same file is on its way only once: whoever hands it in meanwhile is told by whom and since when.
func Receive(ctx context.Context, d *db.DB, actor access.Actor, f File) (id int64, err error) {
	switch {
	case f.Size > MaxBytes:
		return 0, tooLarge()
	case f.Size == 0:
		return 0, models.Refuse("import.empty", nil)
	}
	sum, err := f.checksum()
	if err != nil {
		return 0, err
	}
	err = d.Write(ctx, actor, func(tx *db.Tx) error {
		if err := refuseOpen(tx, sum); err != nil {
			return err
		}
		if err := Tidy(tx); err != nil {
			return err
		}
		id, err = insertImport(tx, f, sum)
		return err
	})
	if err != nil {
		return 0, err
	}
	buf := make([]byte, pieceSize)
	for seq := 0; int64(seq)*pieceSize < f.Size; seq++ {
		n, err := f.Content.ReadAt(buf, int64(seq)*pieceSize)
		if err != nil && (err != io.EOF || n == 0) {
			return 0, fmt.Errorf("read %s: %w", f.Name, err)
		}
		if err := d.Write(ctx, actor, func(tx *db.Tx) error { return insertPiece(tx, id, seq, buf[:n]) }); err != nil {
			return 0, err
		}
	}
	err = d.Write(ctx, actor, func(tx *db.Tx) error {
		if err := refuseOpen(tx, sum); err != nil {
			return err
		}
		if err := startImport(tx, id); err != nil {
			if db.IsUnique(err) {
				return models.Refuse("import.open_already", models.Facts{"name": f.Name})
			}
			return err
		}
		return tx.Audit("import.receive", "import", id, 0, models.Facts{"file": f.Name, "bytes": f.Size})
	})
	return id, err
}

// CleanName keeps of a file's name what can be shown and recorded.
func CleanName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = clean(strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, name), ""))
	if runes := []rune(name); len(runes) > 120 {
		name = string(runes[:120])
	}
	if name == "" {
		return "fichier"
	}
	return name
}

// mayRun asks the policy: an import is an administrator's.
func mayRun(tx *db.Tx) error {
	if !access.Can(tx.Actor(), access.ImportRun) {
		return models.Denied(string(access.ImportRun))
	}
	return nil
}

// Load gives one import.
func Load(tx *db.Tx, id int64) (Delivery, error) {
	if err := mayRun(tx); err != nil {
		return Delivery{}, err
	}
	return loadImport(tx, id)
}

// Choose decides what the columns mean; the file is then checked anew, and the next with the same headers gets the same.
func Choose(tx *db.Tx, id int64, version int, m Mapping) error {
	i, err := Load(tx, id)
	if err != nil {
		return err
	}
	if i.State != Asking && i.State != Ready {
		return models.Refuse("import.not_now", nil)
	}
	if err := i.Columns.fits(m); err != nil {
		return err
	}
	lasting := m
	lasting.Wins = nil // what replaces is decided for each file
	if err := remember(tx, i.Columns.Set, lasting); err != nil {
		return err
	}
	if err := turn(tx, i, version, Waiting, m); err != nil {
		return err
	}
	return tx.Audit("import.columns", "import", id, 0, models.Facts{"file": i.FileName})
}

// Decide says of people whether they are those of a row; then the file is checked anew.
func Decide(tx *db.Tx, id int64, version int, decisions map[int]map[int]bool) error {
	i, err := Load(tx, id)
	if err != nil {
		return err
	}
	if i.State != Ready {
		return models.Refuse("import.not_now", nil)
	}
	n := 0
	for number, answers := range decisions {
		told, err := rowOf(tx, id, number)
		if err != nil {
			return err
		}
		for k, same := range answers {
			if k < 0 || k >= len(told.Doubts) {
				return models.Missing("import")
			}
			if err := decide(tx, told.Doubts[k].pair, same); err != nil {
				return err
			}
			n++
		}
	}
	if err := turn(tx, i, version, Waiting, i.Mapping); err != nil {
		return err
	}
	return tx.Audit("import.people", "import", id, 0, models.Facts{"file": i.FileName, "count": n})
}

// Apply says that the file be taken as it was checked. skip leaves its refused rows aside.
func Apply(tx *db.Tx, id int64, version int, skip bool) error {
	i, err := Load(tx, id)
	switch {
	case err != nil:
		return err
	case i.State != Ready:
		return models.Refuse("import.not_now", nil)
	case i.Refused > 0 && !skip, i.Refused == i.Rows:
		return models.Refuse("import.refused", models.Facts{"count": i.Refused})
	}
	if err := turnApplying(tx, i, version, skip); err != nil {
		return err
	}
	return tx.Audit("import.apply", "import", id, 0, models.Facts{"file": i.FileName, "skip": skip})
}

// Abandon gives a file up; what was kept of it is deleted.
func Abandon(tx *db.Tx, id int64, version int) error {
	i, err := Load(tx, id)
	if err != nil {
		return err
	}
	if !i.State.Open() || i.State == Applying {
		return models.Refuse("import.not_now", nil)
	}
	if err := turn(tx, i, version, Abandoned, Mapping{}); err != nil {
		return err
	}
	if err := dropContent(tx, id, true); err != nil {
		return err
	}
	return tx.Audit("import.abandon", "import", id, 0, models.Facts{"file": i.FileName})
}
