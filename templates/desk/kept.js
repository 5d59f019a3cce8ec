// What is typed in a form and not saved yet, kept in the browser until it is: a server that stops, or a browser that
// is closed, takes nothing with it. Each page keeps its own, and who opens the file next gets what a page left that is
// there no more. What was saved or dropped is not kept, and nothing longer than two weeks. It is kept in cipher: what
// else is served at this port some day is not ours, and could read it.
(() => {
  const HEAD = "akson-form:";
  const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;

  function stored(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const text = (given) => btoa(Array.from(new Uint8Array(given), (one) => String.fromCharCode(one)).join(""));

  async function read(name, key) {
    const held = stored(name);
    try {
      const open = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(held.iv) }, key, bytes(held.data));
      return JSON.parse(new TextDecoder().decode(open));
    } catch {
      return null;
    }
  }

  async function sealed(what, key) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(what)));
    return JSON.stringify({ iv: text(iv), data: text(data), at: Date.now() });
  }

  const names = (start) => Object.keys(localStorage).filter((name) => name.startsWith(start));

  // Holds a name for as long as the page is there; false where another page has it.
  function held(name, signal) {
    return new Promise((answer) => {
      navigator.locks.request(name, signal ? { signal } : { ifAvailable: true }, (lock) => {
        answer(Boolean(lock));
        return lock ? new Promise(() => {}) : undefined;
      }).catch(() => answer(false));
    });
  }

  // The place that this page keeps a file's text at, and what is there from before.
  async function open(place, secret) {
    const key = await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
    for (const name of names(HEAD)) {
      const held = stored(name);
      if (!held?.iv || !(Date.now() - held.at < LONGEST_MS)) localStorage.removeItem(name);
    }
    const start = `${HEAD}${place}:`;
    // A page that is loaded again has what it had. The page before it may still be about to go.
    const own = start + (sessionStorage.getItem("akson-page") || crypto.randomUUID());
    let name = own;
    if (navigator.locks && !(await held(own, AbortSignal.timeout(1000)))) {
      name = start + crypto.randomUUID();
      await held(name);
    }
    if (navigator.locks && !stored(name)) {
      for (const left of names(start)) {
        if (left !== name && await held(left)) { name = left; break; }
      }
    }
    sessionStorage.setItem("akson-page", name.slice(start.length));
    // One after the other: what is dropped stays so.
    let last = Promise.resolve();
    const next = (then) => { last = last.then(then).catch(() => {}); };
    return {
      found: await read(name, key),
      keep(what) {
        // More than the browser keeps is on the page alone.
        next(async () => localStorage.setItem(name, await sealed(what, key)));
      },
      drop() { next(() => localStorage.removeItem(name)); },
    };
  }

  self.akson.kept = { open };
})();
