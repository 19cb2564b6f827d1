package main

import (
	"errors"

	"github.com/spf13/cobra"

	"briefpress/internal/schema"
)

func schemaCommand() *cobra.Command {
	var edition, page, site bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the front matter",
		Long: `schema prints a JSON Schema (draft 7), for editors that complete and explain keys
and mark what is wrong while you type: of the front matter of a brief, of that of
a page, or of site.yaml. It is made from what reads these files.

An editor with yaml-language-server takes the one of site.yaml by a comment at its
top, "# yaml-language-server: $schema=../site.schema.json", or for every site by
its setting yaml.schemas. For front matter there are extensions and linters that
take a schema for Markdown files.`,
		Example: "  briefpress schema > brief.schema.json\n  briefpress schema --site > site.schema.json",
		Args:    wrongUse(cobra.NoArgs),
	}
	cmd.Flags().BoolVar(&edition, "edition", false, "of the front matter of a brief, as without a flag")
	cmd.Flags().BoolVar(&page, "page", false, "of the front matter of a standing page")
	cmd.Flags().BoolVar(&site, "site", false, "of site.yaml")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		text := schema.Edition
		switch {
		case edition && page, page && site, site && edition:
			return misuse(cmd, errors.New("schema prints one of --edition, --page and --site"))
		case page:
			text = schema.Page
		case site:
			text = schema.Site
		}
		_, err := cmd.OutOrStdout().Write(text())
		return err
	}
	return cmd
}
