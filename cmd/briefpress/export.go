package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"briefpress/internal/check"
	"briefpress/internal/export"
	"briefpress/internal/site"
)

func exportCommand() *cobra.Command {
	var f folders
	var opts export.Options
	var base string
	var strict bool
	cmd := &cobra.Command{
		Use:   "export [DIR]",
		Short: "Write the site as plain files",
		Long: `export writes the site as plain files that any web server or object store serves.
The directory must be new, empty or an earlier export, which is replaced as a
whole: whatever happens, it holds the old site or the new one.

The digest that is printed stands for the names and bytes of all files. Keep it
elsewhere to prove later what was published.

With --precompress each text file stands there in brotli, gzip and zstd as well, for
web servers that send such files. With --relative the pages work from any folder,
even without a server. The hosting guide of the built-in site, content/pages/hosting.md,
has configurations for web servers and steps for hosts.`,
		Example: "  briefpress export --out public --base-url https://example.org/briefs/\n  briefpress export --out stick --relative",
		Args:    directory,
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&opts.Out, "out", "public", "`directory` to write")
	cmd.Flags().BoolVar(&opts.Precompress, "precompress", false, "write compressed forms beside text files")
	cmd.Flags().BoolVar(&opts.Relative, "relative", false, "write pages that work from any folder")
	baseURL(cmd, &base)
	strictly(cmd, &strict)
	until := asOf(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		defer f.close()
		src, err := f.published(args, base, until)
		if err != nil {
			return err
		}
		stderr := cmd.ErrOrStderr()
		s, _ := site.Load(src, nil)
		v := judge(new(check.Checker), s)
		if err := v.err(strict); err != nil {
			return err
		}
		opts.Protect = append(f.all(), f.dir)
		var clear func()
		opts.Progress, clear = progress(stderr, "writing files")
		result, err := export.Export(cmd.Context(), s, opts)
		clear()
		if err != nil {
			return err
		}
		if v.noBase != nil {
			fmt.Fprintf(stderr, "briefpress: %s\nhint: %s\n", v.noBase.Message, v.noBase.Hint)
		}
		if line := v.line(); line != "" {
			fmt.Fprintf(stderr, "briefpress: %s\n", line)
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %s; %d changed, %d removed\ndigest: sha256:%s\n",
			result.Dir, plural(result.Files, "file"), size(result.Bytes), result.Changed, result.Removed, result.Digest)
		return nil
	}
	return cmd
}

// size writes a number of bytes for people.
func size(n int64) string {
	if n < 1e6 {
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
