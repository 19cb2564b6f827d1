// The desk of whoever writes: what there is to say of a page beside the page,
// and the way from its text to the file that it is written in.
briefpressPreview.desk = (function () {
  "use strict";

  const failed = document.documentElement.hasAttribute("data-preview-failed");
  const box = document.getElementById("briefpress-preview") || document.createElement("aside");
  const corner = box.querySelector(".corner") || make("div", "corner");
  const alerts = box.querySelector(".alerts") || make("div", "alerts");
  const layer = make("div", "pins");
  const said = make("p", "said");
  said.setAttribute("role", "status");
  corner.append(said);
  if (!failed) {
    box.id = "briefpress-preview";
    box.setAttribute("aria-label", "Preview");
    corner.prepend(alerts);
    box.append(corner, layer);
    document.body.append(box);
  }

  function make(name, className) {
    const e = document.createElement(name);
    e.className = className;
    return e;
  }

  // ---- What is chosen is remembered for all pages, where the browser lets us.

  function recall(name) {
    try {
      return localStorage.getItem("briefpress-" + name) === "yes";
    } catch {
      return chosen[name] === true;
    }
  }

  const chosen = {};
  function remember(name, yes) {
    chosen[name] = yes;
    try {
      localStorage.setItem("briefpress-" + name, yes ? "yes" : "no");
    } catch {} // then as long as this page lasts
  }

  // ---- What the preview knows of the page.

  let known = {file: "", places: [], copies: ""};
  let asking = false;
  let again = false;

  // refresh asks for the newest, and once more where it was called meanwhile.
  async function refresh() {
    again = true;
    if (asking) return;
    asking = true;
    try {
      while (again) {
        again = false;
        const response = await fetch("/_briefpress/source?page=" + encodeURIComponent(here()), {cache: "no-store"});
        if (!response.ok) return;
        known = await response.json();
        if (failed) continue;
        show(known.desk);
        pin(known.pins);
        open(known.saved, known.state.split(".")[0]);
      }
    } catch {
      // The server is away, and tells when it is back.
    } finally {
      asking = false;
    }
  }

  function here() {
    try {
      return decodeURIComponent(location.pathname);
    } catch {
      return location.pathname;
    }
  }

  // ---- The strip. Only what differs is replaced, so that focus, scroll place
  // and what is open stay.

  let desk = null;
  function show(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const next = template.content.querySelector(".desk");
    if (!desk) {
      desk = next;
      desk.open = recall("desk");
      choices();
      desk.addEventListener("toggle", () => remember("desk", desk.open));
      desk.addEventListener("change", ({target}) => remember(target.name, target.checked));
      addEventListener("storage", choices);
      corner.append(desk);
      return;
    }
    for (const part of next.querySelectorAll("[data-part]")) {
      const old = desk.querySelector(`[data-part="${part.dataset.part}"]`);
      if (old.innerHTML === part.innerHTML) continue;
      const focused = old.contains(document.activeElement) && old !== document.activeElement;
      old.replaceChildren(...part.childNodes);
      if (focused) desk.querySelector("summary").focus({preventScroll: true});
    }
  }

  function choices() {
    for (const input of desk.querySelectorAll("input")) input.checked = recall(input.name);
  }

  // ---- Following.

  // follow scrolls to what has changed, where that is wished and none of it is
  // in sight.
  function follow(blocks) {
    const shown = blocks.filter((b) => b.getClientRects().length && !box.contains(b));
    const inSight = (b) => {
      const {top, bottom} = b.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    if (!recall("follow") || !shown.length || shown.some(inSight)) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    shown[0].scrollIntoView({block: "center", behavior: still ? "instant" : "smooth"});
  }

  // open shows the page of what was saved, where that is wished; of several
  // tabs the one in sight does.
  let seen = {};
  function open({count, page}, instance) {
    if (seen.instance !== instance) seen = {instance, count};
    // What cannot be shown yet is waited for.
    if (count === seen.count || !page) return;
    seen.count = count;
    if (page !== here() && recall("open") && document.visibilityState === "visible") location.assign(encodeURI(page));
  }

  // ---- Places.

  const kinds = {title: "h1", summary: ".lede", "key-point": ".glance li", strip: ".strip", block: ".block"};

  // element finds the part of the page that is written at a place.
  function element({id, kind, index}) {
    if (id) return document.getElementById(id);
    return kinds[kind] ? document.querySelector("main")?.querySelectorAll(kinds[kind])[index] : null;
  }

  // place finds where what an element says is written: that of the smallest
  // part around it, and for what is made of the front matter its beginning.
  function place(e) {
    if (!known.file || !e?.closest("main")) return null;
    const parts = new Map();
    for (const p of known.places) {
      const part = element(p);
      if (part) parts.set(part, p);
    }
    for (; e; e = e.parentElement) {
      const found = parts.get(e) || e.matches(".heading") && parts.get(e.querySelector("h1, h2, h3, h4, h5, h6"));
      if (found) return {...found, file: known.file};
    }
    return {file: known.file, line: 1, column: 1};
  }

  let failure = null;
  async function go({file, line, column}) {
    failure?.remove();
    failure = null;
    if (known.copies) return copy(line > 0 ? file + ":" + line : file);
    let why = "";
    try {
      const response = await fetch("/_briefpress/open", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({file, line, column}),
      });
      if (!response.ok) why = await response.text();
    } catch {
      why = "The preview has stopped.";
    }
    if (!why) return say("Opened " + file + (line > 0 ? ":" + line : ""));
    failure = make("p", "failure");
    failure.setAttribute("role", "alert");
    failure.textContent = why.trim();
    said.before(failure);
  }

  async function copy(text) {
    let copied = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Other machines reach the preview by an address that browsers do not trust.
      const area = make("textarea", "unseen");
      area.value = text;
      corner.append(area);
      area.select();
      copied = document.execCommand("copy");
      area.remove();
    }
    say((copied ? "Copied " : "This is ") + text + ". " + known.copies);
  }

  let silence = 0;
  function say(text) {
    clearTimeout(silence);
    said.textContent = text;
    silence = setTimeout(() => said.textContent = "", 8000);
  }

  function asked(event, target) {
    const button = target?.closest?.("#briefpress-preview .where");
    if (!button && event.type === "click" && !getSelection().isCollapsed) return; // a text was marked
    const {file, line, column} = button?.dataset ?? {};
    const at = button ? {file, line: Number(line), column: Number(column)} : event.altKey && place(target);
    if (!at) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    go(at);
  }

  // Before the page hears of it, since browsers save what a link leads to.
  document.addEventListener("click", (event) => asked(event, event.target), true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.altKey) asked(event, document.activeElement);
    if (event.key === "Escape") fold();
  }, true);

  // fold puts away what lies over the page.
  function fold() {
    for (const d of box.querySelectorAll("details.stops[open], details.findings[open]")) away(d);
    if (desk?.open && desk.contains(document.activeElement)) away(desk);
    for (const p of layer.querySelectorAll(".pin:hover, .pin:focus-within")) p.classList.add("hushed");
    failure?.remove();
    failure = null;
  }

  function away(details) {
    const focused = details.contains(document.activeElement);
    details.open = false;
    if (focused) details.querySelector("summary").focus({preventScroll: true});
  }

  // ---- Pins. They lie over the page, which stays as it is; where, says a style
  // sheet of their own, since the policy of the site admits no inline styles.

  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  let pinned = "";

  function pin(html) {
    if (html !== pinned) {
      pinned = html;
      const focused = document.activeElement?.closest?.("#briefpress-preview .pin")?.dataset.place;
      layer.innerHTML = html;
      if (focused) layer.querySelector(`.pin[data-place="${focused}"] > button`)?.focus({preventScroll: true});
    }
    settle();
  }

  function settle() {
    const size = 24;
    const rtl = getComputedStyle(document.body).direction === "rtl";
    const width = document.documentElement.clientWidth;
    const rules = [...layer.children].map((p, i) => {
      const part = element(known.places[p.dataset.place]);
      p.hidden = !part?.getClientRects().length;
      if (p.hidden) return "";
      const edge = part.closest(".note, .block, .heading") || part;
      const {left, right} = edge.getBoundingClientRect();
      const x = rtl ? Math.max(0, left - size - 4) : Math.min(width - size, right + 4);
      p.classList.toggle("start", x < width / 2 || x < width - 400);
      const y = part.getBoundingClientRect().top + scrollY;
      return `#briefpress-preview .pins > :nth-child(${i + 1}) { left: ${x + scrollX}px; top: ${y}px; }`;
    });
    sheet.replaceSync(rules.join("\n"));
  }

  new ResizeObserver(() => layer.firstChild && settle()).observe(document.body);
  for (const left of ["pointerout", "focusout"]) {
    layer.addEventListener(left, ({target, relatedTarget}) => {
      const p = target.closest(".pin");
      if (p && !p.contains(relatedTarget)) p.classList.remove("hushed");
    });
  }

  return {box, alerts, refresh, follow};
})();
