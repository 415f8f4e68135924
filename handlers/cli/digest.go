package cli

import (
	"context"

	"eclosion/handlers"
	"eclosion/handlers/jobs"
)

// writeDigests runs the job of the weekly digest beside the server; wait returns when it has stopped.
func writeDigests(ctx context.Context, app *handlers.App) (wait func()) {
	job := &jobs.Digest{DB: app.DB, Log: app.Log}
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		job.Run(ctx)
	}()
	return func() { <-stopped }
}
