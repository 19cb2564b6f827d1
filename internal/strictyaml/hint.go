package strictyaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

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

// suggest returns a hint for an unknown key.
func suggest(key string, known []string) string {
	if best := Nearest(key, slices.Values(known)); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "known keys: " + strings.Join(known, ", ")
}
