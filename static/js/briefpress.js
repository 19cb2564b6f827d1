// Every page reads without this script: it adds a theme switch, marks the section being read
// where the browser does not, copies the address of a paragraph, and opens lists for print.
(() => {
  "use strict";
  const root = document.documentElement;
  const wide = matchMedia("(min-width: 75em)");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
  const toggle = document.createElement("button");
  const name = () => toggle.textContent = isDark() ? "Light" : "Dark";
  toggle.type = "button";
  toggle.className = "theme";
  toggle.title = "Change the colours of this site";
  toggle.onclick = () => {
    const theme = isDark() ? "light" : "dark";
    const own = (theme === "dark") === dark.matches; // what the reader's system says anyway
    if (own) delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (own) localStorage.removeItem("theme");
      else localStorage.setItem("theme", theme);
    } catch {} // storage may be forbidden: the choice then lasts as long as the page
    name();
  };
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

  // A click on a number goes to the paragraph, as without script, and takes its address along.
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);
  document.addEventListener("click", async (e) => {
    const a = e.target.closest?.(".num, .anchor");
    if (!a || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    try {
      await navigator.clipboard.writeText(a.href);
    } catch {
      return;
    }
    a.dataset.copied = "";
    said.textContent = "Link copied";
    setTimeout(() => {
      delete a.dataset.copied;
      said.textContent = "";
    }, 1600);
  });

  // A note that stands in the margin need not pop up as well.
  document.addEventListener("beforetoggle", (e) => {
    if (wide.matches && e.target.matches?.(".note") && !e.target.closest(".scroll")) e.preventDefault();
  }, true);

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const d of opened) d.open = true;
  });
  addEventListener("afterprint", () => {
    for (const d of opened) d.open = false;
  });
})();
