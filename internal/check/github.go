package check

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

var (
	// What a workflow command sends is escaped by per cent: in the message what
	// would end it, in a property also what would end that.
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	githubCommand  = []string{Off: "debug", Advice: "notice", Warning: "warning", Error: "error"}
)

// WriteGitHub writes findings as workflow commands of GitHub Actions, which sets
// them beside the lines of a change.
func WriteGitHub(w io.Writer, findings []Finding) error {
	b := bufio.NewWriter(w)
	for _, f := range findings {
		var properties []string
		add := func(key, value string) {
			properties = append(properties, key+"="+githubProperty.Replace(visible(value)))
		}
		message := f.Message
		if f.inFile() {
			add("file", f.File)
		} else {
			message = f.File + ": " + message
		}
		if f.Line > 0 {
			add("line", fmt.Sprint(f.Line))
		}
		if f.Column > 0 {
			add("col", fmt.Sprint(f.Column))
		}
		add("title", f.Rule)
		if f.Hint != "" {
			message += "\nhint: " + f.Hint
		}
		lines := strings.Split(message, "\n")
		for i := range lines {
			lines[i] = visible(lines[i])
		}
		fmt.Fprintf(b, "::%s %s::%s\n", githubCommand[f.Level], strings.Join(properties, ","), githubMessage.Replace(strings.Join(lines, "\n")))
	}
	return b.Flush()
}
