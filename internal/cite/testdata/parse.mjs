// Reads records with parsers that are not ours, and says in CSL-JSON what they
// understood. Arguments: the folder of node_modules, and a file of records.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.argv[2] + "/");
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-bibtex");
require("@citation-js/plugin-ris");
require("@citation-js/plugin-csl");
const fidus = require("biblatex-csl-converter");

const one = (input, forceType) => {
	const { data } = new Cite(input, { forceType });
	if (data.length !== 1) throw new Error(`${data.length} records in ${input}`);
	const { _graph, ...item } = data[0];
	return item;
};
const plain = (nodes) => (nodes ?? []).flat().map((n) => n.text).join("");

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[3], "utf8")).map((r) => {
	// The strict form of the parser refuses what the schema has no place for.
	const csl = new Cite(JSON.parse(r.CSL), { strict: true, generateGraph: false });
	const second = fidus.parse(r.BibTeX);
	const fields = second.entries[1].fields;
	return {
		BibTeX: one(r.BibTeX, "@biblatex/text"),
		RIS: one(r.RIS, "@ris/file"),
		CSL: csl.data[0],
		APA: csl.format("bibliography", { template: "apa" }).trim(),
		InText: csl.format("citation", { template: "apa", entry: { id: csl.data[0].id, label: "paragraph", locator: r.Number || undefined } }),
		Second: {
			errors: second.errors,
			title: plain(fields.title), publisher: plain(fields.institution), number: plain(fields.number),
			note: plain(fields.note), abstract: plain(fields.abstract), URL: fields.url, date: fields.date,
			author: fields.author.map((a) => ({
				literal: plain(a.literal) || undefined,
				family: [plain(a.prefix), plain(a.family)].filter(Boolean).join(" ") || undefined,
				given: plain(a.given) || undefined,
			})),
		},
	};
})));
