package main

import (
	"io"
	"log/slog"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"briefpress/internal/server"
	"briefpress/internal/site"
)

func serveCommand() *cobra.Command {
	var f folders
	var opts server.ServeOptions
	var base string
	var strict bool
	cmd := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Serve the site to the public",
		Long: `serve answers the public, read-only and from memory, with the site as it was when
it started. It logs one record a request to standard error: JSON, or lines for
people on a terminal. It stops gracefully on SIGTERM.

With --admin-addr it answers /healthz and /readyz there, for whoever watches it.`,
		Example: "  briefpress serve --base-url https://example.org/briefs/",
		Args:    directory,
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&opts.Addr, "addr", ":8080", "`address` to answer at")
	cmd.Flags().StringVar(&opts.AdminAddr, "admin-addr", "", "`address` for probes, such as 127.0.0.1:8081 (default none)")
	baseURL(cmd, &base)
	strictly(cmd, &strict)
	until := asOf(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		defer f.close()
		src, err := f.published(args, base, until)
		if err != nil {
			return err
		}
		opts.Source = src
		opts.Log = slog.New(logHandler(cmd.ErrOrStderr()))
		opts.Check = func(s *site.Site) error {
			v := judge(s, src)
			if p := v.noBase; p != nil {
				opts.Log.Warn(p.Message, "hint", p.Hint)
			}
			if line := v.line(); line != "" && !strict {
				opts.Log.Warn(line)
			}
			return v.err(strict)
		}
		return server.Serve(cmd.Context(), opts)
	}
	return cmd
}

// logHandler writes records for people on a terminal, else for programs.
func logHandler(w io.Writer) slog.Handler {
	if terminal(w) {
		return tint.NewTextHandler(w, &tint.Options{TimeFormat: "15:04:05", NoColor: !colour(w)})
	}
	return slog.NewJSONHandler(w, nil)
}

func baseURL(cmd *cobra.Command, base *string) {
	cmd.Flags().StringVar(base, "base-url", "", "`URL` where the site stands, such as https://example.org/briefs/ (default base-url of site.yaml)")
}

func strictly(cmd *cobra.Command, strict *bool) {
	cmd.Flags().BoolVar(strict, "strict", false, "stop for everything that check finds wrong")
}
