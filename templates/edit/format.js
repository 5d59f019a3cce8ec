// How the CMS reads and writes a meeting. Its fields have one type each: what is written otherwise stands in them as YAML
// in one line. What was not edited stays as it is written, with its comments.
(() => {
  const { YAML, CMS } = globalThis;
  const LISTS = new Set(JSON.parse(document.querySelector("meta[name=akson-lists]").content));
  const TAGGED = { items: ["heading", "entry", "file"], slides: ["topic"] };
  const DEFAULTS = { items: "item", slides: "text" };
  const SCHEMA = "# yaml-language-server: $schema=../../../schema/meeting.schema.json\n";
  const TEXTS = { schema: "failsafe" };

  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const only = (value, keys) => Object.keys(value).every((key) => keys.includes(key));
  const isWords = (value) => isMap(value) && Object.keys(value).length > 0 &&
    (only(value, ["nb", "nn", "en"]) || ("withheld" in value && "text" in value && only(value, ["text", "withheld", "public"])));
  const flow = (value) => YAML.stringify(value, { ...TEXTS, collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trim();

  // A file's value as the fields have it.
  function shown(value, key = "") {
    if (Array.isArray(value)) {
      if (LISTS.has(key) && !(key === "items" && value.some(isMap))) return flow(value);
      const tags = TAGGED[key];
      return value.map((row) => {
        if (isWords(row)) return flow(row);
        if (!isMap(row)) return row;
        const kind = tags && !("kind" in row) ? { kind: tags.find((tag) => tag in row && !("title" in row)) || DEFAULTS[key] } : {};
        return { ...kind, ...shown(row) };
      });
    }
    if (isMap(value)) {
      if (key && isWords(value)) return flow(value);
      return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, shown(held, name)]));
    }
    return value;
  }

  const empty = (value) => value === undefined || value === null || value === "" ||
    (typeof value === "object" && Object.keys(value).length === 0);

  // What the fields have, as a file says it.
  function meant(value, key = "") {
    if (Array.isArray(value)) {
      return value.filter((row) => !empty(row)).map((row) => {
        const made = meant(row, "");
        if (TAGGED[key] && isMap(made) && ["item", "text", ...TAGGED[key]].includes(made.kind)) {
          const { kind, ...rest } = made;
          return rest;
        }
        return made;
      });
    }
    if (isMap(value)) {
      const found = Object.entries(value).map(([name, held]) => [name, meant(held, name)]);
      return Object.fromEntries(found.filter(([, held]) => !empty(held)));
    }
    if (typeof value === "boolean") return value ? "yes" : "no";
    if (typeof value !== "string") return value === null || value === undefined ? value : String(value);
    if (/^\s*[[{]/.test(value)) {
      try {
        const read = YAML.parse(value, TEXTS);
        if (isWords(read) || (Array.isArray(read) && LISTS.has(key))) return read;
      } catch { /* a text that begins with a bracket */ }
    }
    return value;
  }

  // The CMS takes the line breaks at the end of texts away.
  const trimmed = (key, value) => (typeof value === "string" ? value.trimEnd() : value);
  const same = (one, other) => JSON.stringify(one, trimmed) === JSON.stringify(other, trimmed);
  const plain = (node) => (node && typeof node.toJSON === "function" ? node.toJSON() : node);
  const named = (row) => (isMap(row) ? String(row.id ?? row.number ?? row.topic ?? row.heading ?? row.file ?? JSON.stringify(row.title ?? row)) : String(row));

  // A node of the file put right where it says otherwise.
  function patched(doc, node, value) {
    if (same(plain(node), value)) return node;
    if (YAML.isMap(node) && isMap(value)) {
      for (const pair of [...node.items]) {
        const name = String(pair.key.value ?? pair.key);
        // A kind that goes without saying may be said.
        const said = name === "kind" && Object.values(DEFAULTS).includes(plain(pair.value));
        if (!(name in value) && !said) node.delete(pair.key);
      }
      const placeOf = (name) => node.items.findIndex((pair) => String(pair.key.value ?? pair.key) === name);
      let last = -1;
      for (const [name, held] of Object.entries(value)) {
        const at = placeOf(name);
        if (at < 0) node.items.splice(last + 1, 0, doc.createPair(name, held));
        else node.items[at].value = patched(doc, node.items[at].value, held);
        last = placeOf(name);
      }
      return node;
    }
    if (YAML.isSeq(node) && Array.isArray(value)) {
      const rows = node.items.map((one) => ({ one, said: plain(one), taken: false }));
      const take = (fits) => {
        const found = rows.find((row) => !row.taken && fits(row));
        if (found) found.taken = true;
        return found?.one;
      };
      const exact = value.map((held) => take((row) => same(row.said, held)));
      node.items = value.map((held, at) => {
        const like = exact[at] || take((row) => named(row.said) === named(held)) ||
          (rows.length === value.length && !rows[at].taken ? take((row) => row === rows[at]) : undefined);
        return like ? patched(doc, like, held) : doc.createNode(held);
      });
      return node;
    }
    if (YAML.isScalar(node) && typeof value === "string") {
      node.range = null;
      node.value = node.value.endsWith("\n") ? `${value.trimEnd()}\n` : value;
      node.type = node.value.includes("\n") ? "BLOCK_LITERAL" : node.type === "BLOCK_FOLDED" || node.type === "BLOCK_LITERAL" ? undefined : node.type;
      return node;
    }
    return doc.createNode(value);
  }

  // Texts over several lines would be set in lines anew: those of the file are kept for after.
  function kept(node, source, found = []) {
    if (YAML.isMap(node)) node.items.forEach((pair) => kept(pair.value, source, found));
    else if (YAML.isSeq(node)) node.items.forEach((one) => kept(one, source, found));
    else if (YAML.isScalar(node) && node.range && node.type !== "BLOCK_LITERAL") {
      const text = source.slice(node.range[0], node.range[1]).trimEnd();
      if (text.includes("\n")) {
        node.value = `kept-${found.length}-text`;
        node.type = "PLAIN";
        found.push(text);
      }
    }
    return found;
  }

  function put(doc, source) {
    const options = { lineWidth: 0, flowCollectionPadding: false };
    const value = doc.toJSON();
    const texts = kept(doc.contents, source);
    const made = doc.toString(options).replace(/\bkept-(\d+)-text\b/g, (whole, at) => texts[at] ?? whole);
    if (same(YAML.parse(made, TEXTS), value)) return made;
    return YAML.stringify(value, { ...TEXTS, ...options });
  }

  CMS.registerCustomFormat("akson", "yaml", {
    fromFile: (text) => ({ source: text, ...shown(YAML.parse(text, TEXTS)) }),
    toFile: ({ source, ...value }) => {
      const now = meant(value);
      if (!source) return SCHEMA + YAML.stringify(now, { ...TEXTS, lineWidth: 0 });
      const doc = YAML.parseDocument(source, TEXTS);
      if (same(doc.toJSON(), now)) return source;
      doc.contents = patched(doc, doc.contents, now);
      return put(doc, source);
    },
  });
})();
