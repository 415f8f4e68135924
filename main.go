// Command eclosion runs a business incubator's programmes: "eclosion help" tells how.
package main

import (
	"context"
	"os"

	"eclosion/handlers/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}
