package check

// Rules are all rules, in the order in which they are explained: files, front
// matter, text, links and pictures, dates, seals, the site.
func Rules() []Rule {
	return []Rule{
		// Files.
		{"file", `Every file and folder must be readable, and be used.
A file that is missing, too large or no regular file cannot be published. Folders inside that of a brief or of the pages are not read, links to folders are not followed, and a folder without an edition is no brief.`, Error, nil},
		{"file-name", `The name of a file must be fit for an address and for every file system.
The folder or file of a brief is named in lower-case letters, digits and hyphens; an edition is named by its date, such as 2019-06-07.md. Names that Windows reserves, and names of addresses that the site keeps for itself, are refused.`, Error, nil},
		{"collision", `No two files may have one name or one date.
Names that differ only in letter case, or in how accents are encoded, are one name to some file systems. A folder and a file of one slug are one brief twice. Rename or delete one of the two.`, Error, nil},
		{"encoding", `A text must be UTF-8 without control characters.
Save the file as UTF-8.`, Error, nil},
		{"hidden-character", `No character may hide in the text.
Characters that nobody sees, or that reorder what is read, make a text say other things to people and to machines. Delete them; allow-bidi in site.yaml admits the ones that reorder.`, Error, nil},
		{"limit", `A text must stay within the limits that keep every page quick to make.
Split what is too long, too wide or nested too deep, or publish it as a data file.`, Error, nil},

		// Front matter.
		{"front-matter", `The front matter must be whole, and its values of the kind asked for.
It stands between two lines of three hyphens at the top of the file. The editors' guide lists every key.`, Error, nil},
		{"unknown-key", `Every key of the front matter must be a known one.
A slip of the pen would otherwise pass unseen, and what it says be lost.`, Error, nil},
		{"missing-change", `Every edition after the first must say why it exists.
Readers who know the edition before want to know what is new. Write it as change in the front matter.`, Error, missingChange},
		{"unchanged-edition", `An edition must say something else than the one before.
Readers are told of every edition, and this one has nothing new for them: neither title, summary, authors, key points, sources, acronyms, spans nor text. Change the text, or delete the file. A change of status needs no edition, and a small mistake is mended as a correction.`, Warning, unchangedEdition},
		{"alias", `A former address must lead to one place, and be free.
An alias cannot be an address that something else has, nor belong to two briefs.`, Error, nil},
		{"topic", `A topic must be written in one way.
Spellings that make the same address are shown on one page under the name used most. Write all of them alike.`, Warning, nil},
		{"author", `An author must be written in one way.
Spellings that make the same address are shown on one page under the name used most. Write all of them alike.`, Warning, nil},

		// Structure.
		{"heading-level", `Headings in the text must begin at the second level.
The title in the front matter is the one heading of the first. Write ## where # stands.`, Error, nil},
		{"skipped-level", `A heading must be at most one level below the one before.
People who read with a screen reader take a missing level for a missing part. Take away a # or put the missing heading in.`, Error, skippedLevel},
		{"empty-heading", `A heading must have text.`, Error, nil},
		{"empty-section", `A heading must have something under it.
Text, or a section of a deeper level.`, Warning, emptySection},
		{"duplicate-id", `Every part of a page must have a name of its own.
Two headings of the same text get anchors that count up, and a link to the second changes its meaning when the first goes. Word the headings differently. On a page, two elements with one id are a fault of a template.`, Warning, duplicateID},

		// Text.
		{"raw-html", `HTML in the text is not read.
Readers see it as it was typed. Write Markdown; in code spans and code listings HTML is welcome.`, Warning, nil},
		{"undefined-note", `A reference to a note must have its note.
Write the text of the note as a paragraph of its own: [^name]: …`, Error, nil},
		{"unused-note", `A note must be referred to.
Readers never see it otherwise. Write [^name] where it belongs, or delete it.`, Warning, nil},
		{"duplicate-note", `A note must be defined once.
Only the first of two texts is read. Give the other a name of its own.`, Error, nil},
		{"note-in-note", `A note cannot refer to another note.
Join the two, or put the reference into the text.`, Error, nil},
		{"undefined-source", `A citation must name a source of the front matter.
Add the source, or mend the key.`, Error, nil},
		{"unused-source", `A source of the front matter must be cited.
A list of sources that the text does not rest on misleads. Cite it, or delete it.`, Warning, nil},
		{"undefined-acronym", `An acronym must be explained.
Write its full name before its first use, as in "Full Name (FN)", or list it under acronyms in the front matter or in site.yaml.`, Warning, nil},
		{"acronym-conflict", `An acronym must stand for one thing.
The text, the front matter and site.yaml may each explain it; where they differ, readers are told two things. Keep one.`, Warning, acronymConflict},
		{"callout", `A callout must be one of those that there are.
They are NOTE, TIP, IMPORTANT, WARNING, CAUTION and JUDGEMENT. Any other is set as a quotation. QUOTE names the language of a quotation, as in > [!QUOTE] fa-AF.`, Error, nil},
		{"judgement", `A judgement must have a likelihood and a confidence.
Write > [!JUDGEMENT] likely, moderate confidence. Both terms are fixed: the editors' guide lists them.`, Error, nil},
		{"likelihood", `A likelihood must be one of the terms that there are.
Readers compare judgements by it. They are the terms of Intelligence Community Directive 203, in two rows: almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain (or almost certainly); and remote, highly improbable, improbable, roughly even odds, probable, highly probable, nearly certain.`, Error, unknownLikelihood},
		{"likelihood-row", `The judgements of a text must take their likelihoods from one of the two rows.
Readers take two words for two things: whoever reads probable after likely looks for a difference that is not meant. Write the term of the same degree from the row that the text began with; the rule likelihood lists both rows in order.`, Warning, mixedLikelihoods},
		{"likelihood-and-confidence", `A sentence of a judgement must not say both how likely something is and how sure you are.
Intelligence Community Directive 203 forbids it, since readers take one for the other. Make two sentences of it. Sentences in English are looked at, and no others.`, Warning, likelihoodAndConfidence},
		{"code-language", `The language of a code listing should be one that is highlighted.
A listing in any other is set plain. Write text where there is none.`, Warning, nil},
		{"long-listing", `A code listing should be short enough to be highlighted.
Longer ones are set plain, so that a page is made quickly. Split it, or publish it as a data file.`, Advice, nil},

		// Links and pictures.
		{"link-address", `A link may lead to http, https and mailto addresses, and to the site.
Any other is set as text, as it could do harm.`, Error, nil},
		{"broken-link", `A link within the site must lead to something.
Link to a brief by the relative path of its folder, to an edition by that of its file, and to a page by its address. A successor, and the original of a translation, are named by their slugs, the folder names of their briefs. The navigation in site.yaml has addresses.`, Error, brokenLink},
		{"broken-fragment", `A link to a part of a page must lead to a part that is there.
The anchor of a heading is its text in small letters with hyphens between the words; that of a paragraph is p and its number.`, Error, brokenFragment},
		{"missing-picture", `A picture must stand beside the text that shows it.`, Error, nil},
		{"foreign-picture", `A picture must be part of the site.
Pages show no picture of other sites, which would tell them who reads what, and may change it. Put a copy beside the text.`, Error, nil},
		{"missing-alt", `A picture must have words for those who cannot see it.
Say between the square brackets what it shows: ![Strength fell from 17,000 to 12,000.](strength.svg "Strength")`, Error, missingAlt},
		{"picture", `A picture must be well formed, and hold neither scripts nor links to others.`, Error, nil},

		// Dates.
		{"date-order", `Dates must be in order.
A correction is not made before its edition nor listed before an older one, and an edition cannot rest on a source that is younger than itself, nor on one read before it existed.`, Warning, dateOrder},
		{"future-date", `Dates should not lie in the future.
An edition of a later date is published all the same, unless --as-of leaves it out or it is a draft.`, Warning, futureDate},

		// Seals.
		{"seal", `A sealed edition must say what it said when it was sealed.
Readers cite what was published, and it does not change in silence. Undo the change; or record it under corrections, with its date and a note for readers; or, where paragraphs are to be added, removed or moved, write a new edition. The file editions.sum only grows, by briefpress seal. What is sealed is not deleted: a brief that is no longer stood by is withdrawn.`, Error, nil},
		{"unsealed", `What is published should be sealed.
The brief has seals, and none of this edition or correction, so that nobody could tell if it changed. Run briefpress seal when it is published.`, Advice, nil},

		// The site.
		{"site", `The settings in site.yaml must be right.
The editors' guide lists every key.`, Error, nil},
		{"base-url", `The address of the site should be known when it is published.
Canonical addresses, the sitemap and absolute links in feeds are left out without it. Those who publish give it by --base-url, so that check says nothing unless site.yaml sets a level for this rule.`, Off, nil},
		{"template", `A template must parse, and make every page.`, Error, templates},
		{"static", `Style sheets and scripts must be whole.
What a style sheet names by url() is a file of the static folder, and the script that is set into pages does not end its element.`, Error, nil},
		{"panic", `briefpress itself must not fail.
This is a fault of briefpress: please report it with the content that showed it.`, Error, nil},
		{unusedIgnore, `A comment that silences a rule must silence something.
Delete it, or mend the name of the rule.`, Warning, nil},
	}
}
