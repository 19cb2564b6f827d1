package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"briefpress/internal/site"
)

// adminConns caps the connections to the admin address. They are beyond the
// cap of the public ones, and must be few.
const adminConns = 4

// quietFor is how long there is no request when a server is quiet.
const quietFor = 2 * time.Second

// adminGrace is how long a probe has at the stop, and a load.
const adminGrace = 200 * time.Millisecond

// ServeOptions are those of the public server.
type ServeOptions struct {
	// Source opens the site as it is now, at the start and at each reload.
	// It may close what it opened the time before.
	Source func() (site.Source, error)
	// Check is called with a site before it is served, and may refuse it;
	// nil accepts it.
	Check func(*site.Site) error
	// Reload has the site looked at anew. What is wrong with it is logged,
	// and the one of before stays. Nil is never.
	Reload <-chan struct{}

	// Listener is where the public is answered, if it is not nil.
	Listener net.Listener
	// Addr is where the public is answered, without a Listener; "" is
	// ":8080".
	Addr string
	// TLSCert and TLSKey are the files, in PEM, of the certificate with its
	// chain and of its key; "" for both is plain HTTP.
	TLSCert, TLSKey string
	// HSTS is for how long browsers shall insist on TLS for this host; 0
	// says nothing about it.
	HSTS time.Duration
	// AdminAddr is where those who run the server are answered; "" is
	// nowhere.
	AdminAddr string

	// Log receives one record a request, and what else happens; nil for
	// none. It is not closed.
	Log *LogQueue
	// Ready is called once the public is answered, with the address.
	Ready func(addr net.Addr)
}

// Serve loads a site and answers the public with it until ctx ends, then stops
// gracefully and returns nil. It refuses a site with problems that Stop, all of
// which are then in the error, as brief.Problem, and one with a template that
// fails. The addresses are taken before the site is loaded, so that a mistaken
// one is found at once. It closes the Listener.
func Serve(ctx context.Context, opts ServeOptions) error {
	err := serve(ctx, opts)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil // stopped while still loading
	}
	return err
}

func serve(ctx context.Context, opts ServeOptions) error {
	log, lost := slog.New(slog.DiscardHandler), func() int64 { return 0 }
	if opts.Log != nil {
		log, lost = opts.Log.Logger(), opts.Log.Lost
	}
	public, err := listenPublic(ctx, opts)
	if err != nil {
		return err
	}
	defer public.Close()
	s := &server{ctx: ctx, lost: lost, content: content{source: opts.Source, check: opts.Check, log: log}}
	s.content.metrics = &s.metrics
	run := RunOptions{Log: log, Metrics: &s.metrics}
	if opts.TLSCert != "" || opts.TLSKey != "" {
		if s.keys, err = newKeyPair(opts.TLSCert, opts.TLSKey, log); err != nil {
			return err
		}
		run.TLS = s.keys.config()
		s.content.reloading = s.keys.renew
	}
	if opts.AdminAddr != "" {
		stop, err := s.startAdmin(opts.AdminAddr, log)
		if err != nil {
			return err
		}
		// Probes are answered to the end, or a server that finishes its
		// last requests would be taken for dead.
		defer stop()
	}

	spare := headroom() // before the load, while little memory has been used
	defer runtime.KeepAlive(spare)
	if err := s.content.load(ctx); err != nil {
		return err
	}
	giveBack() // to load and to compress takes much more memory than to serve
	snap := s.content.current.Load()
	log.Info("serving", "addr", public.Addr().String(), "base", snap.base+"/", "files", len(snap.entries), "digest", snap.digest, "tls", s.keys != nil)
	defer s.follow(opts.Reload)()
	if opts.Ready != nil {
		opts.Ready(public.Addr())
	}
	h := NewHandler(func() Files { return s.content.current.Load() }, Options{Log: log, HSTS: opts.HSTS, Metrics: &s.metrics})
	err = Run(ctx, public, h, run)
	log.Info("stopped")
	return err
}

func listenPublic(ctx context.Context, opts ServeOptions) (net.Listener, error) {
	if opts.Listener != nil {
		return opts.Listener, nil
	}
	var listen net.ListenConfig
	ln, err := listen.Listen(ctx, "tcp", cmp.Or(opts.Addr, ":8080"))
	if err != nil {
		return nil, fmt.Errorf("taking the public address: %w", err)
	}
	return ln, nil
}

// A server is what Serve runs.
type server struct {
	ctx     context.Context // ends when it is to stop
	metrics Metrics
	lost    func() int64 // records of the log
	content content
	keys    *keyPair // nil without TLS
}

// startAdmin answers those who run the server until stop is called.
func (s *server) startAdmin(addr string, log *slog.Logger) (stop func(), err error) {
	var listen net.ListenConfig
	ln, err := listen.Listen(s.ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("taking the admin address: %w", err)
	}
	log.Info("answering probes", "addr", ln.Addr().String())
	if tcp, ok := ln.Addr().(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		log.Warn("the admin address is not on the loopback interface: other machines may reach it")
	}
	lasting, cancel := context.WithCancel(context.WithoutCancel(s.ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := Run(lasting, ln, newAdmin(s.ready, s.expose), RunOptions{Log: log, MaxConns: adminConns, grace: adminGrace}); err != nil {
			log.Error("admin", "error", err)
		}
	}()
	return func() { cancel(); <-ended }, nil
}

// follow keeps the content and the certificate new until stop is called.
func (s *server) follow(reload <-chan struct{}) (stop func()) {
	ctx, cancel := context.WithCancel(s.ctx)
	var all sync.WaitGroup
	all.Go(func() { s.content.follow(ctx, reload) })
	all.Go(func() { s.tidy(ctx) })
	if s.keys != nil {
		all.Go(func() { s.keys.follow(ctx) })
	}
	ended := make(chan struct{})
	go func() { all.Wait(); close(ended) }()
	return func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(adminGrace): // a load cannot be broken off everywhere
		}
	}
}

// tidy gives memory back once a server that was busy is quiet. The runtime does
// so within minutes; a crowd of idle connections is not held that long, and
// needs the memory now.
func (s *server) tidy(ctx context.Context) {
	tick := time.NewTicker(quietFor)
	defer tick.Stop()
	var last, tidied int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		n := s.metrics.requests()
		if n == last && n != tidied {
			giveBack()
			tidied = n
		}
		last = n
	}
}

// spareHeap is what may be allocated between two collections of garbage besides
// what the runtime allows, in bytes. It lets a heap double: that of a small site
// has a few MB, and was collected every 2,000 requests, which took 2.5 µs of each.
// More than this is no faster, since the memory does not stay in caches.
const spareHeap = 32 << 20

// headroom is a part of the heap that is never touched. So it takes none of the
// machine's memory, but is counted when the runtime decides when to collect. A
// higher percentage (GOGC) would multiply the memory of a large site or of many
// connections as well. Where there is a limit (GOMEMLIMIT) it would count to that,
// and there is none.
func headroom() (parts [][]byte) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return nil
	}
	// In parts, since the runtime clears, and so touches, all of an allocation
	// of which any byte has been used before.
	for range spareHeap >> 20 {
		parts = append(parts, make([]byte, 1<<20))
	}
	return parts
}

// giveBack returns memory to the system. What pools hold survives the first
// time.
func giveBack() {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
}

// ready says what is to be known of a server that can answer the public, or
// why it cannot.
func (s *server) ready() (string, error) {
	switch {
	case s.ctx.Err() != nil:
		return "", errors.New("stopping")
	case s.content.current.Load() == nil:
		return "", errors.New("loading")
	}
	text := "ok"
	if fault := s.content.refused.Load(); fault != nil {
		text += "\nnew content refused: the content of before is still served\n" + *fault
	}
	if s.keys != nil {
		if fault := s.keys.refused.Load(); fault != nil {
			text += "\nnew certificate refused: the one of before is still used\n" + *fault
		}
	}
	return text, nil
}

// expose writes all that is counted.
func (s *server) expose(x exposition) {
	s.metrics.expose(x)
	x.one("briefpress_log_records_lost_total", "counter", "Records dropped since the log was too slow.", float64(s.lost()))
	if snap := s.content.current.Load(); snap != nil {
		x.family("briefpress_content_info", "gauge", "The content served, by digest.")
		x.sample("briefpress_content_info", `digest="`+snap.digest+`"`, 1)
		x.one("briefpress_content_files", "gauge", "Files that can be asked for.", float64(len(snap.entries)))
		x.one("briefpress_content_loaded_timestamp_seconds", "gauge", "When the content served was loaded.", float64(s.content.since.Load()))
		refused := 0.0
		if s.content.refused.Load() != nil {
			refused = 1
		}
		x.one("briefpress_content_refused", "gauge", "1 while there is newer content that is wrong.", refused)
	}
	if s.keys != nil {
		x.one("briefpress_tls_certificate_not_after_timestamp_seconds", "gauge", "The end of the certificate's time.", float64(s.keys.until().Unix()))
	}
}
