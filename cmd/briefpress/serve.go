package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"briefpress/internal/check"
	"briefpress/internal/server"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

func serveCommand() *cobra.Command {
	var f folders
	var opts server.ServeOptions
	var base string
	var strict, watched bool
	cmd := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Serve the site to the public",
		Long: `serve answers the public, read-only and from memory, with the site as it was when
it was last read: at the start, at each SIGHUP and, with --watch, at each change.
Where the new content is wrong, the content of before stays, and the log and
/readyz say so; no request waits or fails for it.

It logs one record a request to standard error: JSON, or lines for people on a
terminal. It stops within 5 seconds on SIGTERM, and lets requests in flight
finish. Connections are capped at 80 % of the descriptor limit (ulimit -n).

With --tls-cert and --tls-key it speaks TLS 1.2 and 1.3, and HTTP/2; the files
are looked at every 10 seconds, so that a renewed certificate needs no restart.
Without them it speaks plain HTTP, for a proxy before it or a private network.

With --admin-addr it answers there, for whoever watches it:
  /healthz   200 while the process lives
  /readyz    200 when it can answer the public, 503 while it loads or stops; the
             text says what is wrong with newer content that is not served
  /metrics   requests, durations, connections and reloads, for Prometheus

A listening socket passed by systemd (LISTEN_FDS) comes before --addr.`,
		Example: `  briefpress serve --base-url https://example.org/briefs/
  briefpress serve --watch --admin-addr 127.0.0.1:8081
  briefpress serve --addr :443 --tls-cert fullchain.pem --tls-key privkey.pem`,
		Args: directory,
	}
	f.flags(cmd)
	flags := cmd.Flags()
	flags.StringVar(&opts.Addr, "addr", ":8080", "`address` to answer at")
	flags.StringVar(&opts.AdminAddr, "admin-addr", "", "`address` for probes and metrics, such as 127.0.0.1:8081 (default none)")
	flags.StringVar(&opts.TLSCert, "tls-cert", "", "`file` of the certificate and its chain, in PEM")
	flags.StringVar(&opts.TLSKey, "tls-key", "", "`file` of the certificate's key, in PEM")
	flags.DurationVar(&opts.HSTS, "hsts", 0, "tell browsers to insist on TLS for this `time`, such as 8760h for a year (default not)")
	flags.BoolVar(&watched, "watch", false, "serve what has changed in the folders as soon as it is whole and right")
	baseURL(cmd, &base)
	strictly(cmd, &strict)
	until := asOf(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if (opts.TLSCert == "") != (opts.TLSKey == "") {
			return misuse(cmd, errors.New("--tls-cert and --tls-key go together"))
		}
		if opts.HSTS < 0 {
			return misuse(cmd, errors.New("--hsts is a time from now on, such as 8760h"))
		}
		if err := f.find(args); err != nil {
			return err
		}
		defer f.close()
		var err error
		if opts.Listener, err = server.Activated(os.Getenv); err != nil {
			return err
		}
		stderr := cmd.ErrOrStderr()
		opts.Log = server.NewLogQueue(stderr, logHandler(stderr))
		defer opts.Log.Close()
		log := opts.Log.Logger()
		opts.Source = func() (site.Source, error) {
			src, err := f.source()
			src.BaseURL, src.AsOf = base, until.date
			return src, err
		}
		var checker check.Checker
		opts.Check = func(s *site.Site) error {
			v := judge(&checker, s)
			if p := v.noBase; p != nil {
				log.Warn(p.Message, "hint", p.Hint)
			}
			if line := v.line(); line != "" && !strict {
				log.Warn(line)
			}
			return v.err(strict)
		}
		ctx, cancel := context.WithCancel(cmd.Context())
		defer cancel()
		var changes <-chan watch.Change // nil: never
		if watched {
			if changes, err = watch.Watch(ctx, watch.Options{Dirs: f.all(), Log: log}); err != nil {
				return err
			}
		}
		opts.Reload = reloads(ctx, changes)
		return server.Serve(ctx, opts)
	}
	return cmd
}

// reloads has something to receive when the site is to be read again: after a
// SIGHUP or a change. Those that come while it is being read are one.
func reloads(ctx context.Context, changes <-chan watch.Change) <-chan struct{} {
	asked := make(chan os.Signal, 1)
	signal.Notify(asked, syscall.SIGHUP)
	out := make(chan struct{}, 1)
	go func() {
		defer signal.Stop(asked)
		for {
			select {
			case <-ctx.Done():
				return
			case <-asked:
			case _, ok := <-changes:
				if !ok {
					changes = nil
					continue
				}
			}
			select {
			case out <- struct{}{}:
			default:
			}
		}
	}()
	return out
}

// logHandler makes records ones for people where they come to a terminal, else
// for programs.
func logHandler(end io.Writer) func(io.Writer) slog.Handler {
	return func(w io.Writer) slog.Handler {
		if terminal(end) {
			return tint.NewTextHandler(w, &tint.Options{TimeFormat: "15:04:05", NoColor: !colour(end)})
		}
		return server.JSONLog(w)
	}
}

func baseURL(cmd *cobra.Command, base *string) {
	cmd.Flags().StringVar(base, "base-url", "", "`URL` where the site stands, such as https://example.org/briefs/ (default base-url of site.yaml)")
}

func strictly(cmd *cobra.Command, strict *bool) {
	cmd.Flags().BoolVar(strict, "strict", false, "stop for everything that check finds wrong")
}
