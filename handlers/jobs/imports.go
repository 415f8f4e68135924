package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"eclosion/models/access"
	"eclosion/models/db"
	"eclosion/models/intake"
)

// Bounds of how often the worker looks by itself, and how often it deletes what was kept too long.
const (
	importsEvery = 5 * time.Second
	tidyEvery    = time.Hour
)

// Imports works on the files that were handed in: one at a time, so that pages stay quick.
type Imports struct {
	DB  *db.DB
	Log *slog.Logger

	wake  chan struct{}
	mu    sync.Mutex
	id    int64 // on which it is
	done  int
	total int
}

// NewImports makes a worker that waits.
func NewImports(d *db.DB, log *slog.Logger) *Imports {
	return &Imports{DB: d, Log: log, wake: make(chan struct{}, 1)}
}

// Wake makes the worker look now.
func (j *Imports) Wake() {
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// Progress tells how many rows of a file are done in the step that is under way; 0 of 0 when it is not known.
func (j *Imports) Progress(id int64) (done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if id != j.id {
		return 0, 0
	}
	return j.done, j.total
}

func (j *Imports) note(id int64, done, total int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.id, j.done, j.total = id, done, total
}

// Run works until the context ends.
func (j *Imports) Run(ctx context.Context) {
	worker := uuid.NewString()
	look, tidy := time.NewTicker(importsEvery), time.NewTicker(tidyEvery)
	defer look.Stop()
	defer tidy.Stop()
	for {
		for {
			worked, err := intake.Work(ctx, j.DB, worker, j.note)
			if err != nil && ctx.Err() == nil {
				j.Log.Error("import", "error", err.Error())
			}
			j.note(0, 0, 0)
			if !worked || err != nil || ctx.Err() != nil {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-j.wake:
		case <-look.C:
		case <-tidy.C:
			if err := j.DB.Write(ctx, access.Operator("import"), intake.Tidy); err != nil && ctx.Err() == nil {
				j.Log.Error("import", "error", err.Error())
			}
		}
	}
}
