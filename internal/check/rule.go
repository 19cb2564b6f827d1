package check

// A Rule is one thing that may be wrong.
type Rule struct {
	// Name is what messages, site.yaml and comments call it.
	Name string
	// Level is how much its findings weigh, unless site.yaml says otherwise.
	Level Level
	// Look is how it is looked for; the zero Look is that of what is found while
	// content is parsed.
	Look Look
	// Doc says in a first line what is asked for, then why, and how to mend it,
	// with marks of emphasis and code as in Markdown. It is never empty.
	Doc string
}

// A Look is how a rule looks for something: in one way of three.
type Look struct {
	text  func(*Text) // at the prose of each document
	piece func(*Pass) // at each piece of the site by itself
	site  func(*Pass) // at all documents together
}

func texts(look func(*Text)) Look   { return Look{text: look} }
func pieces(look func(*Pass)) Look  { return Look{piece: look} }
func library(look func(*Pass)) Look { return Look{site: look} }

const hintRules = "briefpress check --rules lists all rules"

func ruleNames() []string {
	var names []string
	for _, r := range Rules() {
		names = append(names, r.Name)
	}
	return names
}
