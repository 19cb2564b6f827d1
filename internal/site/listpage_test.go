package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// ofYears is a site with so many briefs last changed in each year. A brief of
// 2021 is one of 2019 revised.
func ofYears(t *testing.T, years map[int]int) *Site {
	content := fstest.MapFS{"site.yaml": {Data: []byte("id: example.org,2019\ntitle: Library\nbase-url: https://example.org/sub/\n")}}
	add := func(name string) {
		content["briefs/"+name+".md"] = &fstest.MapFile{Data: []byte("---\ntitle: A brief\nchange: Again.\ntopics: [Peace]\nauthors: [Ann Lee]\n---\n\nText.\n")}
	}
	for year, n := range years {
		for i := range n {
			add(fmt.Sprintf("brief-%d-%d/%d-%02d-%02d", year, i, year, 1+i%12, 1+i%28))
			if year == 2021 {
				add(fmt.Sprintf("brief-%d-%d/2019-01-01", year, i))
			}
		}
	}
	src := library(t)
	src.Content = content
	return load(t, src)
}

// TestYears pages long lists by year: that of all briefs, of a topic, and of an
// author. It holds the number of briefs of each year on each page, and that
// every year has its anchor on the whole list.
func TestYears(t *testing.T) {
	for _, c := range []struct {
		name  string
		years map[int]int
		list  []int // years on /briefs/
		pages []int // years with a page
	}{
		{"short", map[int]int{2019: 50, 2020: 100, 2021: 50}, []int{2021, 2020, 2019}, nil},
		{"one too many", map[int]int{2019: 51, 2020: 100, 2021: 50}, []int{2021, 2020}, []int{2019, 2020, 2021}},
		{"long", map[int]int{2019: 60, 2020: 130, 2021: 60}, []int{2021, 2020}, []int{2019, 2020, 2021}},
		{"none slips in after one that is too long", map[int]int{2019: 10, 2020: 180, 2021: 60}, []int{2021}, []int{2019, 2020, 2021}},
		{"a year too long for one page", map[int]int{2020: 1, 2021: 201}, []int{2021}, []int{2020, 2021}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := ofYears(t, c.years)
			crawl(t, s)
			for dir, titles := range map[string][3]string{
				"/briefs/":          {"All briefs", "Briefs of %d", ""},
				"/topics/peace/":    {"Peace", "Peace, %d", "/sub/topics/"},
				"/authors/ann-lee/": {"Ann Lee", "Ann Lee, %d", ""},
			} {
				yearsOf(t, s, dir, titles, c.years, c.list, c.pages)
			}
			for _, p := range []string{"/briefs/2018/", "/briefs/2021", "/briefs/2021//", "/briefs/2021/x", "/briefs/2021/2021-01-01/", "/briefs/2021/feed.atom",
				"/topics/peace/2018/", "/topics/peace/2021", "/topics/peace/2021/x", "/topics/peace/2021/feed.atom", "/topics/2021/", "/authors/ann-lee/2021"} {
				if s.Has(p) {
					t.Errorf("there is something at %s", p)
				}
			}
		})
	}
}

// yearsOf holds the pages of a list at dir. titles are that of the whole, that
// of a year, and where the whole leads up to.
func yearsOf(t *testing.T, s *Site, dir string, titles [3]string, years map[int]int, list, pages []int) {
	t.Helper()
	var want, got []string
	for _, y := range pages {
		want = append(want, fmt.Sprintf("%s%d/", dir, y))
	}
	for _, p := range s.Paths() {
		if strings.HasPrefix(p, dir+"2") {
			got = append(got, p)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("pages %v, want %v", got, want)
	}
	sitemap := string(file(t, s, "/sitemap.xml").Body)
	if n := strings.Count(sitemap, "<loc>https://example.org/sub"+dir+"2"); n != len(want) {
		t.Errorf("the sitemap has %d pages of years, want %d", n, len(want))
	}
	shows := func(address string, shown []int, current int) {
		items, title, up := 0, "", ""
		ids := map[string]bool{}
		var links, here []string
		for _, e := range elements(t, file(t, s, address)) {
			switch id := e.attr["id"]; {
			case e.name == "h1":
				title = e.text
			case e.name == "h3":
				items++
			case len(id) == 5 && id[0] == 'y':
				ids[id] = e.name == "h2"
			}
			href := e.attr["href"]
			if e.name == "a" && strings.HasPrefix(href, "/sub"+dir+"2") {
				links = append(links, href)
				if e.attr["aria-current"] == "page" {
					here = append(here, href)
				}
			} else if e.name == "a" && title == "" && e.attr["class"] == "" && strings.HasPrefix("/sub"+dir, href) {
				up = href // the last before the title
			}
		}
		sum := 0
		for _, y := range shown {
			sum += years[y]
			if !ids[fmt.Sprintf("y%d", y)] {
				t.Errorf("%s has no heading of %d", address, y)
			}
		}
		if items != sum {
			t.Errorf("%s has %d briefs, want %d", address, items, sum)
		}
		newestFirst := slices.Clone(want)
		slices.Reverse(newestFirst)
		for i := range newestFirst {
			newestFirst[i] = "/sub" + newestFirst[i]
		}
		if !slices.Equal(links, newestFirst) {
			t.Errorf("%s leads to %v, want %v", address, links, newestFirst)
		}
		wantTitle, wantHere, wantUp := titles[0], []string(nil), titles[2]
		if current > 0 {
			wantTitle, wantHere, wantUp = fmt.Sprintf(titles[1], current), []string{"/sub" + address}, "/sub"+dir
		} else if len(ids) != len(years) {
			t.Errorf("%s has the anchors %v", address, slices.Sorted(maps.Keys(ids)))
		}
		if title != wantTitle || !slices.Equal(here, wantHere) {
			t.Errorf("%s has the title %q and marks %q", address, title, here)
		}
		if wantUp != "" && up != wantUp {
			t.Errorf("%s leads up to %q, want %q", address, up, wantUp)
		}
	}
	shows(dir, list, 0)
	for _, y := range pages {
		shows(fmt.Sprintf("%s%d/", dir, y), []int{y}, y)
	}
}
