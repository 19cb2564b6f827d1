// Every page reads without this script: it adds a theme switch, marks the section being read
// where the browser does not, cites the paragraph that was chosen, and opens lists for print.
(() => {
  "use strict";
  const root = document.documentElement;
  const words = root.dataset.words.split("|"); // of the site
  const wide = matchMedia("(min-width: 75em)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  const button = (text, act) => {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = text;
    b.onclick = act;
    return b;
  };
  const name = () => toggle.textContent = isDark() ? words[0] : words[1];
  const toggle = button("", () => {
    const theme = isDark() ? "light" : "dark";
    const own = (theme === "dark") === dark.matches; // what the reader's system says anyway
    if (own) delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (own) localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {} // storage may be forbidden: the choice then lasts as long as the page
    name();
  });
  toggle.className = "theme";
  toggle.title = words[2];
  dark.addEventListener("change", name);
  name();
  document.querySelector(".masthead")?.append(toggle);

  const contents = document.querySelector(".contents details");
  if (contents) {
    const fit = () => contents.open = wide.matches;
    wide.addEventListener("change", fit);
    fit();
    document.addEventListener("click", (e) => {
      if (!wide.matches && !e.target.closest?.(".contents summary")) contents.open = false;
    });

    if (!CSS.supports("scroll-target-group", "auto")) {
      const links = new Map();
      for (const a of contents.querySelectorAll("a")) {
        const heading = document.getElementById(decodeURIComponent(a.hash.slice(1)));
        if (heading) links.set(heading, a);
      }
      const mark = () => {
        let current;
        for (const [heading, a] of links) {
          a.removeAttribute("aria-current");
          if (!current || heading.getBoundingClientRect().top < innerHeight / 3) current = a;
        }
        current?.setAttribute("aria-current", "location");
      };
      // From far above the page to a third of the window: each heading crosses its edge once.
      const observer = new IntersectionObserver(mark, { rootMargin: "9999999px 0px -66%" });
      for (const heading of links.keys()) observer.observe(heading);
    }
  }

  // What has been done is said to those who do not see it.
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);

  const cite = document.querySelector(".cite");
  if (cite) {
    const [whole, place] = cite.querySelectorAll("p");
    const places = [...cite.querySelectorAll("p[hidden]")];
    const names = { p: ["para. ", "para. "], t: ["table ", "Table "], f: ["fig. ", "Figure "] };
    const named = (id, style, last = id) => {
      const [, series, number, item] = /^([ptf])([^.]+)(?:\.i(\d+))?$/.exec(id) ?? [];
      if (id !== last && series + last[0] === "pp") return `paras. ${number}\u2013${last.slice(1)}`;
      return number && names[series][style] + number + (item ? ", item " + item : "");
    };
    const move = (p, locator, id) => {
      p.querySelector(".locator").textContent = locator;
      for (const a of p.querySelectorAll("a")) {
        a.hash = id;
        a.textContent = a.href;
      }
    };

    // The address of a paragraph, followed or opened, is what is cited.
    const here = document.createElement("a");
    here.className = "here ui";
    here.href = "#cite";
    here.textContent = cite.querySelector("h2").textContent;
    const follow = () => {
      const id = location.hash.slice(1);
      const block = document.getElementById(id);
      if (!block?.matches(".block, .block li") || !places.length || !named(id, 0)) return;
      places.forEach((p, style) => {
        move(p, named(id, style), id);
        p.hidden = false;
      });
      cite.querySelector(".at").textContent = ` (+ ${named(id, 0)})`;
      block.prepend(here);
    };
    addEventListener("hashchange", follow);
    follow();

    const without = (p) => {
      const clone = p.cloneNode(true);
      clone.hidden = false;
      clone.querySelector("button")?.remove();
      return clone;
    };
    if (navigator.clipboard?.write) {
      for (const p of cite.querySelectorAll("p")) {
        const copy = button(words[3], async () => {
          const clone = without(p);
          const blob = (type, text) => new Blob([text], { type });
          await navigator.clipboard.write([new ClipboardItem({
            "text/plain": blob("text/plain", clone.textContent.trim()),
            "text/html": blob("text/html", clone.outerHTML),
          })]);
          copy.textContent = said.textContent = words[4];
          setTimeout(() => {
            copy.textContent = words[3];
            said.textContent = "";
          }, 1600);
        });
        copy.setAttribute("aria-label", words[3] + ": " + p.closest("div").querySelector("dt").textContent);
        p.append(" ", copy);
      }
    }
    if (navigator.share) {
      cite.querySelector(".share")?.append(", ", button(words[5], () => {
        const { href } = (place?.hidden === false ? place : whole).querySelector("a");
        navigator.share({ title: document.title, url: href }).catch(() => {});
      }));
    }

    // A passage of the text takes its citation along.
    document.addEventListener("copy", (e) => {
      if (getSelection().isCollapsed) return;
      const range = getSelection().getRangeAt(0);
      const start = range.startContainer.parentElement;
      if (!start.closest(".text") || start.closest(".back")) return;
      const quote = document.createElement("blockquote");
      quote.append(range.cloneContents());
      for (const n of quote.querySelectorAll(".num, .here, .anchor, .ref, .back, .mark, .also, [popover]")) n.remove();
      for (const b of quote.querySelectorAll("button")) b.replaceWith(...b.childNodes);
      const ids = [...quote.querySelectorAll(".block[id]")].filter((b) => b.textContent.trim()).map((b) => b.id);
      const id = ids[0] ?? start.closest(".block[id]")?.id;
      for (const n of quote.querySelectorAll("[id]")) n.removeAttribute("id");
      for (const a of quote.querySelectorAll("a")) a.href = a.href;
      const box = document.createElement("div");
      box.className = "unseen";
      box.append(quote);
      document.body.append(box);
      const text = quote.innerText.trim();
      box.remove();
      if (text.length < 60) return;
      const citation = without(id ? place : whole);
      if (id) move(citation, named(id, 0, ids.at(-1)), id);
      e.clipboardData.setData("text/plain", text + "\n\n" + citation.textContent.trim());
      e.clipboardData.setData("text/html", quote.outerHTML + citation.outerHTML);
      e.preventDefault();
    });
  }

  // A note that stands in the margin need not pop up as well.
  document.addEventListener("beforetoggle", (e) => {
    if (wide.matches && e.target.matches?.(".note") && !e.target.closest(".scroll")) e.preventDefault();
  }, true);

  // n and p lead from change to change.
  document.addEventListener("keydown", (e) => {
    const step = /^[np]$/.test(e.key) && !e.ctrlKey && e.target.closest(".change")?.querySelector(`[rel^=${e.key}]`);
    if (!step) return;
    step.click();
    document.getElementById(step.hash.slice(1)).closest(".change-of").querySelector(".steps a").focus();
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });
})();
