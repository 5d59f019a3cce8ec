// The editors' desk, on every page that it serves: follows what is written, and says what is wrong with it.
(() => {
  const known = JSON.parse(document.querySelector("meta[name=akson-desk]").content);
  const words = known.words;
  const frame = document.querySelector("iframe[data-paper]");
  const remembered = "akson-desk-place";
  let reading = known.reading;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // ---- the bar ----

  const bar = element("aside", `akson-bar akson-${known.edition}`);
  bar.setAttribute("aria-label", words.desk);
  const edition = element("p", "akson-edition", known.edition === "public" ? words.public : words.members);
  const links = element("p", "akson-links");
  const count = element("button", "akson-count");
  count.type = "button";
  count.hidden = true;
  bar.append(edition, links, count);

  function link(text, address) {
    const made = element("a", "", text);
    made.href = akson.at(address);
    links.append(made);
    return made;
  }
  if (frame) link(words.page, frame.dataset.paper.replace(/[^/]*$/, ""));
  // Beside the form, the page is only looked at.
  const alone = window === window.top;
  if (known.edit && alone) link(words.edit, known.edit);
  if (known.meetings && !known.edit && alone) link(words.meetings, known.meetings);
  for (const [name, address] of Object.entries(known.papers)) link(words[name], address);
  const path = known.path.replace(/index\.html$/, "");
  const other = known.edition === "public" ? "members" : "public";
  const there = frame
    ? `/_akson/view/${other === "members" ? "members/" : ""}${frame.dataset.paper.replace(/^\/(_akson\/members\/)?/, "")}`
    : (other === "members" ? `/_akson/members/${path}` : `/${path}`);
  const turn = link(words[`to_${other}`], there);
  turn.addEventListener("click", () => { turn.href = akson.at(there) + location.hash; });

  // What is redacted in a PDF is marked on its pages. A page that follows what is written has its own words alone.
  function marks() {
    if (!known.redact || !alone || frame) return;
    for (const one of document.querySelectorAll("main a[href*='/attachments/'][href$='.pdf' i], main a[href^='attachments/'][href$='.pdf' i]")) {
      if (one.nextElementSibling?.classList.contains("akson-mark")) continue;
      const file = decodeURIComponent(new URL(one.href).pathname.split("/attachments/")[1]);
      const made = element("a", "akson-mark", words.redact);
      made.href = akson.at(`${known.redact}?attachment=${encodeURIComponent(file)}`);
      made.setAttribute("aria-label", `${words.redact}: ${one.textContent.trim()}`);
      one.after(" ", made);
    }
  }
  marks();
  document.addEventListener("akson:changed", marks);

  // ---- what is wrong ----

  const over = element("section", "akson-problems");
  over.setAttribute("aria-labelledby", "akson-problems-title");
  over.hidden = true;
  const title = element("h2");
  title.id = "akson-problems-title";
  title.tabIndex = -1;
  const hide = element("button", "akson-hide", words.hide);
  hide.type = "button";
  const stays = element("p", "akson-stays", words.stays);
  const list = element("ol");
  over.append(title, hide, stays, list);
  const announcer = element("p", "akson-said");
  announcer.setAttribute("role", "status");
  hide.addEventListener("click", () => { over.hidden = true; count.focus(); });
  count.addEventListener("click", () => { over.hidden = !over.hidden; if (!over.hidden) title.focus(); });
  over.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { over.hidden = true; count.focus(); event.stopPropagation(); }
  });

  function counted(found, one, many) {
    return found === 1 ? words[one] : words[many].replace("{n}", found);
  }

  const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.?!]$/.test(text) ? "" : ".");

  function problem(one) {
    const made = element("li", "akson-problem");
    made.append(element("p", "akson-message", sentence(one.message)));
    if (one.hint) made.append(element("p", "akson-hint", sentence(one.hint)));
    made.append(element("p", "akson-where", `${one.file}, ${words.line} ${one.line}`));
    if (one.lines.length) {
      const lines = element("pre");
      lines.tabIndex = 0;
      for (const [at, text] of one.lines) {
        const row = element("span", at === one.line ? "akson-line akson-here" : "akson-line");
        row.append(element("span", "akson-number", String(at).padStart(4)));
        if (at === one.line && one.column <= text.length) {
          const end = one.end > one.column ? one.end - 1 : text.length;
          row.append(text.slice(0, one.column - 1), element("mark", "", text.slice(one.column - 1, end)), text.slice(end));
        } else {
          row.append(text);
        }
        lines.append(row, "\n");
      }
      made.append(lines);
    }
    return made;
  }

  let told = "";
  function tell(found) {
    const errors = found.errors.length, warnings = found.warnings.length;
    const summary = [
      errors ? counted(errors, "error", "errors") : "", warnings ? counted(warnings, "warning", "warnings") : "",
    ].filter(Boolean).join(", ");
    count.textContent = summary;
    count.hidden = !summary;
    count.classList.toggle("akson-bad", errors > 0);
    title.textContent = summary;
    stays.hidden = !errors;
    list.replaceChildren(...found.errors.map(problem), ...found.warnings.map(problem));
    const now = JSON.stringify(found.errors);
    if (now !== told) {
      // What is wrong anew comes forward; warnings wait until they are asked for. Beside the form, that tells it.
      over.hidden = !errors || !alone;
      announcer.textContent = errors ? `${summary}: ${found.errors[0].message}` : "";
      told = now;
    }
    if (!summary) over.hidden = true;
  }

  async function problems() {
    const answer = await fetch(akson.at("/_akson/problems"));
    if (answer.ok) tell(await answer.json());
  }

  // ---- following what is written ----

  const runtime = (name, node) =>
    (name === "hidden" && node.matches("[data-present]")) || (name === "open" && node.matches("details"));

  async function follow() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    const text = await answer.text();
    if (answer.status === 403) return undefined;
    if (answer.redirected) return location.reload();
    const next = new DOMParser().parseFromString(text, "text/html");
    const [main, fresh] = [document.querySelector("main"), next.querySelector("main")];
    const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet]")]
      .map((one) => one.getAttribute("href").split("?")[0].split("/").pop()).join();
    if (!main || !fresh || sheets(document) !== sheets(next)) return location.reload();
    const top = scrollY;
    document.title = next.title;
    for (const part of ["header", "main", "footer"]) {
      const [old, now] = [document.querySelector(part), next.querySelector(part)];
      if (old && now) {
        Idiomorph.morph(old, now, {
          ignoreActiveValue: true,
          callbacks: { beforeAttributeUpdated: (name, node) => !runtime(name, node) },
        });
      }
    }
    document.dispatchEvent(new Event("akson:changed"));
    scrollTo(0, top);
    for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) {
      const address = new URL(sheet.href);
      if (!address.pathname.includes("/_akson/desk")) {
        const text = await fetch(address, { cache: "reload" }).then((one) => one.text());
        if (sheet.dataset.text !== undefined && sheet.dataset.text !== text) {
          address.searchParams.set("reading", reading.number);
          sheet.setAttribute("href", address.pathname + address.search);
        }
        sheet.dataset.text = text;
      }
    }
  }

  let drawn = "";
  async function paper() {
    const answer = await fetch(akson.at(frame.dataset.paper));
    if (answer.status === 422) return tell(await answer.json());
    if (!answer.ok) return undefined;
    const key = answer.headers.get("etag");
    if (key !== drawn) {
      drawn = key;
      frame.src = `${akson.at(frame.dataset.paper)}?issue=${encodeURIComponent(key)}`;
      document.documentElement.dataset.aksonPaper = key;
    }
    return problems();
  }

  let busy = Promise.resolve();
  function changed(now) {
    if (now.number === reading.number && now.start === reading.start) return;
    reading = now;
    busy = busy.then(frame ? paper : () => follow().then(problems)).catch(() => {});
    busy.then(() => { document.documentElement.dataset.aksonReading = now.number; });
  }

  akson.follow((told) => {
    const gone = told.lost || told.closed;
    bar.classList.toggle("akson-lost", Boolean(gone));
    edition.textContent = gone ? words[told.lost ? "lost" : "closed"]
      : known.edition === "public" ? words.public : words.members;
    if (!gone) changed(told);
  });
  addEventListener("pagehide", () => {
    sessionStorage.setItem(remembered, JSON.stringify([location.pathname, scrollY]));
  });

  document.body.append(over, bar, announcer);
  // The page ends above the bar, however many lines that has.
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--akson-bar", `${bar.offsetHeight}px`);
  }).observe(bar);
  const [was, top] = JSON.parse(sessionStorage.getItem(remembered) || "[]");
  if (was === location.pathname && !location.hash && performance.getEntriesByType("navigation")[0]?.type === "reload") scrollTo(0, top);
  for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) {
    const address = new URL(sheet.href);
    if (!address.pathname.includes("/_akson/desk")) {
      fetch(address).then((one) => one.text()).then((text) => { sheet.dataset.text = text; });
    }
  }
  if (frame) paper(); else problems();
})();
