// Package clamdtest is a daemon for tests: it speaks clamd's INSTREAM on a loopback port or a unix
// socket, and finds one thing alone.
package clamdtest

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// EICAR is the text that every scanner takes for a virus, and that is none. It is put together
// from parts, so that no scanner takes this file for one.
const EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-ANTIVIRUS` + `-TEST-FILE!$H+H*`

// Daemon is the fake.
type Daemon struct {
	Where   string // as ECLOSION_CLAMD names it
	Scans   atomic.Int32
	Answers atomic.Value // what it answers to everything; nil: what a scanner would
	Silent  atomic.Bool  // it reads and never answers
}

// Start runs a daemon until the test ends. network is "unix" or "tcp".
func Start(t testing.TB, network string) *Daemon {
	t.Helper()
	address := "127.0.0.1:0"
	if network == "unix" {
		address = t.TempDir() + "/clamd.sock"
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	d := &Daemon{Where: listener.Addr().String()}
	if network == "tcp" {
		d.Where = "tcp://" + d.Where
	}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go d.serve(conn)
		}
	}()
	return d
}

func (d *Daemon) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	content, ok := receive(conn)
	d.Scans.Add(1)
	switch answer, fixed := d.Answers.Load().(string); {
	case d.Silent.Load():
		_, _ = io.Copy(io.Discard, conn)
	case fixed:
		_, _ = io.WriteString(conn, answer)
	case !ok:
		_, _ = io.WriteString(conn, "UNKNOWN COMMAND\x00")
	case bytes.Contains(content, []byte(EICAR)):
		_, _ = io.WriteString(conn, "stream: Eicar-Test-Signature FOUND\x00")
	default:
		_, _ = io.WriteString(conn, "stream: OK\x00")
	}
}

func receive(conn net.Conn) (content []byte, ok bool) {
	const command = "zINSTREAM\x00"
	said := make([]byte, len(command))
	if _, err := io.ReadFull(conn, said); err != nil || string(said) != command {
		return nil, false
	}
	for {
		var n uint32
		if err := binary.Read(conn, binary.BigEndian, &n); err != nil {
			return nil, false
		}
		if n == 0 {
			return content, true
		}
		part := make([]byte, n)
		if _, err := io.ReadFull(conn, part); err != nil {
			return nil, false
		}
		content = append(content, part...)
	}
}
