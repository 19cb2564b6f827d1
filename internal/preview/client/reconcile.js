// Making an open page equal to a newer text of it, by changing only what
// differs, so that scroll place, selection, focus, open details and all that
// scripts of the page have added stay.
//
// Three trees are kept apart: the live document; its source, the page as the
// server sent it, before any script touched it; and the newer source. What
// differs between the two sources is carried over to the live document. What
// is in the live document alone belongs to scripts and is left in place.
var briefpressPreview = {};

briefpressPreview.page = (function () {
  "use strict";

  // From a node of the source to the live node that shows it.
  const shownBy = new WeakMap();
  let source = document.cloneNode(true);
  let firstTime = true;
  pair(document, source);
  tidy(source);

  function pair(live, src) {
    shownBy.set(src, live);
    for (let l = live.firstChild, s = src.firstChild; l && s; l = l.nextSibling, s = s.nextSibling) pair(l, s);
  }

  // tidy takes out of a source what depends on how it was parsed: noscript is
  // text or elements, and what follows this script is not there yet when it
  // runs.
  function tidy(doc) {
    for (const e of doc.querySelectorAll("noscript")) e.textContent = "";
    const own = doc.querySelector("script[data-briefpress]");
    while (own && own.nextSibling) own.nextSibling.remove();
  }

  // programs names the scripts of a page that run. They cannot be taken back.
  function programs(doc) {
    return [...doc.querySelectorAll("script")]
      .filter((s) => /^(|module|(text|application)\/javascript)$/i.test(s.type))
      .map((s) => s.getAttribute("src") || s.text).join("\0");
  }

  // show makes the live page equal to html. It returns null where that takes
  // a reload, else what changed: {changed: whether anything did, blocks: the
  // live elements whose text is new}.
  async function show(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    tidy(next);
    if (programs(source) !== programs(next) || !next.body) return null;
    if (firstTime) {
      // A script in the head may have set attributes of the root before the
      // source was taken; they are not the server's.
      firstTime = false;
      const root = source.documentElement;
      for (const a of [...root.attributes]) root.removeAttributeNode(a);
      for (const a of next.documentElement.attributes) root.setAttribute(a.name, a.value);
    }
    if (source.documentElement.isEqualNode(next.documentElement)) return {changed: false, blocks: []};

    const job = {noted: new Set(), sheets: [], gone: new Set(), ...partners(source.body, next.body)};
    const old = source;
    source = next;
    attributes(document.documentElement, old.documentElement, next.documentElement);
    patch(document.head, old.head, next.head, job, true);
    await Promise.race([Promise.all(job.sheets), new Promise((done) => setTimeout(done, 1000))]);
    const hold = place();
    const select = selected();
    patch(document.body, old.body, next.body, job, false);
    for (const o of job.gone) shownBy.get(o)?.remove();
    select();
    hold();
    return {changed: true, blocks: blocks(job)};
  }

  // partners finds the elements with an id that say the same in both sources
  // and in no other place, wherever they stand: a new heading moves what
  // follows it from one section to another.
  function partners(old, next) {
    // Where all stand as they did and one alone differs, none has moved. To see
    // that takes a tenth of the time.
    const before = [...old.querySelectorAll("[id]")];
    const after = [...next.querySelectorAll("[id]")];
    if (before.length === after.length && before.every((e, i) => e.id === after[i].id)) {
      const differ = before.filter((e, i) => !e.isEqualNode(after[i]));
      if (differ.filter((e) => !differ.some((inner) => inner !== e && e.contains(inner))).length < 2) return {was: new Map(), becomes: new Map()};
    }
    function index(body) {
      const all = new Map();
      for (const e of body.querySelectorAll("[id]")) {
        const key = likeness(e);
        if (key) all.set(key, all.has(key) ? null : e);
      }
      return all;
    }
    const olds = index(old);
    const was = new Map();
    const becomes = new Map();
    for (const [key, n] of index(next)) {
      const o = olds.get(key);
      if (!n || !o) continue;
      was.set(n, o);
      becomes.set(o, n);
    }
    return {was, becomes};
  }

  function attributes(live, old, next) {
    for (const a of [...old.attributes]) {
      if (!next.hasAttributeNS(a.namespaceURI, a.localName)) live.removeAttributeNS(a.namespaceURI, a.localName);
    }
    for (const a of next.attributes) {
      if (old.getAttributeNS(a.namespaceURI, a.localName) !== a.value) live.setAttributeNS(a.namespaceURI, a.name, a.value);
    }
  }

  // patch carries the differences of old and next over to live. Nodes of old
  // that are still right move into next, so that next is the source from then
  // on and all its nodes are known. Nothing is removed before all is placed.
  function patch(live, old, next, job, quiet) {
    shownBy.set(next, live);
    if (next.nodeType !== Node.ELEMENT_NODE) {
      live.data = next.data;
      // That a docket counts other words, or a list other briefs, is no news.
      const counts = next.data.replace(/\d/g, "") === old.data.replace(/\d/g, "") && !live.parentElement.closest("[id]:not(main)");
      if (next.nodeType === Node.TEXT_NODE && !quiet && !counts) note(live, job);
      return;
    }
    attributes(live, old, next);

    const olds = [...old.childNodes];
    const nexts = [...next.childNodes];
    const match = matches(olds, nexts, job);
    quiet ||= rewords(olds, nexts, match, job) && alike(old, next);
    const kept = new Set();
    for (const o of match.values()) kept.add(shownBy.get(o));
    for (const o of olds) {
      const l = shownBy.get(o);
      if (!l || kept.has(l) || l.parentNode !== live) continue;
      job.gone.add(o);
      if (o.nodeType === Node.TEXT_NODE && o.data.trim() && !quiet) note(l, job);
    }

    let at = live.firstChild;
    for (const n of nexts) {
      const o = match.get(n) || job.was.get(n);
      let l = o && shownBy.get(o);
      // A script of the page has taken it away.
      if (o && !(l && l.isConnected)) continue;
      while (at && !kept.has(at)) at = at.nextSibling;
      if (!o) {
        l = document.importNode(n, n.localName === "template");
        live.insertBefore(l, at);
        // Around what has only moved, the parts are new, not the whole.
        const whole = n.nodeType !== Node.ELEMENT_NODE || ![...n.querySelectorAll("[id]")].some((e) => job.was.has(e));
        if (n.nodeType === Node.ELEMENT_NODE) patch(l, n.cloneNode(false), n, job, quiet || whole);
        else shownBy.set(n, l);
        if (whole && !quiet) note(l, job);
        continue;
      }
      if (l === at) at = at.nextSibling;
      else if (l.parentNode !== shownBy.get(o.parentNode)); // a script of the page has put it elsewhere
      else if (live.moveBefore) live.moveBefore(l, at);
      else live.insertBefore(l, at);
      job.gone.delete(o);
      if (o.isEqualNode(n)) n.replaceWith(o);
      else if (isSheet(n) && isSheet(o) && o.getAttribute("href") !== n.getAttribute("href")) swap(l, n, job);
      else patch(l, o, n, job, quiet);
    }
  }

  // rewords tells whether an element has itself other words than before, or other
  // parts, and not only parts that have.
  function rewords(olds, nexts, match, job) {
    const taken = new Set(match.values());
    return olds.some((o) => !taken.has(o) && !job.becomes.has(o)) || nexts.some((n) => {
      const o = match.get(n);
      return o ? n.nodeType === Node.TEXT_NODE && n.data !== o.data : !job.was.has(n);
    });
  }

  // note remembers that a live node has a new text, and blocks finds the blocks
  // of all of them when they are in place: to ask for a style in between would
  // have all styles found anew each time.
  function note(node, job) {
    if (node.textContent.trim()) job.noted.add(node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  }

  function blocks(job) {
    const all = new Set();
    for (let e of job.noted) {
      if (!e?.isConnected) continue;
      while (e && e !== document.body && /^(inline|contents)/.test(getComputedStyle(e).display)) e = e.parentElement;
      if (e && e !== document.body) all.add(e);
    }
    return [...all];
  }

  function isSheet(n) {
    return n.localName === "link" && n.relList.contains("stylesheet");
  }

  // swap puts a new style sheet in the place of an old one, which stays until
  // the new one is there: the page is never seen without style.
  function swap(live, next, job) {
    const sheet = document.importNode(next, true);
    shownBy.set(next, sheet);
    job.sheets.push(new Promise((done) => {
      sheet.onload = sheet.onerror = () => {
        live.remove();
        done();
      };
    }));
    live.after(sheet);
  }

  // matches finds for nodes of a newer list those of the old one they are a
  // form of: the same nodes; then those that differ in numbers alone; then
  // those of the same id; then what stands in the same place. What has a partner
  // elsewhere is left to it.
  function matches(olds, nexts, job) {
    const found = new Map();
    const free = new Set(olds);
    function take(n, o) {
      found.set(n, o);
      free.delete(o);
    }
    const short = Math.min(olds.length, nexts.length);
    let head = 0;
    while (head < short && olds[head].isEqualNode(nexts[head])) take(nexts[head], olds[head++]);
    let tail = 0;
    while (tail < short - head && olds.at(-1 - tail).isEqualNode(nexts.at(-1 - tail))) {
      tail++;
      take(nexts.at(-tail), olds.at(-tail));
    }
    for (const o of free) {
      if (job.becomes.has(o)) free.delete(o);
    }
    const rest = [];
    for (const n of nexts.slice(head, nexts.length - tail)) {
      const o = job.was.get(n);
      if (!o) rest.push(n);
      else if (o.parentNode === olds[0]?.parentNode) found.set(n, o);
    }
    // One that is another form of the only other one is most often all there is.
    const [only] = free;
    if (rest.length === 1 && free.size === 1 && only.nodeName === rest[0].nodeName && identity(only) === identity(rest[0])) take(rest[0], only);
    for (const key of [exact, likeness, identity]) {
      const index = new Map();
      for (const o of free) {
        const k = key(o);
        if (k) index.has(k) ? index.get(k).push(o) : index.set(k, [o]);
      }
      for (const n of rest) {
        if (found.has(n)) continue;
        const same = index.get(key(n));
        if (same && same.length) take(n, same.shift());
      }
    }
    for (const n of rest) {
      if (found.has(n)) continue;
      const before = n.previousSibling;
      const o = before ? found.get(before) && found.get(before).nextSibling : olds[0];
      if (o && free.has(o) && o.nodeName === n.nodeName) take(n, o);
    }
    return found;
  }

  function exact(n) {
    return n.outerHTML || n.nodeName + n.data;
  }

  // likeness is what an element says, whatever its number and those of the
  // notes it refers to: inserting a paragraph renumbers what follows.
  function likeness(n) {
    if (n.nodeType !== Node.ELEMENT_NODE || !n.textContent.trim()) return "";
    return n.outerHTML
      .replace(/(<a\b[^>]*\shref="#[^"]*"[^>]*>)[^<]*?\d+[a-z]*(?=<)/g, "$1")
      .replace(/(<button\b[^>]*\spopovertarget="[^"]*"[^>]*>)\d+(?=<)/g, "$1")
      .replace(/\s(id|value|for|popovertarget|aria-[a-z]+|href(?=="#))="[^"]*"/g, "");
  }

  // alike tells whether two elements say the same, whatever their numbers.
  function alike(o, n) {
    const parts = (e) => e.getElementsByTagName("*").length;
    return parts(o) === parts(n) && likeness(n) !== "" && likeness(o) === likeness(n);
  }

  function identity(n) {
    const name = n.id || n.getAttribute?.("aria-labelledby");
    return name && n.nodeName + "#" + name;
  }

  // selected remembers what is selected, and returns a function that selects it
  // again where moving it has undone that.
  function selected() {
    const s = getSelection();
    const {anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed} = s;
    return () => {
      if (isCollapsed || !anchorNode.isConnected || !focusNode.isConnected) return;
      if (s.anchorNode === anchorNode && s.focusNode === focusNode) return;
      const end = (n) => n.nodeType === Node.TEXT_NODE ? n.length : n.childNodes.length;
      s.setBaseAndExtent(anchorNode, Math.min(anchorOffset, end(anchorNode)), focusNode, Math.min(focusOffset, end(focusNode)));
    };
  }

  // place remembers where on the screen the text stands that is being read,
  // and returns a function that brings it there again.
  function place() {
    if (scrollY === 0) return () => {};
    const seen = [];
    for (const e of document.body.querySelectorAll("h1, h2, h3, h4, h5, h6, p, li, dt, dd, tr, figure, pre, blockquote")) {
      const box = e.getBoundingClientRect();
      if (box.height && box.bottom > 0 && box.top < innerHeight && !fixed(e)) seen.push({e, top: box.top});
    }
    // The topmost that begins on the screen; what began above it is being left.
    seen.sort((a, b) => (a.top < 0) - (b.top < 0) || Math.abs(a.top) - Math.abs(b.top));
    document.documentElement.toggleAttribute("data-preview-hold", true);
    return () => {
      const still = seen.find(({e}) => e.isConnected && e.getClientRects().length);
      // Windows scroll by whole pixels, and text is drawn at the nearest: what
      // must stay is the pixel.
      const pixel = (y) => Math.round(y * devicePixelRatio);
      const top = still && (pixel(still.e.getBoundingClientRect().top) - pixel(still.top)) / devicePixelRatio;
      if (top) scrollBy({top, behavior: "instant"});
      requestAnimationFrame(() => document.documentElement.removeAttribute("data-preview-hold"));
    };
  }

  // fixed tells whether an element does not move with the page.
  function fixed(e) {
    for (; e && e !== document.body; e = e.parentElement) {
      if (/^(fixed|sticky)$/.test(getComputedStyle(e).position)) return true;
    }
    return false;
  }

  return {show};
})();
