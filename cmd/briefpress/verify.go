package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"briefpress/internal/export"
)

func verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify OUT",
		Short: "Check an exported site against its manifest",
		Long: `verify reads every file of an exported site and compares it with the manifest that
was written beside it. It names each file that is missing, added or changed, and
each compressed form of something else than the file that it stands beside. The
sealed editions in it are held against their seals.

Compare the digest with the one that export printed: only so is it proved that
the manifest itself is the one that was written.`,
		Example: "  briefpress verify public",
		Args:    named("the directory of an export"),
		RunE: func(cmd *cobra.Command, args []string) error {
			result, err := export.Verify(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %s; all as exported\ndigest: sha256:%s\n",
				result.Dir, plural(result.Files, "file"), size(result.Bytes), result.Digest)
			return nil
		},
	}
}
