package strictyaml

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// maxHint is how many bytes of a document a hint may repeat.
const maxHint = 120

const quotesHint = "put the whole text in quotes"

const linesHint = `write each "key: value" on a line of its own, indented alike`

// textHint helps where a list or mapping stands for text: most often the text
// begins with a bracket.
func textHint(n *yaml.Node) string {
	if n.Style&yaml.FlowStyle == 0 {
		return `write it on one line, or after "|" on lines indented alike`
	}
	return quotesHint
}

func boolHint(n *yaml.Node, name subject) string {
	switch strings.ToLower(n.Value) {
	case "yes", "on", "y", "1", "true":
		return fmt.Sprintf("write `%s: true`", name)
	case "no", "off", "n", "0", "false":
		return fmt.Sprintf("write `%s: false`", name)
	}
	return ""
}

// listHint shows how a value that stands alone is written as a list.
func listHint(n *yaml.Node, item reflect.Type, name subject) string {
	if n.Kind != yaml.ScalarNode || item.Kind() != reflect.String || name.item > 0 || len(n.Value) > maxHint {
		return `start each item with "- " on a line of its own`
	}
	value := n.Value
	if strings.ContainsAny(value, "[]{}:#&*!|>'\"%@`\\\n") {
		value = doubleQuoted(value)
	}
	return fmt.Sprintf("write `%s: [%s]`", name, value)
}

// doubleQuoted writes s as a double-quoted scalar.
func doubleQuoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s) + `"`
}

var dashes = strings.NewReplacer("_", "-", " ", "-")

// suggest returns a hint for an unknown key.
func suggest(key string, known []string) string {
	plain := dashes.Replace(strings.ToLower(key))
	best, least := "", 1+max(1, utf8.RuneCountInString(key)/3)
	for _, k := range known {
		if n := distance(plain, dashes.Replace(strings.ToLower(k)), least); n < least {
			best, least = k, n
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known keys: " + strings.Join(known, ", ")
}

// distance counts the letters to insert, delete, replace or swap with their
// neighbour to turn a into b. It stops at limit, which keeps long keys cheap.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if max(len(s)-len(t), len(t)-len(s)) >= limit {
		return limit
	}
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			n := last[j]
			if s[i] != t[j] {
				n++
			}
			n = min(n, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
				n = min(n, before[j-1]+1)
			}
			row[j+1] = n
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
