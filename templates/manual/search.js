// Finds pages of the manual by their words. The index is a script beside the pages, for a page that is opened from a
// disk may read no other file; it is fetched when somebody begins to type. Without this script there is no field.
(() => {
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const input = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const list = form.querySelector("ol");
  const { root, one, many, none } = form.dataset;
  const SHOWN = 12;
  let index;

  const plain = (text) => text.toLowerCase().normalize("NFC");

  const loaded = () => {
    index ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${root}search-index.js`;
      script.addEventListener("load", () => {
        done(window.manualIndex.map(([address, title, above, said, words]) => ({
          address, title, above, said, called: plain(title), names: plain(words), text: plain(`${above} ${said}`),
        })));
      });
      script.addEventListener("error", () => done([]));
      document.head.append(script);
    });
    return index;
  };

  // How well an entry answers a word: by what it is called, by the names that it explains, by what it says; 0: it does not.
  const weight = (entry, word) => {
    if (entry.called === word) return 100;
    if (entry.called.startsWith(word)) return 50;
    if (entry.called.includes(word)) return 30;
    if (` ${entry.names} `.includes(` ${word} `)) return 20;
    if (entry.names.includes(word)) return 5;
    return entry.text.includes(word) ? 2 : 0;
  };

  const found = (entries, words) => {
    const weighed = entries.map((entry) => {
      const each = words.map((word) => weight(entry, word));
      return { entry, sum: each.includes(0) ? 0 : each.reduce((all, more) => all + more, 0) };
    });
    return weighed.filter((each) => each.sum).sort((a, b) => b.sum - a.sum).map((each) => each.entry);
  };

  const row = ({ address, title, above, said }) => {
    const [line, link, where, words] = ["li", "a", "span", "p"].map((tag) => document.createElement(tag));
    const [folder, place] = address.split("#");
    link.href = `${root}${folder}index.html${place ? `#${place}` : ""}`;
    link.textContent = title;
    where.textContent = above;
    words.textContent = said.length > 140 ? `${said.slice(0, 140).replace(/\s+\S*$/, "")} …` : said;
    line.append(link, " ", where, words);
    return line;
  };

  const look = async () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    const entries = words.length ? await loaded() : [];
    if (plain(input.value).split(/\s+/).filter(Boolean).join(" ") !== words.join(" ")) return;
    const all = found(entries, words);
    list.replaceChildren(...all.slice(0, SHOWN).map(row));
    list.hidden = !all.length;
    const told = all.length === 1 ? one : many.replace("{count}", all.length);
    status.textContent = !words.length ? "" : all.length ? told : none;
  };

  form.hidden = false;
  input.addEventListener("focus", loaded);
  input.addEventListener("input", look);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await look();
    list.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      stops[Math.min(Math.max(stops.indexOf(document.activeElement) + step, 0), stops.length - 1)].focus();
      event.preventDefault();
    }
    if (event.key === "Escape") {
      input.value = "";
      input.focus();
      look();
    }
  });
})();
