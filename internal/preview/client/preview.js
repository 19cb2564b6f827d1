// The preview in the browser: hears of every new state of the site, brings the
// open page up to date and shows what is wrong.
(function () {
  "use strict";

  const root = document.documentElement;
  const failed = root.hasAttribute("data-preview-failed"); // there is no page behind the problems
  let updates = 0;
  root.dataset.previewUpdates = updates;

  // ---- The page.

  let shown = ""; // the state that the page is known to show
  let wanted = ""; // the newest state heard of
  let busy = false;

  async function refresh() {
    if (busy) return;
    busy = true;
    try {
      while (shown !== wanted) {
        const state = wanted;
        await update(state);
        shown = root.dataset.previewState = state;
        briefpressPreview.desk.refresh();
      }
    } catch {
      // The server is away. The next state, after it is back, differs from shown.
      shown = "";
    } finally {
      busy = false;
    }
  }

  // What the stream tells of this page, which spares to ask for it: its text,
  // as it is in a state.
  let page = "";
  let pageOf = "";

  let last = "";
  async function update(state) {
    if (!failed && page && pageOf === state) return show(page);
    const response = await fetch(location.pathname + location.search, {cache: "no-cache"});
    const html = await response.text();
    const isPage = /^text\/html\b/.test(response.headers.get("Content-Type"));
    if (failed ? response.status < 500 : response.redirected || !isPage) return location.reload();
    if (failed) {
      tell(new DOMParser().parseFromString(html, "text/html").querySelector("#briefpress-preview .alerts").innerHTML);
    }
    if (response.status < 500) return show(html);
  }

  async function show(html) {
    if (html === last) return;
    last = html;
    // Where the page cannot be reconciled, it is loaded anew.
    const result = await briefpressPreview.page.show(html).catch(console.error);
    if (!result) return location.reload();
    if (!result.changed) return;
    root.dataset.previewUpdates = ++updates;
    result.blocks.forEach(flash);
    briefpressPreview.desk.follow(result.blocks);
  }

  let outlines = []; // that show still
  function flash(block) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const line = {outline: "2px solid #e0a000", outlineOffset: "4px"};
    outlines = outlines.filter(({around, fading}) => {
      const again = around.contains(block) || block.contains(around);
      if (again) fading.cancel();
      return !again && fading.playState === "running";
    });
    // As long as it only stands there, the browser draws nothing and is free for
    // the next change.
    const fading = block.animate([line, still ? line : {...line, outlineColor: "transparent"}], {delay: 1500, duration: 500, fill: "backwards"});
    outlines.push({around: block, fading});
  }

  // ---- Problems.

  const {box, alerts} = briefpressPreview.desk;
  let told = null;
  function tell(html) {
    if (html === told) return;
    told = html;
    const focused = alerts.contains(document.activeElement);
    alerts.innerHTML = html;
    if (focused) alerts.querySelector("summary")?.focus({preventScroll: true});
  }

  let bar = null;
  let timer = 0;
  function connected(yes) {
    clearTimeout(timer);
    if (yes) {
      bar?.remove();
      bar = null;
    } else if (!bar) {
      timer = setTimeout(() => {
        bar = document.createElement("p");
        bar.id = "briefpress-offline";
        bar.setAttribute("role", "status");
        box.append(bar);
        bar.textContent = "The preview has stopped. This page is no longer up to date.";
      }, 500);
    }
  }

  // ---- The stream. Browsers open six connections to a host at most, so all
  // tabs share the stream of one of them, which holds a lock as long as it lives.

  const others = typeof BroadcastChannel === "function" ? new BroadcastChannel("briefpress-preview") : null;
  let leads = false;
  let news = null;

  let heard = {};
  function hear(message, text) {
    connected(message.connected);
    if (!message.state) return;
    const {instance, generation, html} = message.state;
    // Answers may overtake one another.
    if (instance === heard.instance && generation < heard.generation) return;
    heard = message.state;
    // What a page that holds only problems says is its own affair.
    if (!failed) tell(html);
    wanted = instance + "." + generation;
    pageOf = text ? wanted : "";
    if (typeof text === "string") page = text;
    refresh();
  }

  function lead() {
    leads = true;
    const stream = new EventSource("/_briefpress/events?page=" + encodeURIComponent(location.pathname));
    const spread = (message, text) => {
      news = message;
      others?.postMessage(message);
      hear(message, text);
    };
    stream.onmessage = (event) => {
      const [state, text] = event.data.split("\n").map((line) => JSON.parse(line));
      spread({connected: true, state}, text);
    };
    stream.onerror = () => {
      spread({connected: false});
      // A browser gives up for ever when the answer is not a stream.
      if (stream.readyState !== EventSource.CLOSED) return;
      setTimeout(lead, 1000);
    };
  }

  if (others) {
    others.onmessage = ({data}) => {
      if (data !== "what news?") hear(data);
      else if (leads && news) others.postMessage(news);
    };
  }
  if (others && navigator.locks) {
    navigator.locks.request("briefpress-preview", () => new Promise(lead)).catch(lead);
    others.postMessage("what news?");
  } else {
    lead();
  }

  // A tab that slept may have missed something.
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const response = await fetch("/_briefpress/state", {cache: "no-store"});
      if (response.ok) hear({connected: true, state: await response.json()});
    } catch {
      connected(false);
    }
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
})();
