// Searches the site, in the browser: the words are sent nowhere. Pagefind finds; what is shown first, and what is left
// out, is decided here, by lists that lie beside its indexes. Without this script the page leads to the boards' pages.
const page = document.querySelector("[data-search]");
const at = (name) => page.querySelector(`[data-${name}]`);
const [ask, told, list, more, narrow, without, failed] = [
  "ask", "told", "found", "more", "narrow", "without", "failed",
].map(at);
const field = ask.querySelector("input");
const boxes = (name) => [...narrow.querySelectorAll(`input[name="${name}"]`)];
const root = new URL(page.dataset.root, location.href);
const indexes = new URL(page.dataset.indexes, location.href);
const AT_ONCE = 10;
const words = {
  nb: "hva hvem hvor når hvordan hvorfor hvilke hvilken er ble blir var om i på av til for fra og eller med som det den de et en ei å har hadde skal vil kan når",
  nn: "kva kven kvar når korleis kvifor kva er blei blir var om i på av til for frå og eller med som det den dei eit ein ei å har hadde skal vil kan",
  en: "what who where when how why which is was were be about in on of to for from and or with as that the a an has had shall will can did do does",
};
const small = new Set((words[document.documentElement.lang] || "").split(" "));
const kinds = boxes("kind").map((one) => one.value);
const weight = { item: 9, meeting: 7, resolution: 8, board: 8, minutes: 6, slide: 5, file: 1 };

// As numbers are compared: "18/2020" and "18-20" are 18/20.
const numbered = (text) => text.toLowerCase().replace(/(\d{1,5})[/-](?:(?:19|20)(?=\d\d))?(\d\d)(?!\d)/g, "$1/$2");
const bare = (text) => text.normalize("NFC").toLowerCase().replace(/[^\p{L}\p{N}/]+/gu, " ").trim();

// What a word begins with, and its other forms: without signs above letters, as the lists have them.
const began = (word) => {
  const letters = word.normalize("NFD").replace(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
  return letters.slice(0, /\d/.test(letters) ? 7 : Math.min(5, Math.max(3, letters.length - 2)));
};

let loading;
const load = () => (loading ??= (async () => {
  const pagefind = await import(new URL("boards/pagefind.js", indexes));
  const ranking = { termSimilarity: 4, pageLength: 0.3, metaWeights: { title: 5, where: 0.1, more: 0.4 } };
  await pagefind.options({ basePath: new URL("boards/", indexes).pathname, excerptLength: 26, ranking });
  await pagefind.init();
  const records = new Map();
  let isWhole = true;
  const listed = async (folder, board) => {
    const answer = await fetch(new URL(`${folder}/records.json`, indexes));
    if (!answer.ok) throw new Error(answer.status);
    const held = await answer.json();
    const begins = held.begins.split(" ");
    const known = new Set(begins);
    // Whether anything there has a word, or another of its forms.
    const says = (word) => {
      const begin = began(word);
      return !begin || known.has(begin) || begins.some((other) => other.startsWith(begin));
    };
    for (const [id, kind, address, title, day, numbers] of held.records) {
      const one = { kind, address, title, numbers, day, says, board: board || address.split("/").at(-2), year: day.slice(0, 4) };
      records.set(id, [...(records.get(id) || []), one]);
    }
  };
  const folders = boxes("board").flatMap((one) =>
    one.dataset.folders.split(" ").filter(Boolean).map((folder) => [folder, one.value]));
  await listed("boards", "");
  await Promise.all(folders.map(async ([folder, board]) => {
    try {
      await listed(folder, board);
      await pagefind.mergeIndex(new URL(`${folder}/`, indexes).pathname, { language: page.dataset.language, excerptLength: 26, ranking });
    } catch {
      isWhole = false;
    }
  }));
  return { pagefind, records, isWhole: () => isWhole };
})());

// What was asked, apart: words to look for, numbers, and words that say what kind of thing is meant.
const understood = (text) => {
  const exact = /^\s*["«“].+["»”]\s*$/.test(text);
  const plain = numbered(text).replace(/["«»“”?!,;]/g, " ");
  const every = plain.split(/\s+/).map((one) => one.replace(/\.+$/, "")).filter(Boolean);
  const left = every.filter((one) => !small.has(one));
  const asked = left.length ? left : every;
  const meant = boxes("kind").filter((one) => asked.includes(one.dataset.word)).map((one) => one.value);
  const kindWords = boxes("kind").map((one) => one.dataset.word);
  const numbers = asked.filter((one) => /\d/.test(one)).flatMap((one) => {
    const before = asked[asked.indexOf(one) - 1] || "";
    return [one, before + one];
  });
  return { exact, every, words: asked, of: asked.filter((one) => !kindWords.includes(one)), numbers, meant };
};

// What has all of some words. Where an index has a word in no form, Pagefind takes the beginning of it for the whole, or
// another word that it begins with: what it finds there is left out.
const having = async (some, { pagefind, records }, exact) => {
  const { results } = await pagefind.search(exact ? `"${some.join(" ")}"` : some.join(" "));
  return results.flatMap((result) => {
    const those = (records.get(result.id) || []).filter((one) => some.every(one.says));
    // Pagefind forgets what a result says when nobody holds the result itself any more.
    return those.length ? [{ ...result, those, held: result }] : [];
  });
};

// One record for each address, the one that suits best first.
const ranked = (results, asked) => {
  const top = Math.max(...results.map((one) => one.score), 1e-9);
  const wanted = bare(asked.of.join(" "));
  const wantedWords = wanted.split(" ").filter(Boolean);
  const found = new Map();
  for (const result of results) {
    for (const one of result.those) {
      const title = bare(one.title);
      const said = title.split(" ");
      const inTitle = wantedWords.filter((word) => said.some((other) => other.startsWith(word.slice(0, Math.max(4, word.length - 2))))).length;
      let score = 20 * (result.score / top) + weight[one.kind];
      if (wanted && (title === wanted || one.numbers.some((name) => bare(name) === wanted))) score += 500;
      else if (wantedWords.length && inTitle === wantedWords.length && one.title) score += 40;
      else if (wantedWords.length) score += 20 * (inTitle / wantedWords.length);
      if (one.numbers.some((number) => asked.numbers.includes(number))) score += 1000;
      else if (asked.numbers.some((number) => one.numbers.some((other) => other.endsWith(number) && /\D$/.test(other.slice(0, -number.length))))) score += 800;
      if (asked.meant.includes(one.kind)) score += 60;
      const before = found.get(one.address);
      const now = { ...one, result, score: Math.round(score * 2) / 2 + (result.share || 0) * 100 };
      if (!before || before.score < now.score || (before.score === now.score && before.day < now.day)) found.set(one.address, now);
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score || b.day.localeCompare(a.day) || a.address.localeCompare(b.address));
};

const find = async (text) => {
  const loaded = await load();
  const asked = understood(text);
  if (asked.exact) return { all: true, found: ranked(await having(asked.every, loaded, true), asked) };
  for (const tried of [asked.words, asked.of]) {
    const results = tried.length ? await having(tried, loaded) : [];
    if (results.length) return { all: true, found: ranked(results, asked) };
  }
  if (asked.of.length < 2) return { all: true, found: [] };
  // Nothing has all the words: what has most of them.
  const shares = new Map();
  for (const word of asked.of) {
    for (const result of await having([word], loaded)) {
      const before = shares.get(result.id) || { ...result, score: 0, share: 0 };
      shares.set(result.id, { ...before, score: before.score + result.score, share: before.share + 1 / asked.of.length });
    }
  }
  return { all: false, found: ranked([...shares.values()], asked) };
};

// ---- what is shown ----

const made = (tag, name, text) => {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
};

// Of an excerpt the marks alone are elements: all else is text, whatever it says.
const excerpt = (said) => {
  const line = made("p", "excerpt");
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  said.split(/<mark>|<\/mark>/).forEach((text, place) => {
    line.append(place % 2 ? made("mark", "", plain(text)) : plain(text));
  });
  return line;
};

const row = async (one) => {
  const data = await one.result.data();
  const item = made("li");
  const title = made("p", "title");
  const link = made("a", "", data.meta.title || one.title);
  link.href = new URL(one.address, root);
  title.append(link);
  item.append(made("p", "where", data.meta.where || ""), title, excerpt(data.excerpt || ""));
  return item;
};

let state = { number: 0, found: [], all: true, shown: 0, text: "" };

const chosen = (name) => new Set(boxes(name).filter((one) => one.checked).map((one) => one.value));
const suits = (one, by, but) => ["kind", "board", "year"].every((name) => name === but || !by[name].size || by[name].has(one[name]));
const limits = () => ({ kind: chosen("kind"), board: chosen("board"), year: chosen("year") });

const count = () => {
  const by = limits();
  for (const name of ["kind", "board", "year"]) {
    const counts = new Map();
    for (const one of state.found) if (suits(one, by, name)) counts.set(one[name], (counts.get(one[name]) || 0) + 1);
    for (const box of boxes(name)) {
      const number = counts.get(box.value) || 0;
      const label = box.closest("label");
      label.querySelector(".count").textContent = number;
      label.hidden = !number && !box.checked;
    }
    const group = narrow.querySelector(`[data-by="${name}"]`);
    group.hidden = [...group.querySelectorAll("label")].every((label) => label.hidden);
  }
  narrow.hidden = !state.found.length;
};

const years = () => {
  const group = narrow.querySelector('[data-by="year"]');
  const before = new Set(new URLSearchParams(location.search).getAll("year"));
  group.querySelectorAll("label").forEach((label) => label.remove());
  const every = new Set([...state.found.map((one) => one.year), ...before].filter(Boolean));
  for (const year of [...every].sort().reverse()) {
    const label = made("label");
    const box = made("input");
    Object.assign(box, { type: "checkbox", name: "year", value: year, checked: before.has(year) });
    label.append(box, " ", made("span", "", year), " ", made("span", "count"));
    group.append(label);
  }
};

const tell = (before, asked, after) => {
  const parts = [before, ...(asked ? [" ", made("q", "", asked)] : []), ...(after ? [". ", after] : [])];
  told.replaceChildren(...parts);
};

const suited = () => {
  const by = limits();
  return state.found.filter((one) => suits(one, by, ""));
};

const show = async (isMore) => {
  const { number, text } = state;
  const those = suited();
  const from = isMore ? state.shown : 0;
  const rows = await Promise.all(those.slice(from, from + AT_ONCE).map(row));
  if (number !== state.number) return;
  if (!isMore) list.replaceChildren();
  list.append(...rows);
  state.shown = from + rows.length;
  more.hidden = state.shown >= those.length;
  count();
  const says = page.dataset;
  const { isWhole } = await load();
  if (isMore) rows[0]?.querySelector("a").focus();
  else if (!state.found.length) tell(says.none, text, says.advice);
  else if (!those.length) tell(says.none, text, says.limited);
  else {
    const hits = those.length === 1 ? says.oneHit : says.hits.replace("{count}", those.length);
    tell(hits, text, [state.all ? "" : says.some, isWhole() ? "" : says.partly].filter(Boolean).join(" "));
  }
};

// What the address asks for: words and limits.
const search = async () => {
  const given = new URLSearchParams(location.search);
  const text = (given.get("q") || "").trim();
  const number = state.number + 1;
  state = { number, found: [], all: true, shown: 0, text };
  field.value = text;
  for (const name of ["kind", "board"]) for (const box of boxes(name)) box.checked = given.getAll(name).includes(box.value);
  list.replaceChildren();
  delete page.dataset.done;
  more.hidden = narrow.hidden = true;
  if (!text) {
    tell(page.dataset.start);
    return;
  }
  tell(page.dataset.wait);
  try {
    const found = await find(text);
    if (number !== state.number) return;
    Object.assign(state, found);
    years();
    await show(false);
    page.dataset.done = text;
  } catch (error) {
    told.replaceChildren();
    failed.hidden = without.hidden = false;
    without.querySelector("p").hidden = true;
    console.error(error);
  }
};

const address = (limited) => {
  const asked = new URLSearchParams();
  if (field.value.trim()) asked.set("q", field.value.trim());
  for (const name of limited ? ["kind", "board", "year"] : []) for (const one of chosen(name)) asked.append(name, one);
  const query = asked.toString();
  return query ? `?${query}` : location.pathname;
};

ask.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", address(false));
  search();
});
narrow.addEventListener("change", () => {
  history.replaceState(null, "", address(true));
  show(false);
});
narrow.addEventListener("reset", (event) => {
  event.preventDefault();
  for (const name of ["kind", "board", "year"]) for (const box of boxes(name)) box.checked = false;
  history.replaceState(null, "", address(true));
  show(false);
});
more.addEventListener("click", () => show(true));
// What is looked for is fetched while it is written.
field.addEventListener("focus", () => load().catch(() => {}), { once: true });
addEventListener("popstate", search);
ask.hidden = false;
without.hidden = true;
search();
