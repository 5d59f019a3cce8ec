// How pages of the desk speak with its server: they hear which reading of the sources there is, and send what is
// written. A browser opens six connections to a server and no more, and one that listens is one of them: so one worker
// listens for every page. Where there are no such workers, one page listens and tells the others.
(() => {
  const AGAIN_MS = 1000;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // Tells {start, number} of each reading, {lost: true} where nobody answers, and {closed: true} where another start of
  // the server does not know this browser yet. Goes on for ever.
  async function listen(tell) {
    for (;;) {
      let why = { lost: true };
      try {
        const answer = await fetch("/_akson/events", { cache: "no-store" });
        if (answer.status === 403) why = { closed: true };
        const parts = answer.ok ? answer.body.pipeThrough(new TextDecoderStream()).getReader() : null;
        for (let held = "", part; parts && !(part = await parts.read()).done;) {
          const events = (held + part.value).split("\n\n");
          held = events.pop();
          for (const one of events) tell(JSON.parse(one.replace(/^data: /, "")));
        }
      } catch { /* the server stopped, or is not there yet */ }
      tell(why);
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
    const worker = new SharedWorker("/_akson/server.js", "akson-desk");
    worker.addEventListener("error", otherwise, { once: true });
    worker.port.onmessage = (event) => heard(event.data);
    addEventListener("pagehide", () => worker.port.postMessage("gone"));
    addEventListener("pageshow", (event) => { if (event.persisted) byWorker(heard, otherwise); }, { once: true });
  }

  // Whoever has the lock listens; when that page goes, the next one has it.
  function byTurns(heard) {
    const others = new BroadcastChannel("akson-desk");
    let last = null;
    others.onmessage = ({ data }) => {
      if (!data.asks) heard(data);
      else if (last) others.postMessage(last);
    };
    others.postMessage({ asks: true });
    navigator.locks.request("akson-desk", () => listen((told) => {
      last = told;
      heard(told);
      others.postMessage(told);
    }));
  }

  async function byAsking(heard) {
    for (;;) {
      const told = await fetch("/_akson/now", { cache: "no-store" })
        .then((answer) => (answer.status === 403 ? { closed: true } : answer.json()), () => ({ lost: true }));
      if (told.number !== 0) heard(told);
      await pause(2 * AGAIN_MS);
    }
  }

  // Calls `heard` with what `listen` tells, for as long as the page is there.
  function follow(heard) {
    const without = () => (navigator.locks && self.BroadcastChannel ? byTurns(heard) : byAsking(heard));
    if (self.SharedWorker) byWorker(heard, without);
    else without();
  }

  let token = "";
  async function tokenNow() {
    const answer = await fetch("/_akson/token", { cache: "no-store" });
    return answer.ok ? (await answer.json()).token : "";
  }

  // Sends what is written. A server that started again has another token, which a page that it knows may have.
  async function write(address, value) {
    for (const last of [false, true]) {
      token ||= await tokenNow();
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Akson-Token": token },
        body: JSON.stringify(value),
      });
      if (answer.status !== 403 || last) return answer;
      token = "";
    }
    return undefined;
  }

  self.akson = { follow, write };
})();
