// Package phrase holds the words that briefpress itself puts on a page, and
// how dates and numbers are written, by language.
//
// # Catalogues
//
// A [Phrases] is the catalogue of one language; each has a file of its own, in
// which every field is filled. There are two: English, and Dari, the Persian of
// Afghanistan. [For] picks the one for a language tag. Texts of other languages
// keep their language and direction, and have English words around them.
//
// A word without a place in it is a field. A sentence with places is a method
// that fills them, so that the order of its parts is the catalogue's matter; one
// that holds a link or another element is an [Around].
//
// # Dates
//
// Dates are Gregorian in every language. In Dari the months have the names by
// which texts of the Afghan state write Gregorian dates (جنوری, فبروری, … as in
// the Unicode locale fa-AF), not those of Iran (ژانویه, فوریه, …) and not the
// months of the solar calendar: a brief quotes dates of treaties, meetings and
// sources that are Gregorian, and a conversion would hide the date that readers
// must find in those.
//
// # Digits
//
// Numbers in running words are written in the digits of the language: ۰ to ۹ in
// Dari. Addresses and anchors always have 0 to 9: paragraph ۱۲ is #p12.
package phrase
