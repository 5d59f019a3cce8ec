// How pages of the desk speak with its server: they hear which reading of the sources there is, and send what is
// written. A browser opens six connections to a server and no more, and one that listens is one of them: so one worker
// listens for every page. Where there are no such workers, one page listens and tells the others.
//
// When the server has stopped, somebody else's program may listen at its port. So a page heeds only the start of the
// server that it was served by: nobody else knows what that is called, and every start has addresses of its own. A page
// whose start is over waits until another page of the same archive was opened by the new address, and goes on there.
(() => {
  const AGAIN_MS = 1000;
  const THERE = "akson-desk";
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const script = self.document?.currentScript;
  let root = new URL("..", script ? script.src : location.href).pathname;
  let start = script?.dataset.start;

  // An address of the server, from one that begins at its root.
  const at = (address) => root + address.replace(/^\//, "");

  // Tells {start, number} of each reading, {lost: true} where nobody answers, and {closed: true} where the server is
  // another start, which is the end of it.
  async function listen(tell) {
    for (;;) {
      let why = { lost: true };
      try {
        const answer = await fetch(at("/_akson/events"), { cache: "no-store" });
        if (answer.status === 403) why = { closed: true };
        const parts = answer.ok ? answer.body.pipeThrough(new TextDecoderStream()).getReader() : null;
        for (let held = "", part; parts && !(part = await parts.read()).done;) {
          const events = (held + part.value).split("\n\n");
          held = events.pop();
          for (const one of events) tell(JSON.parse(one.replace(/^data: /, "")));
        }
      } catch { /* the server stopped, or is not there yet */ }
      tell(why);
      if (why.closed) return;
      await pause(AGAIN_MS);
    }
  }

  if (typeof SharedWorkerGlobalScope !== "undefined") {
    const pages = new Set();
    let last = null;
    self.addEventListener("connect", (event) => {
      const [page] = event.ports;
      page.onmessage = () => pages.delete(page);
      pages.add(page);
      if (last) page.postMessage(last);
    });
    listen((told) => {
      last = told;
      for (const page of pages) page.postMessage(told);
    });
    return;
  }

  function byWorker(heard, otherwise) {
    const worker = new SharedWorker(at("/_akson/server.js"), THERE);
    worker.addEventListener("error", otherwise, { once: true });
    worker.port.onmessage = (event) => heard(event.data);
    addEventListener("pagehide", () => worker.port.postMessage("gone"));
    addEventListener("pageshow", (event) => { if (event.persisted) byWorker(heard, otherwise); }, { once: true });
  }

  // Whoever has the lock listens; when that page goes, the next one has it.
  function byTurns(heard) {
    const others = new BroadcastChannel(THERE + root);
    let last = null;
    others.onmessage = ({ data }) => {
      if (!data.asks) heard(data);
      else if (last) others.postMessage(last);
    };
    others.postMessage({ asks: true });
    navigator.locks.request(THERE + root, () => listen((told) => {
      last = told;
      heard(told);
      others.postMessage(told);
    }));
  }

  async function byAsking(heard) {
    for (let told = {}; !told.closed;) {
      told = await fetch(at("/_akson/now"), { cache: "no-store" })
        .then((answer) => (answer.status === 403 ? { closed: true } : answer.json())).catch(() => ({ lost: true }));
      if (told.number !== 0) heard(told);
      await pause(2 * AGAIN_MS);
    }
  }

  function opened() {
    try {
      return JSON.parse(localStorage.getItem(THERE)) ?? {};
    } catch {
      return {};
    }
  }

  // Waits for a page of another start, and has this one go on as a page of that.
  async function moved() {
    let there = opened();
    for (; there.root === root || there.archive !== script.dataset.archive; there = opened()) await pause(AGAIN_MS);
    for (const one of document.querySelectorAll("a[href]")) {
      const address = one.getAttribute("href");
      if (address.startsWith(root)) one.setAttribute("href", there.root + address.slice(root.length));
    }
    history.replaceState(history.state, "", there.root + location.href.slice(location.origin.length + root.length));
    ({ root, start } = there);
  }

  // Calls `heard` with what `listen` tells, for as long as the page is there.
  function follow(heard) {
    const mine = start;
    let over = false;
    const known = (told) => {
      if (over) return;
      over = told.closed || (told.start ?? mine) !== mine;
      heard(over ? { closed: true } : told);
      if (over) moved().then(() => follow(heard));
    };
    const without = () => (navigator.locks && self.BroadcastChannel ? byTurns(known) : byAsking(known));
    if (self.SharedWorker) byWorker(known, without);
    else without();
  }

  // For a page that edits a file, as long as it is there: keys are `keyed`, whoever leaves it `isDirty` is asked, and what is
  // heard of the server is told as how it is `away`; a file that was read anew is fetched by `refresh`, and what `isWaiting`
  // for that is saved. Gives what ends it.
  function edit({ keyed, isDirty, away, refresh, isWaiting, save }) {
    const leaving = (event) => { if (isDirty()) event.preventDefault(); };
    addEventListener("keydown", keyed);
    addEventListener("beforeunload", leaving);
    let last = "";
    follow(async (heard) => {
      away(heard.lost ? "lost" : heard.closed ? "closed" : "");
      const reading = `${heard.start} ${heard.number}`;
      // The first one too: the file may have changed since the page was drawn, before anybody listened.
      if (heard.lost || heard.closed || reading === last) return;
      last = reading;
      await refresh().catch(() => {});
      if (isWaiting()) save();
    });
    return () => { removeEventListener("keydown", keyed); removeEventListener("beforeunload", leaving); };
  }

  // Sends what is written, to the start of the server that the page knows and to nobody else.
  async function write(address, value) {
    const now = await fetch(at("/_akson/now"), { cache: "no-store" });
    if (!now.ok || (await now.json()).start !== start) return new Response(null, { status: 403 });
    return fetch(at(address), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
    });
  }

  localStorage.setItem(THERE, JSON.stringify({ root, start, archive: script.dataset.archive }));
  self.akson = { at, edit, follow, write };
})();
