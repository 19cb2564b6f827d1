package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"briefpress"
)

var update = flag.Bool("update", false, "write the expected output of the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"briefpress": main})
}

// TestScripts runs the command line of every script. A script may copy the
// built-in site with "site DIR", overwrite one byte of a file with "flip FILE",
// and expect an exit status with "status N briefpress ARGS...".
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			return os.Mkdir(filepath.Join(env.WorkDir, "home"), 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"site": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Check(os.CopyFS(filepath.Join(ts.MkAbs(args[0]), "content"), briefpress.Content()))
			},
			"flip": func(ts *testscript.TestScript, neg bool, args []string) {
				name := ts.MkAbs(args[0])
				data, err := os.ReadFile(name)
				ts.Check(err)
				data[len(data)/2] ^= 1
				ts.Check(os.WriteFile(name, data, 0o644))
			},
			"status": status,
		},
	})
}

// status runs the program and holds its exit status to the one given.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[1] != "briefpress" {
		ts.Fatalf("usage: status N briefpress ARGS...")
	}
	err := ts.Exec("briefpress", args[2:]...)
	got := 0
	if err != nil {
		got = exitCode(ts, err)
	}
	if want := args[0]; want != string(rune('0'+got)) {
		ts.Fatalf("exit status %d, want %s", got, want)
	}
}

// TestRunEndsWithItsContext runs the commands that last in this process, with a
// context that has ended.
func TestRunEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	if _, err := newSite(dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, command := range []string{"preview", "serve"} {
		if got := run(ctx, []string{command, dir, "--addr", "127.0.0.1:0"}, nil, &buffer{}, &buffer{}); got != statusDone && got != statusFailed {
			t.Errorf("%s: exit status %d", command, got)
		}
	}
}
