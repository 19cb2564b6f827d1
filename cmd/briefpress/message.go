package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/export"
)

// The exit statuses.
const (
	statusDone   = 0
	statusFailed = 1
	statusMisuse = 2
)

// A hinted is an error that says what to do.
type hinted struct {
	error
	hint string
}

func (h *hinted) Unwrap() error { return h.error }

// A misused is an error of whoever wrote the command line.
type misused struct{ hinted }

// misuse makes an error of the command line one that leads to the help.
func misuse(cmd *cobra.Command, err error) error {
	topic := "briefpress help"
	if cmd.HasParent() {
		topic += " " + cmd.Name()
	}
	return &misused{hinted{err, topic + " explains it"}}
}

// wrongUse makes the errors of a check of arguments ones of the command line.
func wrongUse(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return misuse(cmd, err)
		}
		return nil
	}
}

// named wants one argument, and calls it by its name.
func named(name string) cobra.PositionalArgs {
	return wrongUse(func(cmd *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return fmt.Errorf("%s needs %s", cmd.Name(), name)
		case 1:
			return nil
		}
		return fmt.Errorf("%s takes one %s, not %d", cmd.Name(), name, len(args))
	})
}

// directory wants at most one argument, the directory of a site.
var directory = wrongUse(func(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return fmt.Errorf("%s takes one directory, not %d", cmd.Name(), len(args))
	}
	return nil
})

func unknownCommand(root *cobra.Command, name string) error {
	hint := "briefpress help lists the commands"
	if near := root.SuggestionsFor(name); len(near) > 0 {
		hint = fmt.Sprintf("did you mean %s?", strings.Join(near, " or "))
	}
	return &misused{hinted{fmt.Errorf("there is no command %q", name), hint}}
}

// errFindings fails a command that has said what is wrong.
var errFindings = errors.New("there are findings")

// report writes an error and returns the exit status.
func report(w io.Writer, err error) int {
	status := statusFailed
	if _, ok := errors.AsType[*misused](err); ok {
		status = statusMisuse
	}
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFindings):
		return statusFailed
	case errors.Is(err, context.Canceled):
		err = errors.New("interrupted")
	}
	write(w, err)
	return status
}

// write writes each of the errors that err joins: problems of files first, in
// the form of check, then what else there is.
func write(w io.Writer, err error) {
	var findings []check.Finding
	var others []error
	var take func(error)
	take = func(err error) {
		if p, ok := err.(brief.Problem); ok {
			findings = append(findings, check.Finding{Problem: p, Level: check.Error})
		} else if joined, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range joined.Unwrap() {
				take(e)
			}
		} else {
			others = append(others, err)
		}
	}
	take(err)
	check.WriteText(w, findings, colour(w))
	for _, err := range others {
		fmt.Fprintf(w, "briefpress: %v\n", err)
		if hint := hintOf(err); hint != "" {
			fmt.Fprintf(w, "hint: %s\n", hint)
		}
	}
}

func hintOf(err error) string {
	if r, ok := errors.AsType[*export.Refusal](err); ok {
		return r.Hint
	}
	if m, ok := errors.AsType[*misused](err); ok {
		return m.hint
	}
	if h, ok := errors.AsType[*hinted](err); ok {
		return h.hint
	}
	if o, ok := errors.AsType[*net.OpError](err); ok && o.Op == "listen" {
		return "another program may answer there; name another address, such as --addr 127.0.0.1:8422"
	}
	return ""
}

// plural writes a number with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
