package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"eclosion/models"
	"eclosion/models/access"
	"eclosion/models/accounts"
	"eclosion/models/day"
	"eclosion/models/db"
)

// digestEvery is how often it is asked whether a digest is due.
const digestEvery = 5 * time.Minute

var writesDigests = access.Operator("digest")

// Digest writes to each coach, once a week, what waits for them.
type Digest struct {
	DB   *db.DB
	Log  *slog.Logger
	done models.Date // the week of which this process has asked everybody
}

// Run works until the context ends: at once, then every so often.
func (j *Digest) Run(ctx context.Context) {
	tick := time.NewTicker(digestEvery)
	defer tick.Stop()
	for {
		if err := j.Round(ctx); err != nil && ctx.Err() == nil {
			j.Log.Error("digest", "error", err.Error())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Round writes the digests that are due. One coach's fault keeps no other waiting; who failed is asked again.
func (j *Digest) Round(ctx context.Context) error {
	monday := day.DigestWeek(models.InstantOf(j.DB.Clock().Now()))
	if monday == "" || monday == j.done {
		return nil
	}
	var readers []accounts.Account
	err := j.DB.Read(ctx, writesDigests, func(tx *db.Tx) (err error) {
		readers, err = day.DigestReaders(tx, monday)
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, a := range readers {
		if err := j.DB.Write(ctx, a.Actor(), func(tx *db.Tx) error { return day.Digest(tx, a, monday) }); err != nil {
			failed = append(failed, fmt.Errorf("digest of account %d: %w", a.ID, err))
		}
	}
	if len(failed) == 0 {
		j.done = monday
	}
	return errors.Join(failed...)
}
