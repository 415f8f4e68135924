package clamd_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"eclosion/models/documents/clamd"
	"eclosion/models/documents/clamd/clamdtest"
)

func TestScan(t *testing.T) {
	for _, network := range []string{"unix", "tcp"} {
		t.Run(network, func(t *testing.T) {
			d := clamdtest.Start(t, network)
			c, err := clamd.Parse(d.Where)
			if err != nil {
				t.Fatal(err)
			}
			large := bytes.Repeat([]byte("0123456789"), 1<<20)
			for _, x := range []struct {
				name    string
				content []byte
				clean   bool
			}{
				{"small", []byte("%PDF-1.4"), true}, {"nothing", nil, true}, {"large", large, true},
				{"eicar", []byte(clamdtest.EICAR), false}, {"eicar at the end", append(large, clamdtest.EICAR...), false},
			} {
				clean, err := c.Scan(context.Background(), x.content)
				if err != nil || clean != x.clean {
					t.Errorf("%s: clean %v, %v", x.name, clean, err)
				}
			}
			for _, answer := range []string{"INSTREAM size limit exceeded. ERROR\x00", "stream: OK FOUND ERROR\x00", "\x00", "OK\x00", "stream: \x00"} {
				d.Answers.Store(answer)
				if clean, err := c.Scan(context.Background(), nil); err == nil || clean {
					t.Errorf("%q was taken for clean: %v, %v", answer, clean, err)
				}
			}
		})
	}
}

// A daemon that hangs or is not there says nothing: that is never "clean".
func TestScanWithoutAnswer(t *testing.T) {
	d := clamdtest.Start(t, "unix")
	d.Silent.Store(true)
	c, err := clamd.Parse(d.Where)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	if clean, err := c.Scan(ctx, []byte("x")); clean || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a silent daemon: clean %v, %v", clean, err)
	}
	gone, err := clamd.Parse(t.TempDir() + "/none.sock")
	if err != nil {
		t.Fatal(err)
	}
	if clean, err := gone.Scan(context.Background(), []byte("x")); clean || err == nil {
		t.Errorf("no daemon: clean %v, %v", clean, err)
	}
}

func TestParse(t *testing.T) {
	for where, ok := range map[string]bool{
		"/run/clamav/clamd.ctl": true, "tcp://127.0.0.1:3310": true, "tcp://[::1]:3310": true, "tcp://clamav:3310": true,
		"": false, "clamd": false, "tcp://": false, "tcp://host": false, "tcp://:3310": false, "http://host:80": false, "tcp://host:3310/x": false, "unix:///run/x": false,
	} {
		if _, err := clamd.Parse(where); (err == nil) != ok {
			t.Errorf("%q: %v", where, err)
		}
	}
}
