// Looks through a register of resolutions: by board, year, type, outcome and words. Without this script the page has the
// newest, and each year its own pages. What is asked for stands in the address, so that it can be linked.
(() => {
  const form = document.querySelector("form.look");
  if (!form) return;
  const list = document.querySelector("[data-rows]");
  const found = document.querySelector("[data-found]");
  const further = document.querySelector("[data-further]");
  const shape = document.querySelector("[data-row]").content;
  const newest = [...list.childNodes];
  const fields = [...form.querySelectorAll("select, input")];
  const years = form.dataset.years.split(" ");
  const ATONCE = 50;
  const SHORT = 280;
  const files = new Map();
  let asked = 0;
  let left = [];

  // A year's rows are fetched when they are asked for, and once.
  const rowsOf = (year) => {
    if (!files.has(year)) {
      const got = fetch(`${form.dataset.files}${year}.json`).then((answer) => {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
      got.catch(() => files.delete(year));
      files.set(year, got);
    }
    return files.get(year);
  };

  const plain = (text) => text.toLocaleLowerCase(document.documentElement.lang);
  const value = (name) => form.elements[name]?.value.trim() ?? "";

  const holds = (row) => {
    const words = plain(value("ord")).split(/\s+/).filter(Boolean);
    const text = words.length ? plain([row.number, row.title, row.text].filter(Boolean).join(" ")) : "";
    return (
      (!value("org") || row.board === value("org")) &&
      (!value("type") || row.type === value("type")) &&
      (!value("utfall") || row.outcome === value("utfall")) &&
      words.every((word) => text.includes(word))
    );
  };

  const short = (text) => {
    if (text.length <= SHORT) return text;
    const cut = text.slice(0, SHORT + 1);
    return `${cut.slice(0, cut.lastIndexOf(" "))} …`;
  };

  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });

  const barOf = (parts) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const set = (one, values) => Object.entries(values).forEach(([name, held]) => one.setAttribute(name, held));
    set(made, { class: "vote-bar", viewBox: "0 0 1000 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    for (const [side, left, width] of parts) {
      const part = document.createElementNS(made.namespaceURI, "rect");
      set(part, { class: side, x: left, y: 0.4, width, height: 9.2 });
      made.append(part);
    }
    return made;
  };

  const made = ({ row, bars, boards }) => {
    const item = shape.cloneNode(true);
    const part = (name) => item.querySelector(name);
    const lead = (name, target, words) => {
      part(name).href = form.dataset.root + target;
      if (words) part(name).textContent = words;
    };
    const time = document.createElement("time");
    time.dateTime = row.day;
    time.textContent = day.format(new Date(`${row.day}T00:00Z`));
    part(".when").append(time);
    if (row.number) lead("[data-number]", row.address, row.number);
    else part("[data-number]").remove();
    if (form.elements.org) part("[data-board]").textContent = boards[row.board];
    part("[data-type]").textContent = row.type ?? "";
    lead("[data-title]", row.address, row.title);
    if (row.text) part("[data-wording]").textContent = short(row.text);
    else part("[data-wording]").remove();
    if (row.papers) lead("[data-papers]", row.papers);
    else part(".papers").remove();
    // How what came of it is shown, the page says: each is among what can be chosen.
    const came = form.querySelector(`#utfall [value="${row.outcome}"]`);
    part(".tag").classList.add(came?.dataset.tag ?? "tag-attention");
    part(".tag > [aria-hidden]").textContent = came?.dataset.sign ?? "";
    part("[data-result]").textContent = came?.textContent ?? row.outcome;
    const counted = part(".counted");
    if (row.votes) {
      const [inFavour, against, blank] = row.votes;
      counted.textContent = counted.dataset.for.replace("#", inFavour).replace("%", against);
      if (blank) counted.textContent += `, ${blank} ${counted.dataset.blank}`;
      counted.before(barOf(bars[row.votes.join("-")]));
    } else part(".votes").remove();
    return item;
  };

  const more = () => {
    const first = list.children.length;
    list.append(...left.splice(0, ATONCE).map(made));
    further.parentElement.hidden = !left.length;
    return list.children[first];
  };

  const shown = async () => {
    const mine = ++asked;
    if (!fields.some((field) => field.value.trim())) {
      left = [];
      list.replaceChildren(...newest);
      further.parentElement.hidden = true;
      found.textContent = "";
      return;
    }
    try {
      const wanted = value("aar") ? [value("aar")] : years;
      const read = await Promise.all(wanted.map(rowsOf));
      if (mine !== asked) return;
      left = read.flatMap(({ rows, bars, boards }) => [...rows].reverse().filter(holds).map((row) => ({ row, bars, boards })));
      const { one, many, none } = form.dataset;
      found.textContent = left.length === 0 ? none : left.length === 1 ? one : many.replace("#", left.length);
      list.replaceChildren();
      more();
    } catch {
      if (mine === asked) found.textContent = form.dataset.failed;
    }
  };

  // The form as the address says it.
  const read = () => {
    const given = new URLSearchParams(location.search);
    for (const field of fields) {
      field.value = given.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
  };

  const ask = () => {
    const given = new URLSearchParams(fields.filter((one) => one.value.trim()).map((one) => [one.name, one.value.trim()]));
    const query = String(given) && `?${given}`;
    if (location.search !== query) history.pushState(null, "", query || location.pathname);
    shown();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of fields) field.value = "";
    ask();
  });
  further.addEventListener("click", () => {
    const first = more();
    first?.querySelector("a")?.focus();
  });
  addEventListener("popstate", () => {
    read();
    shown();
  });
  form.hidden = false;
  read();
  shown();
})();
