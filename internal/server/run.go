package server

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"math"
	"net"
	"net/http"
	"sync"
	"time"
)

// The limits of a server.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second
	writeTimeout  = 30 * time.Second
	idleTimeout   = 60 * time.Second
	maxHeader     = 16 << 10
	// unknownConns caps connections where the system names no limit.
	unknownConns = 1 << 16

	// Of HTTP/2. A connection that does not answer is given up after both
	// times of ping.
	maxStreams   = 100
	pingAfter    = 30 * time.Second
	pingTimeout  = 15 * time.Second
	maxFrameRead = 16 << 10 // bytes, the least that the protocol allows

	// stopWithin is how long requests in flight have at the stop. With what
	// comes after, a process is gone within 5 s.
	stopWithin = 4 * time.Second
)

// RunOptions are those of a running server.
type RunOptions struct {
	// Log receives what the server itself has to say; nil for none.
	Log *slog.Logger
	// OnShutdown is called when the server stops, once no new connection is
	// accepted. It must end what would not end by itself, such as streams
	// of events.
	OnShutdown func()
	// TLS is that of the connections, with a certificate; nil for plain
	// HTTP.
	TLS *tls.Config
	// Metrics count the connections; nil for none.
	Metrics *Metrics
	// MaxConns caps the connections open at once; 0 is 80 % of the
	// descriptors that the process may have.
	MaxConns int

	grace time.Duration // 0 is stopWithin
}

// Run answers requests on ln with h until ctx ends, then stops gracefully and
// returns nil. It closes ln. An error means that ln failed.
func Run(ctx context.Context, ln net.Listener, h http.Handler, opts RunOptions) error {
	log := cmp.Or(opts.Log, slog.New(slog.DiscardHandler))
	g := newGate(ln, cmp.Or(opts.MaxConns, maxConns(descriptors())), cmp.Or(opts.Metrics, new(Metrics)))
	within := cmp.Or(opts.grace, stopWithin)
	// Requests in flight outlive ctx by the time they have to finish.
	lasting := context.WithoutCancel(ctx)
	srv := &http.Server{
		Handler:                      h,
		ReadHeaderTimeout:            headerTimeout,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  restAfter, // then gateConn counts to idleTimeout
		MaxHeaderBytes:               maxHeader,
		DisableGeneralOptionsHandler: true,
		TLSConfig:                    opts.TLS,
		HTTP2: &http.HTTP2Config{
			MaxConcurrentStreams: maxStreams, MaxReadFrameSize: maxFrameRead,
			SendPingTimeout: pingAfter, PingTimeout: pingTimeout, WriteByteTimeout: writeTimeout,
		},
		ConnState:   g.track,
		ConnContext: withConn,
		BaseContext: func(net.Listener) context.Context { return lasting },
		ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	var rested sync.WaitGroup
	if opts.TLS != nil {
		srv.IdleTimeout = idleTimeout
		go func() { ended <- srv.ServeTLS(g, "", "") }()
	} else {
		rested.Go(func() { srv.Serve(awakened{g}) })
		go func() { ended <- srv.Serve(g) }()
	}
	select {
	case err := <-ended:
		g.Close()
		rested.Wait()
		g.shed(math.MaxInt)
		srv.Close()
		return fmt.Errorf("serving on %s: %w", ln.Addr(), err)
	case <-ctx.Done():
	}

	grace, cancel := context.WithTimeout(lasting, within)
	defer cancel()
	g.Close()
	<-ended
	rested.Wait()
	srv.SetKeepAlivesEnabled(false)
	if opts.OnShutdown != nil {
		opts.OnShutdown()
	}
	// Shutdown drops requests that it has not read yet, and waits for
	// connections that browsers open ahead of need. So the fresh ones have
	// their time first; what is silent now or then is closed.
	g.shed(math.MaxInt)
	for begin := time.Now(); g.admitted() > 0 && time.Since(begin) < min(freshFor, within/2); {
		time.Sleep(freshFor / 100)
	}
	g.shed(math.MaxInt)
	if err := srv.Shutdown(grace); err != nil {
		log.Warn("stopped before all requests had finished", "error", err)
		srv.Close()
	}
	return nil
}

// maxConns is the cap for a number of descriptors: the rest is for listeners,
// logs and what the process reads.
func maxConns(descriptors uint64) int {
	if descriptors == 0 || descriptors > unknownConns {
		return unknownConns
	}
	return int(descriptors * 8 / 10)
}
