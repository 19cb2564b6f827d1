package check

import "slices"

// A Group is rules of one matter.
type Group struct {
	Title string
	Rules []Rule
}

// Groups are all rules, in the order in which they are explained.
func Groups() []Group {
	return []Group{
		{"Files", []Rule{
			{"file", Error, Look{},
				"Every file and folder must be readable, and be used.\n" +
					"A file that is missing, too large or no regular file cannot be published. Folders inside that of a brief or of the pages are not read, links to folders are not followed, and a folder without an edition is no brief."},
			{"file-name", Error, Look{},
				"The name of a file must be fit for an address and for every file system.\n" +
					"The folder or file of a brief is named in lower-case letters, digits and hyphens; an edition is named by its date, such as `2019-06-07.md`. Names that Windows reserves, and names of addresses that the site keeps for itself, are refused."},
			{"collision", Error, Look{},
				"No two files may have one name or one date.\n" +
					"Names that differ only in letter case, or in how accents are encoded, are one name to some file systems. A folder and a file of one slug are one brief twice. Rename or delete one of the two."},
			{"encoding", Error, Look{},
				"A text must be UTF-8 without control characters.\n" +
					"Save the file as UTF-8."},
			{"hidden-character", Error, Look{},
				"No character may hide in the text.\n" +
					"Characters that nobody sees, or that reorder what is read, make a text say other things to people and to machines. Delete them; `allow-bidi` in `site.yaml` admits the ones that reorder."},
			{"mixed-script", Warning, texts(mixedScript),
				"A word must be of one script.\n" +
					"A Cyrillic or Greek letter that looks like a Latin one makes two words that look the same: searches miss them, and addresses deceive. The whole file is looked at."},
			{"limit", Error, Look{},
				"A text must stay within the limits that keep every page quick to make.\n" +
					"Split what is too long, too wide or nested too deep, or publish it as a data file."},
		}},
		{"Front matter", []Rule{
			{"front-matter", Error, Look{},
				"The front matter must be whole, and its values of the kind asked for.\n" +
					"It stands between two lines of three hyphens at the top of the file. The editors' guide lists every key."},
			{"unknown-key", Error, Look{},
				"Every key of the front matter must be a known one.\n" +
					"A slip of the pen would otherwise pass unseen, and what it says be lost."},
			{"missing-change", Error, pieces(missingChange),
				"Every edition after the first must say why it exists.\n" +
					"Readers who know the edition before want to know what is new. Write it as `change` in the front matter."},
			{"unchanged-edition", Warning, pieces(unchangedEdition),
				"An edition must say something else than the one before.\n" +
					"Readers are told of every edition, and this one has nothing new for them: neither title, summary, authors, key points, sources, acronyms, spans nor text. Change the text, or delete the file. A change of status needs no edition, and a small mistake is mended as a correction."},
			{"alias", Error, Look{},
				"A former address must lead to one place, and be free.\n" +
					"An alias cannot be an address that something else has, nor belong to two briefs."},
			{"topic", Warning, Look{},
				"A topic must be written in one way.\n" +
					"Spellings that make the same address are shown on one page under the name used most. Write all of them alike."},
			{"author", Warning, Look{},
				"An author must be written in one way.\n" +
					"Spellings that make the same address are shown on one page under the name used most. Write all of them alike."},
			{"repeated-item", Warning, pieces(repeatedItem),
				"A list of the front matter must have each item once.\n" +
					"Authors, key points, topics and places are looked at."},
			{"long-key-point", Advice, pieces(longKeyPoint),
				"A key point should say one thing, in at most 40 words.\n" +
					"Who reads nothing else reads the key points. The text has the rest."},
			{"duplicate-title", Warning, library(duplicateTitle),
				"Two texts of one language must not have one title.\n" +
					"Readers cannot tell them apart in lists and search results. Say in the title what is of this one alone."},
			{"status-note", Warning, pieces(statusNote),
				"A brief that is withdrawn must say why.\n" +
					"Readers who relied on it have to know. Write it as `status-note`."},
			{"stale-brief", Advice, pieces(staleBrief),
				"A brief that is current should have been touched within three years.\n" +
					"The newest edition or correction counts. Write a new edition; or set `status: archived` and say in `status-note` how things went on."},
			{"self-reference", Error, pieces(selfReference),
				"A brief cannot be its own successor, or a translation of itself."},
			{"translation-language", Warning, library(translationLanguage),
				"A translation must be in another language than its original.\n" +
					"A brief is in the language of the site where it names none."},
		}},
		{"Structure", []Rule{
			{"heading-level", Error, Look{},
				"Headings in the text must begin at the second level.\n" +
					"The title in the front matter is the one heading of the first. Write `##` where `#` stands."},
			{"skipped-level", Error, pieces(skippedLevel),
				"A heading must be at most one level below the one before.\n" +
					"People who read with a screen reader take a missing level for a missing part. Take away a `#` or put the missing heading in."},
			{"empty-heading", Error, Look{},
				"A heading must have text."},
			{"lost-heading", Warning, texts(lostHeading),
				"A line that begins with two hashes and more must be a heading.\n" +
					"Without a space behind the hashes it is text, and readers see them."},
			{"heading-end", Advice, pieces(headingEnd),
				"A title or heading should not end in a full stop, comma, colon or semicolon.\n" +
					"It is no sentence. Short forms keep their full stop."},
			{"bold-heading", Warning, pieces(boldHeading),
				"A heading must be written as one.\n" +
					"A paragraph that is bold and nothing else looks like a heading, and is none: contents, links and screen readers do not know it. One that ends in a full stop passes."},
			{"empty-section", Warning, pieces(emptySection),
				"A heading must have something under it.\n" +
					"Text, or a section of a deeper level."},
			{"duplicate-id", Warning, pieces(duplicateID),
				"Every part of a page must have a name of its own.\n" +
					"Two headings of the same text get anchors that count up, and a link to the second changes its meaning when the first goes. Word the headings differently. On a page, two elements with one id are a fault of a template."},
			{"long-paragraph", Advice, pieces(longParagraph),
				"A paragraph should have at most 250 words.\n" +
					"Readers cite a paragraph by its number, and look for what is meant in all of it."},
			{"empty-item", Warning, Look{},
				"An item of a list must say something."},
			{"list-number", Warning, Look{},
				"The numbers of a list must be those that readers see.\n" +
					"The first number counts, and the others follow it: a text that speaks of the fourth item means another than its readers find. Number the items one by one, or all of them alike."},
			{"lost-table", Error, pieces(lostTable),
				"Lines with bars must be a table.\n" +
					"The head and the line of hyphens below it have the same number of columns; otherwise readers see bars and hyphens."},
			{"table-head", Warning, Look{},
				"The head of a table must name its columns.\n" +
					"Screen readers say it with each cell. The first cell alone may be empty, where the first column heads the rows."},
			{"ragged-table", Warning, Look{},
				"A row must have as many cells as the head of its table.\n" +
					"Cells beyond those of the head are not shown at all. A bar in a cell is written with a backslash before it."},
			{"lost-caption", Warning, Look{},
				"A caption must stand before a table.\n" +
					"A paragraph that begins with `Table:` is a caption where a table follows it, and nothing else."},
			{"indented-code", Warning, pieces(indentedCode),
				"Code must stand between lines of three backticks.\n" +
					"Text that is indented by four spaces and more is set as code, most often without intent."},
		}},
		{"Text", []Rule{
			{"raw-html", Warning, Look{},
				"HTML in the text is not read.\n" +
					"Readers see it as it was typed. Write Markdown; in code spans and code listings HTML is welcome."},
			{"loose-mark", Warning, texts(looseMark),
				"A mark of emphasis or code must mark something.\n" +
					"Readers see two stars, two tildes or a backtick that has no partner, or stands apart from the words. A backslash before it shows it with intent."},
			{"undefined-note", Error, Look{},
				"A reference to a note must have its note.\n" +
					"Write the text of the note as a paragraph of its own: `[^name]: …`."},
			{"unused-note", Warning, Look{},
				"A note must be referred to.\n" +
					"Readers never see it otherwise. Write `[^name]` where it belongs, or delete it."},
			{"duplicate-note", Error, Look{},
				"A note must be defined once.\n" +
					"Only the first of two texts is read. Give the other a name of its own."},
			{"note-in-note", Error, Look{},
				"A note cannot refer to another note.\n" +
					"Join the two, or put the reference into the text."},
			{"note-place", Advice, texts(notePlace),
				"A note should stand behind the full stop.\n" +
					"English texts alone are looked at."},
			{"undefined-source", Error, Look{},
				"A citation must name a source of the front matter.\n" +
					"Add the source, or mend the key."},
			{"unused-source", Warning, Look{},
				"A source of the front matter must be cited.\n" +
					"A list of sources that the text does not rest on misleads. Cite it, or delete it."},
			{"duplicate-source", Warning, pieces(duplicateSource),
				"A source must have one record.\n" +
					"Two records of one address, or of one author, title, publisher and date, become two entries in the list of sources. Cite one key from all places."},
			{"source-access", Warning, pieces(sourceAccess),
				"A day of access must belong to an address.\n" +
					"Readers do not see it without a `url`."},
			{"undefined-acronym", Warning, Look{},
				"An acronym must be explained.\n" +
					"Write its full name before its first use, as in `Full Name (FN)`, or list it under `acronyms` in the front matter or in `site.yaml`."},
			{"repeated-acronym", Advice, Look{},
				"An acronym should be introduced once.\n" +
					"Write the short form alone after that. A heading may introduce one before the text does, and each cell of a table stands alone."},
			{"unused-acronym", Advice, pieces(unusedAcronym),
				"An acronym of the front matter should be used.\n" +
					"Text, title, summary, `change`, `status-note` and key points count."},
			{"acronym-conflict", Warning, pieces(acronymConflict),
				"An acronym must stand for one thing.\n" +
					"The text, the front matter and `site.yaml` may each explain it; where they differ, readers are told two things. Keep one."},
			{"acronym-elsewhere", Advice, library(acronymElsewhere),
				"An acronym should stand for the same thing in all briefs of one language.\n" +
					"The glossary shows both. Newest editions and pages are looked at; letter case, hyphens and the plural do not count."},
			{"callout", Error, Look{},
				"A callout must be one of those that there are.\n" +
					"They are `NOTE`, `TIP`, `IMPORTANT`, `WARNING`, `CAUTION` and `JUDGEMENT`. Any other is set as a quotation. `QUOTE` names the language of a quotation, as in `> [!QUOTE] fa-AF`."},
			{"judgement", Error, Look{},
				"A judgement must have a likelihood and a confidence.\n" +
					"Write `> [!JUDGEMENT] likely, moderate confidence`. Both terms are fixed: the editors' guide lists them."},
			{"likelihood", Error, pieces(unknownLikelihood),
				"A likelihood must be one of the terms that there are.\n" +
					"Readers compare judgements by it. They are the terms of Intelligence Community Directive 203, in two rows: almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain (or almost certainly); and remote, highly improbable, improbable, roughly even odds, probable, highly probable, nearly certain."},
			{"likelihood-row", Warning, pieces(mixedLikelihoods),
				"The judgements of a text must take their likelihoods from one of the two rows.\n" +
					"Readers take two words for two things: whoever reads *probable* after *likely* looks for a difference that is not meant. Write the term of the same degree from the row that the text began with; the rule `likelihood` lists both rows in order."},
			{"likelihood-and-confidence", Warning, pieces(likelihoodAndConfidence),
				"A sentence of a judgement must not say both how likely something is and how sure you are.\n" +
					"Intelligence Community Directive 203 forbids it, since readers take one for the other. Make two sentences of it. Sentences in English are looked at, and no others."},
			{"code-language", Warning, Look{},
				"The language of a code listing should be one that is highlighted.\n" +
					"A listing in any other is set plain. Write `text` where there is none."},
			{"long-listing", Advice, Look{},
				"A code listing should be short enough to be highlighted.\n" +
					"Longer ones are set plain, so that a page is made quickly. Split it, or publish it as a data file."},
		}},
		{"Typography and style", []Rule{
			{"straight-quote", Warning, texts(straightQuote),
				"Quotes must be set as quotes.\n" +
					"Typed quotes become curly ones where it is clear which belongs to which. One that stays straight has lost its partner, or stands for feet, inches or minutes, which are ′ and ″."},
			{"double-space", Advice, texts(doubleSpace),
				"One space stands between two words.\n" +
					"Readers see one in any case; searches in the file find no phrase that has two. `check --fix` takes the others away."},
			{"trailing-space", Advice, texts(trailingSpace),
				"A line should not end in space that means nothing.\n" +
					"Two spaces before a line of the same paragraph break it, and pass; all others are taken away by `check --fix`."},
			{"space-before-mark", Warning, texts(spaceBeforeMark),
				"No space stands before a comma or a full stop.\n" +
					"`check --fix` takes it away."},
			{"doubled-mark", Warning, texts(doubledMark),
				"Commas, semicolons and full stops stand alone.\n" +
					"Three full stops are set as an ellipsis. `check --fix` takes away the second of two commas or semicolons."},
			{"hyphen-dash", Warning, texts(hyphenDash),
				"A dash is no hyphen between spaces.\n" +
					"Write two hyphens, which are set as a dash."},
			{"mixed-dashes", Advice, texts(mixedDashes),
				"The dashes of a text must be of one kind.\n" +
					"They are short with spaces, or long without or with them; the first in the text decides. Quotations and cells of tables are not looked at."},
			{"year-range", Advice, texts(yearRange),
				"A period of years has a dash.\n" +
					"Write `2015--2019`. Quotations are not looked at."},
			{"repeated-word", Warning, texts(repeatedWord),
				"A small word must not stand twice.\n" +
					"English texts alone are looked at, and of their words those that never stand twice, such as *the*, *of* and *and*."},
			{"long-sentence", Advice, texts(longSentence),
				"A sentence should have at most 50 words.\n" +
					"Few people understand a longer one at once. English texts alone are looked at, without quotations and tables."},
			{"reading-ease", Advice, texts(readingEase),
				"A text should be readable to people in a hurry.\n" +
					"Its reading ease after Flesch, from 0 to 100, is at least 20. English texts of at least 300 words are looked at, without quotations, tables, headings and notes."},
		}},
		{"Links and pictures", []Rule{
			{"link-address", Error, Look{},
				"A link may lead to `http`, `https` and `mailto` addresses, and to the site.\n" +
					"Any other is set as text, as it could do harm."},
			{"broken-link", Error, library(brokenLink),
				"A link within the site must lead to something.\n" +
					"Link to a brief by the relative path of its folder, to an edition by that of its file, and to a page by its address. A successor, and the original of a translation, are named by their slugs, the folder names of their briefs. The navigation in `site.yaml` has addresses."},
			{"broken-fragment", Error, library(brokenFragment),
				"A link to a part of a page must lead to a part that is there.\n" +
					"The anchor of a heading is its text in small letters with hyphens between the words; that of a paragraph is `p` and its number."},
			{"lost-link", Warning, texts(lostLink),
				"Brackets of a link must make one.\n" +
					"A name that is not defined, a space before the second bracket, or one within an address, leaves the brackets to readers."},
			{"bare-address", Warning, texts(bareAddress),
				"An address in the text must be a link.\n" +
					"Nobody can follow it otherwise. Write `<https://…>`, or words with the address behind them; what the text rests on is a source, and is cited."},
			{"empty-link", Error, pieces(emptyLink),
				"A link must have words.\n" +
					"It cannot be seen otherwise, nor heard."},
			{"link-text", Advice, pieces(linkText),
				"The words of a link should say where it leads.\n" +
					"Many people hear the links of a page one after the other, and *here* or *more* say nothing to them. English texts alone are looked at."},
			{"own-address", Warning, pieces(ownAddress),
				"A link within the site must not have the address of the site.\n" +
					"Nobody would check it, and it would stay behind when the site moves."},
			{"missing-picture", Error, Look{},
				"A picture must stand beside the text that shows it."},
			{"foreign-picture", Error, Look{},
				"A picture must be part of the site.\n" +
					"Pages show no picture of other sites, which would tell them who reads what, and may change it. Put a copy beside the text."},
			{"missing-alt", Error, pieces(missingAlt),
				"A picture must have words for those who cannot see it.\n" +
					"Say between the square brackets what it shows: `![Strength fell from 17,000 to 12,000.](strength.svg \"Strength\")`."},
			{"poor-alt", Warning, pieces(poorAlt),
				"The words for a picture must say what it shows.\n" +
					"The name of the file says nothing, and the caption is read in any case."},
			{"picture", Error, Look{},
				"A picture must be well formed, and hold neither scripts nor links to others."},
			{"large-picture", Warning, pieces(largePicture),
				"A picture should load quickly.\n" +
					"It has at most 1 MiB, and at most 4,096 pixels on a side where it is no SVG."},
			{"unused-file", Advice, library(unusedFile),
				"A file beside the texts should be used.\n" +
					"It is published all the same. Show it, link to it, or delete it."},
		}},
		{"Dates", []Rule{
			{"date-order", Warning, pieces(dateOrder),
				"Dates must be in order.\n" +
					"A correction is not made before its edition nor listed before an older one, and an edition cannot rest on a source that is younger than itself, nor on one read before it existed."},
			{"future-date", Warning, pieces(futureDate),
				"Dates should not lie in the future.\n" +
					"An edition of a later date is published all the same, unless `--as-of` leaves it out or it is a draft."},
		}},
		{"Seals", []Rule{
			{"seal", Error, Look{},
				"A sealed edition must say what it said when it was sealed.\n" +
					"Readers cite what was published, and it does not change in silence. Undo the change; or record it under `corrections`, with its date and a note for readers; or, where paragraphs are to be added, removed or moved, write a new edition. The file `editions.sum` only grows, by `briefpress seal`. What is sealed is not deleted: a brief that is no longer stood by is withdrawn."},
			{"unsealed", Advice, Look{},
				"What is published should be sealed.\n" +
					"The brief has seals, and none of this edition or correction, so that nobody could tell if it changed. Run `briefpress seal` when it is published."},
		}},
		{"The site", []Rule{
			{"site", Error, Look{},
				"The settings in `site.yaml` must be right.\n" +
					"The editors' guide lists every key."},
			{"base-url", Off, Look{},
				"The address of the site should be known when it is published.\n" +
					"Canonical addresses, the sitemap and absolute links in feeds are left out without it. Those who publish give it by `--base-url`, so that `check` says nothing unless `site.yaml` sets a level for this rule."},
			{"template", Error, pieces(templates),
				"A template must parse, and make every page."},
			{"static", Error, Look{},
				"Style sheets and scripts must be whole.\n" +
					"What a style sheet names by `url()` is a file of the static folder, and the script that is set into pages does not end its element."},
			{"panic", Error, Look{},
				"The program itself must not fail.\n" +
					"This is a fault of briefpress: please report it with the content that showed it."},
			{unusedIgnore, Warning, Look{},
				"A comment that silences a rule must silence something.\n" +
					"Delete it, or mend the name of the rule."},
		}},
	}
}

// Rules are the rules of all groups.
func Rules() []Rule {
	var all []Rule
	for _, g := range Groups() {
		all = slices.Concat(all, g.Rules)
	}
	return all
}
