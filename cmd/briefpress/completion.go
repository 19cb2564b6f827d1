package main

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"briefpress/internal/author"
)

// shells are those that commands are completed in, with what writes the script.
var shells = map[string]func(*cobra.Command, io.Writer) error{
	"bash": func(root *cobra.Command, w io.Writer) error { return root.GenBashCompletionV2(w, true) },
	"zsh":  func(root *cobra.Command, w io.Writer) error { return root.GenZshCompletion(w) },
	"fish": func(root *cobra.Command, w io.Writer) error { return root.GenFishCompletion(w, true) },
}

func completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish",
		Short: "Print what completes commands in a shell",
		Long: `completion prints a script that lets a shell complete commands, flags, slugs of
briefs and directories of sites when you press Tab. For good:

  bash   briefpress completion bash > ~/.local/share/bash-completion/completions/briefpress
         (needs the package bash-completion)
  zsh    briefpress completion zsh > "${fpath[1]}/_briefpress"
  fish   briefpress completion fish > ~/.config/fish/completions/briefpress.fish

For the shell at hand alone: source <(briefpress completion bash), and the same
with zsh; in fish: briefpress completion fish | source`,
		Example:   "  source <(briefpress completion bash)",
		ValidArgs: []string{"bash", "zsh", "fish"},
		Args:      named("the name of a shell: bash, zsh or fish"),
		RunE: func(cmd *cobra.Command, args []string) error {
			script, known := shells[args[0]]
			if !known {
				return misuse(cmd, fmt.Errorf("there is no completion for %q: it is for bash, zsh or fish", args[0]))
			}
			return script(cmd.Root(), cmd.OutOrStdout())
		},
	}
}

// completed says of every command and flag what it is completed with. Nothing of
// this is asked unless a shell asks.
func completed(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "preview", "serve", "export", "check", "verify", "init":
			cmd.ValidArgsFunction = then(directories)
		case "new":
			cmd.ValidArgsFunction = then(nothing, directories)
		case "revise":
			cmd.ValidArgsFunction = then(slugs, directories)
		case "seal":
			cmd.ValidArgsFunction = then(slugsAndDirectories, directories)
		case "render":
			cmd.ValidArgsFunction = then(texts)
		case "completion": // has a list
		default:
			cmd.ValidArgsFunction = then()
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			complete := nothing
			switch kind, _ := pflag.UnquoteUsage(f); {
			case kind == "folder", kind == "directory":
				complete = directories
			case kind == "file":
				return // as the shell does
			case f.Name == "format":
				complete = cobra.FixedCompletions(listed(f.Usage), cobra.ShellCompDirectiveNoFileComp)
			}
			if err := cmd.RegisterFlagCompletionFunc(f.Name, complete); err != nil {
				panic(err) // only for a flag that is not there, or has one
			}
		})
	}
}

// A completion gives what may stand for an argument, and says what else may.
type completion = cobra.CompletionFunc

// then completes the first argument by the first, and so on, and none behind.
func then(each ...completion) completion {
	return func(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) >= len(each) {
			return nothing(cmd, args, begun)
		}
		return each[len(args)](cmd, args, begun)
	}
}

func nothing(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func directories(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// texts are files of Markdown.
func texts(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []string{"md"}, cobra.ShellCompDirectiveFilterFileExt
}

func commands(cmd *cobra.Command, _ []string, _ string) (names []cobra.Completion, _ cobra.ShellCompDirective) {
	for _, c := range cmd.Root().Commands() {
		if !c.Hidden {
			names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// slugs are those of the briefs in the working directory, or where --content is.
// The directory of a site stands behind the slug, so that it is not known yet.
func slugs(cmd *cobra.Command, _ []string, begun string) (found []cobra.Completion, _ cobra.ShellCompDirective) {
	var f folders
	f.content, _ = cmd.Flags().GetString("content")
	content, err := openContent(&f, nil)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	defer content.Root.Close()
	all, _ := content.Slugs()
	for _, slug := range all {
		if strings.HasPrefix(slug, begun) {
			found = append(found, slug)
		}
	}
	return titled(content, found), cobra.ShellCompDirectiveNoFileComp
}

// titled puts the titles of briefs beside their slugs, as long as they are few
// enough to be read, by people and by us.
func titled(content author.Folder, slugs []string) []cobra.Completion {
	const few = 100
	if len(slugs) > few {
		return slugs
	}
	for i, slug := range slugs {
		if title, err := content.Title(slug); err == nil {
			slugs[i] = cobra.CompletionWithDesc(slug, title)
		}
	}
	return slugs
}

// slugsAndDirectories are slugs, or directories where a path was begun.
func slugsAndDirectories(cmd *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if strings.ContainsAny(begun, "."+string(filepath.Separator)) {
		return directories(cmd, args, begun)
	}
	return slugs(cmd, args, begun)
}

// listed are the values that the usage of a flag lists: "… html or json".
func listed(usage string) []string {
	_, list, _ := strings.Cut(usage, ": ")
	return regexp.MustCompile(`, | or `).Split(list, -1)
}
