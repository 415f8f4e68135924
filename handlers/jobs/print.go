package jobs

import (
	"context"
	"fmt"
	"io"
)

// carrier takes mails away.
type carrier interface {
	send(parcel) (f fate, broken bool, why string)
	close()
}

func (m *Mailer) open(ctx context.Context) (carrier, error) {
	if m.Print != nil {
		return printer{m.Print}, nil
	}
	l, err := m.Server.dial(ctx)
	if err != nil {
		return nil, err // not the nil line: it would be a carrier
	}
	return l, nil
}

// printer writes mails down for whoever reads along.
type printer struct{ out io.Writer }

func (p printer) send(m parcel) (fate, bool, string) {
	if _, err := fmt.Fprintf(p.out, "\n--- %s: %s\n%s\n---\n", m.to, m.paper.Subject, m.paper.Text); err != nil {
		return later, true, err.Error()
	}
	return delivered, false, ""
}

func (printer) close() {}
