package check

// A Rule is one thing that may be wrong.
type Rule struct {
	// Name is what messages, site.yaml and comments call it.
	Name string
	// Level is how much its findings weigh, unless site.yaml says otherwise.
	Level Level
	// Run looks for it; nil for what is found while content is parsed.
	Run func(*Pass)
	// Doc says in a first line what is asked for, then why, and how to mend it,
	// with marks of emphasis and code as in Markdown. It is never empty.
	Doc string
}

const hintRules = "briefpress check --rules lists all rules"

func ruleNames() []string {
	var names []string
	for _, r := range Rules() {
		names = append(names, r.Name)
	}
	return names
}
