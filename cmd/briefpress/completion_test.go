package main

import (
	"testing"

	"github.com/spf13/cobra"
)

// Every form that a shell proposes is one, and every command is completed in
// some way: files are never proposed where none is meant.
func TestCompletionsAreTaken(t *testing.T) {
	root := rootCommand()
	tried := 0
	for _, cmd := range root.Commands() {
		if cmd.ValidArgsFunction == nil && cmd.ValidArgs == nil {
			t.Errorf("the arguments of %s are completed with any file", cmd.Name())
		}
		complete, found := cmd.GetFlagCompletionFunc("format")
		if !found {
			continue
		}
		values, directive := complete(cmd, nil, "")
		if directive != cobra.ShellCompDirectiveNoFileComp || len(values) < 2 {
			t.Errorf("%s --format is completed with %q, %d", cmd.Name(), values, directive)
		}
		for _, v := range values {
			tried++
			var stderr buffer
			if status := run(t.Context(), []string{cmd.Name(), "--format", v, t.TempDir()}, nil, &buffer{}, &stderr); status == statusMisuse {
				t.Errorf("%s --format %s: %s", cmd.Name(), v, stderr.String())
			}
		}
	}
	if tried < 4 {
		t.Errorf("%d forms", tried)
	}
}
