package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/documents"
)

// A scanner may refuse to look at one document, which must not keep it from the next ones; so many refusals
// in a row are a scanner that does not answer, to be asked again in the next round.
const scannerGivesUp = 3

// documentsEvery is how often documents are looked after.
const documentsEvery = 2 * time.Minute

// Documents looks after the documents of all dossiers: those that no scanner has seen are scanned, pieces
// that are due are recalled.
type Documents struct {
	DB   *db.DB
	Log  *slog.Logger
	Scan func(ctx context.Context, content []byte) (clean bool, err error) // nil without a scanner
}

// Run works until the context ends: at once, then every so often.
func (j Documents) Run(ctx context.Context) {
	tick := time.NewTicker(documentsEvery)
	defer tick.Stop()
	for {
		if err := j.Round(ctx); err != nil && ctx.Err() == nil {
			j.Log.Error("documents", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

var looksAfterDocuments = access.Operator("documents")

// Round does all that is due once.
func (j Documents) Round(ctx context.Context) error {
	err := j.DB.Write(ctx, looksAfterDocuments, func(tx *db.Tx) error {
		_, err := documents.Remind(tx)
		return err
	})
	if err != nil || j.Scan == nil {
		return err
	}
	var refused []error
	inARow := 0
	for after := int64(0); ; {
		var waiting []int64
		err := j.DB.Read(ctx, looksAfterDocuments, func(tx *db.Tx) (err error) {
			waiting, err = documents.Waiting(tx, after, 50)
			return err
		})
		if err != nil || len(waiting) == 0 {
			return errors.Join(append(refused, err)...)
		}
		for _, id := range waiting {
			after = id
			if err := j.scan(ctx, id); err == nil {
				inARow = 0
				continue
			} else if refused = append(refused, fmt.Errorf("content %d: %w", id, err)); ctx.Err() != nil {
				return errors.Join(refused...)
			}
			if inARow++; inARow == scannerGivesUp {
				return errors.Join(refused...)
			}
		}
	}
}

// scan asks for one content.
func (j Documents) scan(ctx context.Context, id int64) error {
	var content []byte
	err := j.DB.Read(ctx, looksAfterDocuments, func(tx *db.Tx) (err error) {
		content, err = documents.Content(tx, id)
		return err
	})
	if err != nil || content == nil {
		return err
	}
	clean, err := j.Scan(ctx, content)
	if err != nil {
		return err
	}
	verdict := documents.Infected
	if clean {
		verdict = documents.Clean
	}
	return j.DB.Write(ctx, looksAfterDocuments, func(tx *db.Tx) error { return documents.Scanned(tx, id, verdict) })
}
