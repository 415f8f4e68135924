package cli

import (
	"context"

	"eclosion/handlers"
	"eclosion/handlers/jobs"
)

// takeImports works beside the server on the files that were handed in; wait returns when it has stopped.
func takeImports(ctx context.Context, app *handlers.App) (wait func()) {
	job := jobs.NewImports(app.DB, app.Log)
	app.ImportWake, app.ImportProgress = job.Wake, job.Progress
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		job.Run(ctx)
	}()
	return func() { <-stopped }
}
