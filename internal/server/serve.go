package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"briefpress/internal/site"
)

// adminConns caps the connections to the admin address. They are beyond the
// cap of the public ones, and must be few.
const adminConns = 4

// ServeOptions are those of the public server.
type ServeOptions struct {
	// Source is the site served.
	Source site.Source
	// Addr is where the public is answered; "" is ":8080".
	Addr string
	// AdminAddr is where /healthz and /readyz are answered; "" is nowhere.
	AdminAddr string
	// HSTS is for how long browsers shall insist on TLS for this host; 0
	// says nothing about it.
	HSTS time.Duration
	// Log receives one record a request, and what else happens; nil for
	// none. It may be slow: requests do not wait for it.
	Log *slog.Logger
	// Check is called with the site before it is served, and may refuse it;
	// nil accepts it.
	Check func(*site.Site) error
	// Ready is called once the public is answered, with the address.
	Ready func(addr net.Addr)
}

// Serve loads a site and answers the public with it until ctx ends, then stops
// gracefully and returns nil. It refuses a site with problems that Stop, all of
// which are then in the error, as brief.Problem, and one with a template that
// fails. The addresses are taken before the site is loaded, so that a mistaken
// one is found at once.
func Serve(ctx context.Context, opts ServeOptions) error {
	err := serve(ctx, opts)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil // stopped while still loading
	}
	return err
}

func serve(ctx context.Context, opts ServeOptions) error {
	log := slog.New(slog.DiscardHandler)
	if opts.Log != nil {
		var flush func()
		log, flush = queueLog(opts.Log.Handler())
		defer flush()
	}
	var listen net.ListenConfig
	public, err := listen.Listen(ctx, "tcp", cmp.Or(opts.Addr, ":8080"))
	if err != nil {
		return fmt.Errorf("taking the public address: %w", err)
	}
	defer public.Close()

	var current atomic.Pointer[Snapshot]
	if opts.AdminAddr != "" {
		admin, err := listen.Listen(ctx, "tcp", opts.AdminAddr)
		if err != nil {
			return fmt.Errorf("taking the admin address: %w", err)
		}
		log.Info("answering probes", "addr", admin.Addr().String())
		// Probes are answered to the end, or a server that finishes its
		// last requests would be taken for dead.
		lasting, stop := context.WithCancel(context.WithoutCancel(ctx))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			if err := Run(lasting, admin, Admin(readiness(ctx, &current)), RunOptions{Log: log, MaxConns: adminConns}); err != nil {
				log.Error("admin", "error", err)
			}
		}()
		defer func() { stop(); <-ended }()
	}

	snap, err := open(ctx, opts)
	if err != nil {
		return err
	}
	current.Store(snap)
	log.Info("serving", "addr", public.Addr().String(), "base", snap.base+"/", "files", len(snap.entries))
	if opts.Ready != nil {
		opts.Ready(public.Addr())
	}
	h := NewHandler(func() Files { return current.Load() }, Options{Log: log, HSTS: opts.HSTS})
	err = Run(ctx, public, h, RunOptions{Log: log})
	log.Info("stopped")
	return err
}

// readiness says why the public cannot be answered.
func readiness(ctx context.Context, current *atomic.Pointer[Snapshot]) func() error {
	return func() error {
		switch {
		case ctx.Err() != nil:
			return errors.New("stopping")
		case current.Load() == nil:
			return errors.New("loading")
		}
		return nil
	}
}

// open loads and renders the site.
func open(ctx context.Context, opts ServeOptions) (*Snapshot, error) {
	s, problems := site.Load(opts.Source, nil)
	var stops []error
	for _, p := range problems {
		if p.Stops {
			stops = append(stops, p)
		}
	}
	if len(stops) == 0 {
		// The bodies too have limits that stop.
		for _, p := range s.Problems() {
			if p.Stops {
				stops = append(stops, p)
			}
		}
	}
	if len(stops) > 0 {
		return nil, errors.Join(stops...)
	}
	if opts.Check != nil {
		if err := opts.Check(s); err != nil {
			return nil, err
		}
	}
	return NewSnapshot(ctx, s)
}
