// What is typed in a form and not saved yet, kept in the browser until it is: a server that stops, or a browser that
// is closed, takes nothing with it. Each page keeps its own, and who opens the file next gets what a page left that is
// there no more. What was saved or dropped is not kept, and nothing longer than two weeks.
(() => {
  const HEAD = "akson-form:";
  const LONGEST_MS = 14 * 24 * 60 * 60 * 1000;

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
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
  async function open(archive, file) {
    for (const name of names(HEAD)) {
      if (!(Date.now() - read(name)?.at < LONGEST_MS)) localStorage.removeItem(name);
    }
    const start = `${HEAD}${archive}:${file}:`;
    // A page that is loaded again has what it had. The page before it may still be about to go.
    const own = start + (sessionStorage.getItem("akson-page") || crypto.randomUUID());
    let name = own;
    if (navigator.locks && !(await held(own, AbortSignal.timeout(1000)))) {
      name = start + crypto.randomUUID();
      await held(name);
    }
    if (navigator.locks && !read(name)) {
      for (const left of names(start)) {
        if (left !== name && await held(left)) { name = left; break; }
      }
    }
    sessionStorage.setItem("akson-page", name.slice(start.length));
    return {
      found: read(name),
      keep(what) {
        try {
          localStorage.setItem(name, JSON.stringify({ ...what, at: Date.now() }));
        } catch { /* more than the browser keeps: then it is on the page alone */ }
      },
      drop() { localStorage.removeItem(name); },
    };
  }

  self.akson.kept = { open };
})();
