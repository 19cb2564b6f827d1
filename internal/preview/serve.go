package preview

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/server"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

// Options say what is previewed, and where.
type Options struct {
	// Source gives what the site is made of. It is called before each load,
	// so that folders that were replaced are found anew; an error is shown
	// like any other problem.
	Source func() (site.Source, error)
	// Dirs are watched, with everything below them; none for a site that
	// cannot change.
	Dirs []string
	// Ignore reports whether a file or folder below Dirs is none of the
	// site's, such as an export written there; nil ignores nothing.
	Ignore func(path string) bool
	// Addr is where the preview answers; "" is "127.0.0.1:8421". Any other
	// address than a loopback one opens it to those who have the token.
	Addr string
	// Poll watches without events of the kernel.
	Poll bool
	// Log receives what happens: requests, rebuilds, panics; nil for nothing.
	Log *slog.Logger
	// Check finds what is wrong with a site without stopping it; nil finds
	// nothing. It is called off the path from a change to the page, once at a
	// time, and may still run for a moment when Serve has returned. It calls found
	// with all it finds, and before that, where it takes long, with what is known
	// of the pages that are open, which open gives (addresses without the base).
	// Its context ends when there is a newer site to look at: then it returns.
	Check func(ctx context.Context, s *site.Site, open func() []string, found func(check.Findings))
	// Folders are those of the site on the disk, by the names that problems
	// give them: "content". Only what is below them is opened by Editor, and
	// only of that is known which page shows it when it is saved.
	Folders map[string]string
	// Editor opens files for whoever asks for it on this machine, in a page of
	// the preview; none opens nothing.
	Editor Editor
	// Today is the day, after which editions are told to be scheduled; nil
	// tells nothing.
	Today func() brief.Date
	// Ready is called once the preview answers, with the address to open;
	// nil for nobody.
	Ready func(url string)
}

// frugal is by how much the memory may grow, in percent, before garbage is looked
// for. The default, 100, would take twice what a site holds: a preview runs beside
// an editor and a browser, and has time.
const frugal = 50

// Serve previews a site until ctx ends, then stops gracefully and returns nil.
// Only an address that cannot be taken and folders that cannot be watched are
// errors: whatever is wrong with the site is shown.
func Serve(ctx context.Context, opts Options) error {
	opts.Log = cmp.Or(opts.Log, slog.New(slog.DiscardHandler))
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", cmp.Or(opts.Addr, "127.0.0.1:8421"))
	if err != nil {
		return fmt.Errorf("taking the address of the preview: %w", err)
	}
	defer ln.Close()
	usual := debug.SetGCPercent(frugal)
	defer debug.SetGCPercent(usual)
	if usual != 100 { // somebody has set it
		debug.SetGCPercent(usual)
	}

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := newPreview(ctx, opts)
	d := newDesk(p)
	var changes <-chan watch.Change // nil: never
	if len(opts.Dirs) > 0 {
		// Before the first load, so that no change falls between the two.
		changes, err = watch.Watch(ctx, watch.Options{Dirs: opts.Dirs, Ignore: opts.Ignore, Poll: opts.Poll, Log: opts.Log})
		if err != nil {
			return fmt.Errorf("watching the site: %w", err)
		}
	}
	p.build(false)
	built := make(chan struct{})
	go func() {
		defer close(built)
		p.follow(d.note(changes))
	}()
	defer func() { stop(); <-built }()

	g := newGuard(ln.Addr().(*net.TCPAddr), d)
	if opts.Ready != nil {
		opts.Ready(g.url(p.now.Load().Base()))
	}
	return server.Run(ctx, ln, g, server.RunOptions{Log: opts.Log})
}
