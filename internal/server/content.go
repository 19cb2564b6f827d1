package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/site"
)

// content is what the public is answered with: the newest state of a site that
// was good.
type content struct {
	source  func() (site.Source, error)
	check   func(*site.Site) error
	log     *slog.Logger
	metrics *Metrics

	// reloading is called before each reload; nil is not.
	reloading func()

	site    *site.Site // of current, for the next load
	current atomic.Pointer[Snapshot]
	since   atomic.Int64           // when current came, in seconds of Unix time
	refused atomic.Pointer[string] // what is wrong with what is newer than current; nil where nothing is
}

// load makes the snapshot of the site as it is now, and the current one of it.
// One load runs at a time.
func (c *content) load(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("loading the site: panic: %v\n%s", p, debug.Stack())
		}
	}()
	src, err := c.source()
	if err != nil {
		return err
	}
	s, problems := site.Load(src, c.site)
	stops := stopping(problems)
	if len(stops) == 0 {
		// The bodies too have limits that stop.
		stops = stopping(s.Problems())
	}
	if len(stops) > 0 {
		return errors.Join(stops...)
	}
	if c.check != nil {
		if err := c.check(s); err != nil {
			return err
		}
	}
	snap, err := nextSnapshot(ctx, s, c.current.Load())
	if err != nil {
		return err
	}
	c.site = s
	c.current.Store(snap)
	c.since.Store(time.Now().Unix())
	return nil
}

// stopping are the problems for which a site is refused.
func stopping(problems []brief.Problem) []error {
	var stops []error
	for _, p := range problems {
		if p.Stops {
			stops = append(stops, p)
		}
	}
	return stops
}

// follow loads the site at each reload until ctx ends. What is wrong with it
// keeps the one of before.
func (c *content) follow(ctx context.Context, reload <-chan struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case _, ok := <-reload:
			if !ok {
				return
			}
		}
		if c.reloading != nil {
			c.reloading()
		}
		begin := time.Now()
		err := c.load(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.metrics.refused.Add(1)
			text := err.Error()
			c.refused.Store(&text)
			c.log.Error("new content refused: the content of before is still served", "error", cut(text, maxStack))
		default:
			c.metrics.replaced.Add(1)
			c.refused.Store(nil)
			snap := c.current.Load()
			c.log.Info("content replaced", "files", len(snap.entries), "changed", snap.changed, "digest", snap.digest, "duration", time.Since(begin))
		}
	}
}
