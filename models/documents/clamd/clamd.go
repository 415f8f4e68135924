// Package clamd asks a ClamAV daemon whether bytes are infected, over its socket and with its
// INSTREAM command: the daemon never needs to read a file of ours.
package clamd

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"
)

// Client speaks to one daemon. It holds no connection between scans.
type Client struct{ network, address string }

// Timeout bounds one scan, from the connection to the answer.
const Timeout = 30 * time.Second

// chunk is how much is sent at once; answers are shorter than mostAnswer.
const (
	chunk      = 64 << 10
	mostAnswer = 4 << 10
)

// Parse reads where a daemon listens: the path of a unix socket, or tcp://host:port.
func Parse(where string) (*Client, error) {
	if strings.HasPrefix(where, "/") {
		return &Client{"unix", where}, nil
	}
	u, err := url.Parse(where)
	if err != nil || u.Scheme != "tcp" || u.Port() == "" || u.Hostname() == "" || u.Path != "" {
		return nil, fmt.Errorf("%q is neither the path of a socket nor tcp://host:port", where)
	}
	return &Client{"tcp", u.Host}, nil
}

// Scan reports whether the daemon finds nothing in the bytes. An error means that it did not say.
func (c *Client) Scan(ctx context.Context, content []byte) (clean bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, c.network, c.address)
	if err != nil {
		return false, fmt.Errorf("clamd: %w", err)
	}
	defer func() { _ = conn.Close() }()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() }) // what waits on the socket then fails
	defer stop()
	sent := send(conn, content)
	// A daemon that has enough answers and closes before everything is sent: its answer says why.
	answer, err := io.ReadAll(io.LimitReader(conn, mostAnswer))
	if len(answer) == 0 {
		return false, fmt.Errorf("clamd gave no answer: %w", errors.Join(sent, err, ctx.Err()))
	}
	return verdict(string(answer))
}

// send writes the command and the bytes in chunks, each after its length; a length of zero ends them.
func send(w io.Writer, content []byte) error {
	if _, err := io.WriteString(w, "zINSTREAM\x00"); err != nil {
		return err
	}
	for len(content) > 0 {
		n := min(chunk, len(content))
		if err := binary.Write(w, binary.BigEndian, uint32(n)); err != nil {
			return err
		}
		if _, err := w.Write(content[:n]); err != nil {
			return err
		}
		content = content[n:]
	}
	return binary.Write(w, binary.BigEndian, uint32(0))
}

// verdict reads "stream: OK" or "stream: Name-Of-It FOUND"; anything else is no answer.
func verdict(answer string) (clean bool, err error) {
	line := strings.TrimRight(answer, "\x00\r\n")
	switch {
	case line == "stream: OK":
		return true, nil
	case strings.HasPrefix(line, "stream: ") && strings.HasSuffix(line, " FOUND"):
		return false, nil
	}
	return false, fmt.Errorf("clamd answered %q", line)
}
