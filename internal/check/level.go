package check

import (
	"fmt"
	"slices"
)

// A Level says how much a finding weighs.
type Level uint8

// The levels, from the lightest.
const (
	Off     Level = iota // not reported
	Advice               // it could be better
	Warning              // something is most likely wrong
	Error                // readers meet something wrong
)

var levelNames = []string{Off: "off", Advice: "advice", Warning: "warning", Error: "error"}

// String gives the name that is written in site.yaml.
func (l Level) String() string { return levelNames[l] }

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *Level) UnmarshalText(text []byte) error {
	i := slices.Index(levelNames, string(text))
	if i < 0 {
		return fmt.Errorf("%q is not a level", text)
	}
	*l = Level(i)
	return nil
}
