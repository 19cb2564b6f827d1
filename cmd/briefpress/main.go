// Command briefpress makes a website of briefs from a folder of Markdown: it
// previews the site while it is written, serves it, and exports it as plain
// files.
//
// # Site directory
//
// Most commands take the directory of a site, by default the working directory.
// It holds a folder content, and may hold folders templates and static, whose
// files come before the built-in ones of the same name. The flags --content,
// --templates and --static name other folders. No link in them is followed out
// of them.
//
// # Messages
//
// Results are written to standard output, everything else to standard error:
// what is wrong with a file as "file:line:col: message", what is wrong
// otherwise as "briefpress: message", and under either a line "hint: …" where
// one helps. Colour and progress are for terminals; NO_COLOR is obeyed.
//
// # Exit status
//
//	0  done
//	1  something is wrong with the content, or the command failed
//	2  the command was used wrongly
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends what the first could not.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program. It returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := misspelt(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	return report(stderr, err)
}

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "briefpress",
		Short: "A website of analytical briefs, from a folder of Markdown",
		Long: `briefpress makes a website of analytical briefs from a folder of Markdown files:
live while you write, as a server, or as plain files for any host.`,
		Example:       "  briefpress init my-site\n  briefpress preview my-site",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          wrongUse(cobra.NoArgs),
		RunE:          func(cmd *cobra.Command, args []string) error { return cmd.Help() },
	}
	root.SuggestionsMinimumDistance = 2
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return misuse(cmd, err) })
	root.AddCommand(previewCommand(), serveCommand(), exportCommand(), checkCommand(), verifyCommand(),
		initCommand(), newCommand(), reviseCommand(), sealCommand(), renderCommand(), schemaCommand(), completionCommand(), versionCommand())
	root.SetHelpCommand(helpCommand())
	completed(root)
	return root
}

// misspelt finds a first argument that is no command. Cobra would first
// complain about the flags behind it.
func misspelt(root *cobra.Command, args []string) error {
	root.InitDefaultHelpCmd()
	i := slices.IndexFunc(args, func(a string) bool { return !strings.HasPrefix(a, "-") })
	if i < 0 || slices.Contains(args[:i], "--") || strings.HasPrefix(args[i], cobra.ShellCompRequestCmd) {
		return nil
	}
	if cmd, _, err := root.Find(args[i:]); err == nil && cmd != root {
		return nil
	}
	return unknownCommand(root, args[i])
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "help [COMMAND]",
		Short:             "Explain a command",
		ValidArgsFunction: then(commands),
		RunE: func(cmd *cobra.Command, args []string) error {
			target, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), args[0])
			}
			target.InitDefaultHelpFlag()
			return target.Help()
		},
	}
}
