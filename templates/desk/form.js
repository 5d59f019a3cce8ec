// A meeting as a form. The library draws what the schema says; here is how each part looks, and what the keyboard does.
(() => {
  const { React, createRoot, Form } = rjsf;
  const { createElement: h, useContext, useEffect, useLayoutEffect, useRef, useState } = React;
  const known = JSON.parse(document.querySelector("meta[name=akson-form]").content);
  const words = known.words;
  const Shared = React.createContext({ problems: [], clashes: [], reveal: null });
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);

  // ---- values ------------------------------------------------------------------------------------------------

  // The library guesses which branch of a union a value is of by validating it against each. The schema says how they
  // are told apart, so unions are kept from it under a name that it does not know.
  function branched(schema) {
    if (Array.isArray(schema)) return schema.map(branched);
    if (!schema || typeof schema !== "object") return schema;
    return Object.fromEntries(
      Object.entries(schema).map(([key, held]) => [key === "oneOf" ? "branches" : key, branched(held)]),
    );
  }

  const typeOf = (value) => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

  function fits(when, value) {
    if ("value" in when) return value === when.value;
    if ("key" in when) return typeOf(value) === "object" && when.key in value;
    if ("kind" in when) return typeOf(value) === "object" && value.kind === when.kind;
    return "type" in when && typeOf(value) === when.type;
  }

  function branchOf(branches, value) {
    for (const how of ["value", "key", "kind", "type"]) {
      const found = branches.findIndex((one) => how in one.when && fits(one.when, value));
      if (found >= 0) return found;
    }
    return Math.max(0, branches.findIndex((one) => one.when.default));
  }

  // A value as another branch has it: what both have is kept.
  function turned(value, branch) {
    if ("value" in branch.when) return branch.when.value;
    const text = plain(value);
    if (branch.type === "string") return text || "";
    if (branch.type === "array") return Array.isArray(value) ? value : [];
    const keys = branch.properties || {};
    if ("nb" in keys) return { [known.language in keys ? known.language : "nb"]: text };
    if (branch.when.key === "withheld") return { withheld: "", text: value ?? "" };
    if (typeof value === "string") return { [["member", "name"].find((key) => key in keys) || Object.keys(keys)[0]]: value };
    const kind = branch.when.kind && !branch.when.default ? { kind: branch.when.kind } : {};
    const kept = Object.entries(value || {}).filter(([key]) => key in keys);
    const only = branch.when.key && !(branch.when.key in (value || {})) ? { [branch.when.key]: text } : {};
    return { ...kind, ...only, ...Object.fromEntries(kept) };
  }

  // A text in a value, in the language of the meeting where there are several.
  function plain(value) {
    if (typeof value === "string") return value;
    if (typeOf(value) !== "object") return "";
    for (const key of ["text", known.language, "nb", "nn", "en", "title", "topic", "heading", "entry"]) {
      if (key in value && plain(value[key])) return plain(value[key]);
    }
    return "";
  }

  const NAMES = ["title", "topic", "heading", "entry", "what", "area", "label", "name", "member", "file", "url", "action", "date", "board", "on", "text", "by"];
  function summary(value) {
    if (typeOf(value) !== "object") return plain(value);
    const named = NAMES.map((key) => plain(value[key])).find(Boolean) || "";
    const number = plain(value.number ?? value.id ?? "");
    return [number, named].filter(Boolean).join("  ");
  }

  // What is saved: without what was opened and left empty.
  function tidy(value, before) {
    if (Array.isArray(value)) {
      return value.map((one, at) => tidy(one, before?.[at])).filter((one) => one !== undefined && one !== null && one !== "");
    }
    if (typeOf(value) !== "object") return value;
    const kept = Object.entries(value)
      .map(([key, held]) => [key, tidy(held, before?.[key])])
      .filter(([key, held]) => {
        const empty = held === undefined || held === null || held === "" ||
          (typeof held === "object" && Object.keys(held).length === 0);
        return !empty || JSON.stringify(held) === JSON.stringify(before?.[key]);
      });
    return Object.fromEntries(kept);
  }

  // Whether two values say the same, in whatever order their keys are.
  function same(one, other) {
    const kind = typeOf(one);
    if (kind !== typeOf(other)) return false;
    if (kind === "array") return one.length === other.length && one.every((held, at) => same(held, other[at]));
    if (kind !== "object") return one === other;
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
  }

  // A value with another one at a place, or with nothing there.
  function placed(value, path, has, held) {
    if (!path.length) return has ? held : undefined;
    const [step, ...rest] = path;
    if (Array.isArray(value)) {
      const gone = !rest.length && !has;
      return gone ? value.toSpliced(step, 1) : value.with(step, placed(value[step], rest, has, held));
    }
    const { [step]: was, ...others } = value ?? {};
    const now = placed(was, rest, has, held);
    return now === undefined ? others : { ...value, [step]: now };
  }

  // A value in lines, for one to read.
  function outline(value, indent = "") {
    if (value === undefined) return words.absent;
    if (typeof value === "string") return value;
    const rows = Array.isArray(value) ? value.map((one) => ["–", one]) : Object.entries(value).map(([key, one]) => [`${key}:`, one]);
    return rows.map(([name, one]) =>
      `${indent}${name}${typeof one === "string" ? ` ${one}` : `\n${outline(one, `${indent}  `)}`}`).join("\n");
  }

  const starts = (path, start) => start.every((step, at) => String(path[at]) === String(step));
  const idOf = (path) => ["root", ...path].join("-");

  // ---- single values -----------------------------------------------------------------------------------------

  function described(id, has) {
    return { "aria-describedby": [has.hint && `${id}-hint`, has.problem && `${id}-problem`].filter(Boolean).join(" ") || undefined };
  }

  function useAbout(props) {
    const { problems } = useContext(Shared);
    const own = problems.filter((one) => idOf(one.path) === props.id || one.id.startsWith(`${props.id}-`));
    return {
      id: props.id,
      "aria-invalid": own.some((one) => one.severity === "error") || undefined,
      "aria-required": props.required || undefined,
      ...described(props.id, { hint: props.schema.description, problem: own.length }),
    };
  }

  const given = (text) => (text === "" ? undefined : text);

  function Line(props) {
    const about = useAbout(props);
    const small = ["clock", "integer"].includes(props.schema.format);
    // What the board has for this key may be picked; anything else may be typed.
    const suggested = known.suggested?.[props.id.split("-").at(-1)] ?? [];
    const input = h("input", {
      ...about, type: "text", className: small ? "short" : undefined, value: props.value ?? "",
      inputMode: props.schema.format === "integer" ? "numeric" : undefined, autoComplete: "off",
      list: suggested.length ? `${props.id}-suggested` : undefined,
      // What holds where the meeting itself says nothing.
      placeholder: props.id.split("-").length === 2 ? known.usual?.[props.id.split("-")[1]] : undefined,
      onChange: (event) => props.onChange(given(event.target.value)),
    });
    if (!suggested.length) return input;
    return h(React.Fragment, null, input,
      h("datalist", { id: `${props.id}-suggested` }, suggested.map((one) => h("option", { key: one, value: one }))));
  }

  function Prose(props) {
    const about = useAbout(props);
    const box = useRef(null);
    // As high as its text.
    useLayoutEffect(() => {
      box.current.style.height = "auto";
      box.current.style.height = `${Math.min(box.current.scrollHeight + 2, innerHeight * 0.7)}px`;
    }, [props.value]);
    const grid = props.schema.format === "grid";
    const one = props.schema.format === "line";
    return h("textarea", {
      ...about, ref: box, rows: one ? 1 : 3, className: grid ? "grid" : undefined, value: props.value ?? "",
      spellCheck: !grid,
      onChange: (event) => props.onChange(given(event.target.value)),
    });
  }

  // A line that somebody wrote over several is shown over several.
  const LineOrProse = (props) => h(String(props.value ?? "").includes("\n") ? Prose : Line, props);

  function Day(props) {
    const about = useAbout(props);
    const whole = !props.value || /^\d{4}-\d\d-\d\d$/.test(props.value);
    // Browsers show a day in a form of their own: what the file says of it stands beside it.
    return h("span", { className: "day" },
      h("input", {
        ...about, type: whole ? "date" : "text", className: "short", value: props.value ?? "",
        onChange: (event) => props.onChange(given(event.target.value)),
      }),
      whole && props.value && h("output", { htmlFor: props.id }, props.value));
  }

  function Choice(props) {
    const about = useAbout(props);
    const { enum: values, labels } = props.schema;
    const other = props.value !== undefined && !values.includes(props.value);
    return h("select", {
      ...about, value: props.value ?? "", onChange: (event) => props.onChange(given(event.target.value)),
    },
    h("option", { value: "" }, "–"),
    values.map((value, at) => h("option", { key: value, value }, labels[at])),
    other && h("option", { value: props.value }, props.value));
  }

  // Several short names on one line, with commas.
  function Names(props) {
    const about = useAbout(props);
    const written = Array.isArray(props.value) ? props.value.join(", ") : props.value ?? "";
    const [text, setText] = useState(written);
    const last = useRef(written);
    if (written !== last.current) { last.current = written; setText(written); }
    return h("input", {
      ...about, type: "text", value: text, autoComplete: "off",
      onChange: (event) => {
        const now = event.target.value;
        // Both a list and a line with commas are read as several names: what it was, it stays.
        const parts = now.split(",").map((one) => one.trim()).filter(Boolean);
        const value = Array.isArray(props.value) ? (parts.length ? parts : undefined) : given(now);
        last.current = Array.isArray(value) ? value.join(", ") : value ?? "";
        setText(now);
        props.onChange(value);
      },
    });
  }

  const Constant = () => null;

  const widgets = {
    line: LineOrProse, clock: Line, integer: Line, prose: Prose, grid: Prose, date: Day, choice: Choice, ids: Names,
    constant: Constant, text: LineOrProse, select: Choice,
  };

  // ---- around a value ----------------------------------------------------------------------------------------

  function Problems({ id, found: all }) {
    const found = all.filter((one) => !one.clash);
    if (!found.length) return null;
    return h("ul", { className: "problems", id: `${id}-problem` },
      found.map((one, at) => h("li", { key: at, className: one.severity },
        h("strong", null, `${words[one.severity]}: `), one.message, one.hint && h("span", null, ` – ${one.hint}`))));
  }

  const written = (text) => text.split(/(`[^`]+`)/).map((part, at) =>
    (part.startsWith("`") ? h("code", { key: at }, part.slice(1, -1)) : part));

  // A place that another changed as well: both versions, and a choice.
  function Both({ clash, named }) {
    const { choose } = useContext(Shared);
    return h("div", { className: "clashing", role: "group", "aria-label": named ? `${clash.label}: ${words.clashing}` : words.clashing },
      !named && h("p", { className: "why" }, words.clashing),
      h("dl", null,
        h("dt", null, words.theirs), h("dd", { className: "theirs" }, outline(clash.theirs)),
        h("dt", null, words.yours), h("dd", { className: "yours" }, outline(clash.mine))),
      h("div", { className: "choices" },
        ["theirs", "mine"].map((whose) => h("button", {
          key: whose, type: "button", className: "plain", onClick: () => choose(clash, whose),
        }, words[whose === "mine" ? "keep_mine" : "take_theirs"]))));
  }

  const Clashes = ({ id }) => useContext(Shared).clashes.filter((one) => one.id === id).map((one) =>
    h(Both, { key: one.id, clash: one }));

  function Field(props) {
    const { id, label, schema, children, required, formData, onChange, fieldPathId } = props;
    const { problems } = useContext(Shared);
    if (schema.branches || schema.format === "constant") return children;
    if (schema.type === "array" || schema.type === "object") {
      const removable = schema.type === "object" && !required && formData !== undefined && label && typeof fieldPathId.path.at(-1) === "string";
      const own = problems.filter((one) => one.id === id);
      return h("div", { className: `part ${schema.type}` }, h(Clashes, { id }), children,
        own.length > 0 && h(Problems, { id, found: own }),
        removable && h("button", {
          type: "button", className: "quiet remove-part",
          onClick: () => onChange(undefined, fieldPathId.path),
        }, `${words.remove}: ${label}`));
    }
    const own = problems.filter((one) => one.id === id || one.id.startsWith(`${id}-`));
    return h("div", { className: `field ${schema.format}${own.length ? " wrong" : ""}` },
      label && h("label", { htmlFor: id }, label, required && h("span", { className: "must" }, ` (${words.required})`)),
      schema.description && h("p", { className: "hint", id: `${id}-hint` }, written(schema.description)),
      children,
      h(Problems, { id, found: own }),
      h(Clashes, { id }));
  }

  // A mapping: the usual keys, those that have a value, and a choice of the others.
  function Keys(props) {
    const { schema, properties, title, fieldPathId, formData } = props;
    const { reveal } = useContext(Shared);
    const [opened, setOpened] = useState([]);
    const [fresh, setFresh] = useState("");
    const usual = schema.usual || [];
    const shown = (name) =>
      usual.includes(name) || (formData && formData[name] !== undefined) || opened.includes(name);
    const id = fieldPathId.$id;
    const hidden = properties.filter((one) => !shown(one.name));
    useEffect(() => {
      if (!fresh) return;
      const within = document.getElementById(`${id}-${fresh}`) || document.querySelector(`[data-key="${CSS.escape(`${id}-${fresh}`)}"] :is(input, textarea, select, button)`);
      within?.focus();
      setFresh("");
    }, [fresh]);
    useEffect(() => {
      const step = reveal && starts(reveal.path, fieldPathId.path) && reveal.path[fieldPathId.path.length];
      if (step !== undefined && step !== false && step !== null && !opened.includes(step)) setOpened([...opened, String(step)]);
    }, [reveal]);
    // What is redacted in a PDF is marked on its pages.
    const marked = "redact" in schema.properties && /\.pdf$/i.test(formData?.file ?? "");
    const body = [
      properties.filter((one) => shown(one.name)).map((one) =>
        h("div", { key: one.name, className: "key", "data-key": `${id}-${one.name}` }, one.content)),
      marked && h("p", { key: "mark", className: "key" },
        h("a", { href: akson.at(`${known.redact}?attachment=${encodeURIComponent(formData.file)}`) }, words.redact)),
      hidden.length > 0 && h("div", { key: "more", className: "more" },
        h("label", { htmlFor: `${id}-more` }, words.more),
        h("select", {
          id: `${id}-more`, value: "",
          onChange: (event) => { setOpened([...opened, event.target.value]); setFresh(event.target.value); },
        },
        h("option", { value: "" }, words.choose),
        hidden.map((one) => h("option", { key: one.name, value: one.name }, schema.properties[one.name].title || one.name)))),
    ];
    if (!title || id === "root") return h("div", { className: "keys", id }, body);
    return h("fieldset", { className: "keys", id, tabIndex: -1 }, h("legend", null, title),
      schema.description && h("p", { className: "hint" }, written(schema.description)), body);
  }

  // What may be written in several ways.
  function Union(props) {
    const { schema, formData, fieldPathId, onChange, registry, required, name } = props;
    const { SchemaField } = registry.fields;
    const branches = schema.branches.map((one) => ({ ...registry.schemaUtils.retrieveSchema(one), title: one.title, when: one.when }));
    const at = branchOf(branches, formData);
    const branch = branches[at];
    const id = fieldPathId.$id;
    const text = Boolean(schema.text) || branches.some((one) => one.format === "prose" || one.format === "line");
    const row = typeof fieldPathId.path.at(-1) === "number";
    const title = schema.title || "";
    const choice = h("select", {
      id: `${id}-way`, value: at, className: text ? "way quiet" : "way",
      "aria-label": text ? words.written.replace("{title}", title || summary(formData)) : undefined,
      onChange: (event) => {
        onChange(turned(formData, branches[Number(event.target.value)]), fieldPathId.path);
      },
    }, branches.map((one, number) => h("option", { key: number, value: number }, one.title)));
    const inner = h(SchemaField, {
      ...props, name, required,
      schema: { ...branch, title: text ? title : (row || branch.type === "string" ? "" : title), description: schema.description || branch.description, branches: branch.branches },
    });
    if (text) return h("div", { className: `union${row && !title ? " bare" : ""}` }, inner, choice);
    return h("div", { className: "kinds" },
      h("div", { className: "field" }, h("label", { htmlFor: `${id}-way` }, row ? words.kind : title), choice), inner);
  }

  // ---- rows --------------------------------------------------------------------------------------------------

  // The names of rows, by which they are known while they are shown, when the rows are others: a row that says the same
  // is the same one, wherever it stands now; then one that is called the same; then the one at the same place.
  function named(before, names, rows) {
    const found = rows.map(() => "");
    const free = new Set(before.keys());
    const give = (at, from) => { found[at] = names[from]; free.delete(from); };
    const called = (one, other) => typeOf(one) === "object" && summary(one) && summary(one) === summary(other);
    rows.forEach((row, at) => { if (free.has(at) && same(before[at], row)) give(at, at); });
    for (const is of [same, called]) {
      rows.forEach((row, at) => {
        const from = found[at] ? undefined : [...free].find((one) => is(before[one], row));
        if (from !== undefined) give(at, from);
      });
    }
    rows.forEach((row, at) => { if (!found[at] && free.has(at)) give(at, at); });
    return found.map((name) => name || crypto.randomUUID());
  }

  function Rows(props) {
    const { schema, formData, fieldPathId, onChange, registry, required } = props;
    const { SchemaField } = registry.fields;
    const { problems, clashes, reveal, say } = useContext(Shared);
    const path = fieldPathId.path;
    const id = fieldPathId.$id;
    const rows = Array.isArray(formData) ? formData : [];
    const keys = useRef([]);
    const seen = useRef([]);
    if (seen.current !== rows) {
      keys.current = named(seen.current, keys.current, rows);
      seen.current = rows;
    }
    // Where both writers changed a row is known by its place: rows stay where they are until it is chosen.
    const fixed = clashes.length > 0;
    const [open, setOpen] = useState(() => new Set());
    const [focus, setFocus] = useState(null);
    const list = useRef(null);
    const held = registry.schemaUtils.retrieveSchema(schema.items);
    const branches = held.branches?.map((one) => ({ ...registry.schemaUtils.retrieveSchema(one), title: one.title, when: one.when }));
    const folds = branches ? branches.some((one) => "kind" in one.when || "key" in one.when) && !held.text : held.type === "object";
    const title = schema.title || "";
    const one = words.rows[path.at(-1)] || words.row;

    useEffect(() => {
      const step = reveal && starts(reveal.path, path) ? reveal.path[path.length] : undefined;
      if (step !== undefined && keys.current[step]) setOpen((was) => new Set([...was, keys.current[step]]));
    }, [reveal]);
    useEffect(() => {
      if (!focus) return;
      const [key, what] = focus;
      const row = key && list.current?.querySelector(`[data-row="${key}"]`);
      const target = what === "first"
        ? row?.querySelector(".row-body :is(input, textarea, select), .row-line :is(input, textarea, select)")
        : row?.querySelector(what) || row?.querySelector("button") || document.getElementById(`${id}-add`);
      target?.focus();
      setFocus(null);
    }, [focus]);

    function toggle(key) {
      const now = new Set(open);
      if (!now.delete(key)) now.add(key);
      setOpen(now);
    }
    function become(now, names) {
      keys.current = names;
      seen.current = now;
      onChange(now, path);
    }
    function add(at) {
      if (fixed) return;
      const key = crypto.randomUUID();
      setOpen(new Set([...open, key]));
      const empty = folds ? {} : "";
      become(rows.toSpliced(at, 0, empty), keys.current.toSpliced(at, 0, key));
      setFocus([key, "first"]);
      say(words.added.replace("{row}", one).replace("{n}", at + 1));
    }
    function move(at, to, what) {
      if (fixed || to < 0 || to >= rows.length) return;
      const key = keys.current[at];
      become(rows.toSpliced(at, 1).toSpliced(to, 0, rows[at]), keys.current.toSpliced(at, 1).toSpliced(to, 0, key));
      setFocus([key, what]);
      say(words.moved.replace("{row}", summary(rows[at]) || one).replace("{n}", to + 1));
    }
    function remove(at) {
      if (fixed) return;
      const next = keys.current[at + 1] || keys.current[at - 1] || "";
      const name = summary(rows[at]) || one;
      become(rows.toSpliced(at, 1), keys.current.toSpliced(at, 1));
      setFocus([next, ".toggle"]);
      say(words.removed.replace("{row}", name));
    }

    const line = (value, at) => {
      const key = keys.current[at];
      const rowPath = [...path, at];
      const rowId = `${id}-${at}`;
      const inside = problems.filter((one) => one.id === rowId || one.id.startsWith(`${rowId}-`));
      const kind = branches && folds ? branches[branchOf(branches, value)] : null;
      const name = summary(value) || kind?.title || words.empty;
      const shown = open.has(key);
      const button = (what, sign, label, press, disabled) => h("button", {
        type: "button", className: `tool ${what}`, "aria-label": label, title: label, "aria-disabled": disabled || undefined,
        onClick: disabled ? undefined : press,
      }, h("span", { "aria-hidden": true }, sign));
      const tools = h("div", { className: "tools" },
        button("up", "↑", `${words.up}: ${name}`, () => move(at, at - 1, ".up"), fixed || at === 0),
        button("down", "↓", `${words.down}: ${name}`, () => move(at, at + 1, ".down"), fixed || at === rows.length - 1),
        button("remove", "×", `${words.remove}: ${name}`, () => remove(at), fixed));
      const keyed = (event) => {
        if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
          event.preventDefault();
          move(at, at + (event.key === "ArrowUp" ? -1 : 1), ".toggle");
        }
      };
      const field = h(SchemaField, {
        name: "", schema: { ...schema.items, title: folds ? "" : `${title} ${at + 1}` }, uiSchema: {}, formData: value, required: true, registry,
        fieldPathId: { $id: rowId, path: rowPath }, errorSchema: {}, index: at,
        onChange: (now, where, errors, from) => onChange(now === undefined && where.length === rowPath.length ? "" : now, where, errors, from),
        onBlur: () => {}, onFocus: () => {},
      });
      if (!folds) return h("li", { key, "data-row": key, className: "row-line" }, field, tools);
      return h("li", { key, "data-row": key, className: `row${shown ? " open" : ""}${kind && "key" in kind.when ? " divides" : ""}` },
        h("div", { className: "row-head" },
          h("button", {
            type: "button", className: "toggle", "aria-expanded": shown, onClick: () => toggle(key), onKeyDown: keyed, title: words.alt,
          },
          h("span", { className: "mark", "aria-hidden": true }, shown ? "▾" : "▸"),
          h("span", { className: "name" }, name),
          kind && !(kind.when.default && path.at(-1) === "items") && h("span", { className: "kind" }, kind.title),
          inside.length > 0 && h("span", { className: "bad" }, inside.length === 1 ? words.problem : words.problems.replace("{n}", inside.length))),
          tools),
        shown && h("div", { className: "row-body" }, field));
    };

    const full = schema.maxItems !== undefined && rows.length >= schema.maxItems;
    return h("fieldset", { className: `rows${folds ? "" : " lines"}`, id, tabIndex: -1 },
      title && h("legend", null, title),
      schema.description && h("p", { className: "hint" }, written(schema.description)),
      rows.length > 0 && h("ol", { ref: list }, rows.map(line)),
      !full && h("button", { type: "button", className: "add", id: `${id}-add`, onClick: () => add(rows.length) },
        h("span", { "aria-hidden": true }, "+ "), words.add.replace("{row}", one)));
  }

  const templates = {
    FieldTemplate: Field, ObjectFieldTemplate: Keys, DescriptionFieldTemplate: () => null, FieldHelpTemplate: () => null,
    FieldErrorTemplate: () => null, ErrorListTemplate: () => null, ButtonTemplates: { SubmitButton: () => null },
  };
  const fields = { ArrayField: Rows, FallbackField: Union };
  // What is right is for the server to say: it has the rules that a schema cannot.
  const validator = {
    isValid: () => true, rawValidation: () => ({ errors: [] }), reset: () => {},
    validateFormData: () => ({ errors: [], errorSchema: {} }), toErrorList: () => [],
  };

  // ---- the page ----------------------------------------------------------------------------------------------

  const withIds = (found) => found.map((one) => ({ ...one, id: idOf(one.path) }));

  // A file as it was opened when somebody began to write what was kept of it.
  function reopened(now, left) {
    if (!left) return now;
    const whole = typeof left.base === "string" ? { text: left.base, value: null } : { value: left.base };
    return { ...now, ...whole, digest: left.digest };
  }

  function Page({ first, schema, kept }) {
    const left = kept.found && !same(kept.found.value, first.value ?? first.text) ? kept.found : null;
    const [state, setState] = useState(() => reopened(first, left));
    const [value, setValue] = useState(left?.value ?? first.value ?? first.text);
    const [clashes, setClashes] = useState(left?.clashes ?? []);
    const [busy, setBusy] = useState(false);
    const [told, setTold] = useState(left ? words.restored : "");
    const [restored, setRestored] = useState(Boolean(left));
    const [away, setAway] = useState("");
    const [clash, setClash] = useState(null);
    const [reveal, setReveal] = useState(null);
    const [preview, setPreview] = useState(innerWidth >= 1100);
    const [spoken, setSpoken] = useState("");
    // A save that nobody heard is sent again when the server is back.
    const waiting = useRef(false);
    const formed = state.value !== null;
    const now = formed ? tidy(value, state.value) : value;
    const base = formed ? state.value : state.text;
    const dirty = clashes.length > 0 || !same(now, base);
    const live = useRef({});
    live.current = { now, base, dirty, state, busy, clash, clashes };
    const problems = withIds([
      ...clashes.map(({ path }) => ({ path, severity: "error", clash: true })), ...state.problems,
    ]);
    const errors = problems.filter((one) => one.severity === "error");
    const lead = (path) => setReveal({ path, at: Date.now() });

    function take(found, said) {
      setState(found);
      setValue(found.value ?? found.text);
      setClashes([]);
      setRestored(false);
      setTold(said);
    }

    // What the server makes of what was sent.
    async function taken(answer, sent, said) {
      const found = await answer.json().catch(() => ({}));
      // What is typed while it is being saved stays.
      const typed = !same(live.current.now, sent);
      if (answer.status === 409 && found.clashes) {
        if (typed) { setTold(words.behind); return; }
        const both = withIds(found.clashes);
        setState(found.state);
        setValue(found.value);
        setClashes(both);
        setTold(words.choose_first);
        lead(both[0].path);
      } else if (answer.status === 409) {
        setClash(found);
      } else if (!answer.ok) {
        if (found.problems) {
          setState({ ...live.current.state, problems: found.problems });
          lead(found.problems[0]?.path ?? []);
        }
        setTold(`${words.failed} ${found.message || ""}`);
      } else if (!typed) {
        const bad = found.problems.filter((one) => one.severity === "error").length;
        setClash(null);
        take(found, bad ? words.saved_errors.replace("{n}", bad) : found.together ? words.saved_both : said);
      } else {
        setClash(null);
        // What was typed since is an edit of what was sent, whatever else was written with that.
        setState(found.together ? reopened(found, { base: sent, digest: "" }) : found);
        setTold("");
      }
    }

    async function send(address, what, said, waits) {
      if (live.current.busy) return;
      setBusy(true);
      const sent = live.current.now;
      try {
        const answer = await akson.write(address, what);
        waiting.current = waits && answer.status === 403;
        if (answer.status === 403) setAway("closed");
        else await taken(answer, sent, said);
      } catch {
        waiting.current = waits;
        setAway("lost");
      } finally {
        setBusy(false);
      }
    }

    function save(digest = live.current.state.digest) {
      const { now: mine, base: was, clashes: both } = live.current;
      if (both.length) {
        setTold(words.choose_first);
        lead(both[0].path);
        return undefined;
      }
      return send(known.address, { digest, base: was, value: mine }, words.saved, true);
    }

    function takeBack(again) {
      const step = live.current.state[again ? "redo" : "undo"];
      if (!step) return undefined;
      if (live.current.dirty) { setTold(words.undo_later); return undefined; }
      const said = (again ? words.redone : words.undone).replace("{what}", step.what);
      return send(known.undo, { number: step.number, again }, said, false);
    }

    function choose(one, whose) {
      const gone = typeof one.path.at(-1) === "number" && !(whose in one);
      if (whose === "theirs" || gone) setValue(placed(value, one.path, whose in one, one[whose]));
      // Rows after one that goes move up.
      const [rows, at] = [one.path.slice(0, -1), one.path.at(-1)];
      const after = ({ path }) => gone && path.length > rows.length && starts(path, rows) && path[rows.length] > at;
      const rest = clashes.filter((other) => other !== one).map((other) =>
        (after(other) ? { ...other, path: other.path.with(rows.length, other.path[rows.length] - 1) } : other));
      setClashes(withIds(rest));
      setTold(rest.length ? words.choose_first : words.chosen);
      if (rest.length) lead(rest[0].path);
      else document.querySelector(".top .save").focus();
    }

    async function drop() {
      const answer = await fetch(akson.at(known.form));
      if (answer.ok) take(await answer.json(), words.took);
    }

    async function refresh() {
      const answer = await fetch(akson.at(known.form));
      if (!answer.ok) return;
      const found = await answer.json();
      const { state: was, dirty: unsaved, busy: saving } = live.current;
      if (saving) return;
      if (found.digest === was.digest) setState({ ...found, ...reopened({}, { base: live.current.base, digest: was.digest }) });
      else if (!unsaved) take(found, words.followed);
      else setTold(words.behind);
    }

    useEffect(() => {
      const keyed = (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        const key = event.key.toLowerCase();
        if (key === "s" && !event.altKey) {
          event.preventDefault();
          if (!live.current.clash) save();
        } else if (event.code === "KeyZ" && event.altKey) {
          event.preventDefault();
          takeBack(event.shiftKey);
        }
      };
      return akson.edit({ keyed, isDirty: () => live.current.dirty, away: setAway, refresh, isWaiting: () => waiting.current, save });
    }, []);
    useEffect(() => {
      if (dirty) kept.keep({ digest: state.digest, base, value: now, clashes });
      else kept.drop();
    }, [value, state, clashes]);
    useEffect(() => { document.title = `${dirty ? "● " : ""}${known.title}`; }, [dirty]);
    useEffect(() => {
      if (!reveal) return;
      const find = (path) => document.getElementById(idOf(path)) || (path.length ? find(path.slice(0, -1)) : null);
      const timer = setTimeout(() => {
        const target = find(reveal.path);
        target?.focus();
        target?.scrollIntoView({ block: "center" });
      }, 80);
      return () => clearTimeout(timer);
    }, [reveal]);

    const shared = { problems, clashes, choose, reveal, say: setSpoken };
    const undoing = (again) => {
      const step = state[again ? "redo" : "undo"];
      const [word, sign] = again ? ["redo", "↷"] : ["undo", "↶"];
      return step && h("button", {
        type: "button", className: "plain back", onClick: () => takeBack(again), "aria-disabled": dirty || busy || undefined,
        "aria-keyshortcuts": again ? "Control+Alt+Shift+Z" : "Control+Alt+Z",
        title: `${words[word].replace("{what}", step.what)} (${mac ? "⌘⌥" : "Ctrl+Alt+"}${again ? (mac ? "⇧" : "Shift+") : ""}Z)`,
      }, h("span", { "aria-hidden": true }, `${sign} `), words[word].replace("{what}", step.what));
    };
    return h(React.Fragment, null,
      h("header", { className: "top" },
        h("div", { className: "where" },
          h("a", { href: akson.at("/_akson/meetings") }, words.meetings),
          h("h1", null, known.title)),
        h("div", { className: "doing" },
          h("p", { className: "spoken", role: "status" }, spoken),
          h("p", { className: "state", role: "status" }, (away && words[away]) || told || (dirty ? words.unsaved : "")),
          restored && h("button", { type: "button", className: "plain", onClick: drop }, words.drop),
          undoing(false), undoing(true),
          known.preview && h("button", { type: "button", className: "plain", "aria-pressed": preview, onClick: () => setPreview(!preview) }, words.preview),
          h("button", { type: "button", className: "save", "aria-disabled": busy || undefined, onClick: () => save() },
            words.save, h("kbd", { "aria-hidden": true }, mac ? "⌘S" : "Ctrl+S")))),
      h("div", { className: `desk${preview ? "" : " alone"}` },
        h("main", { id: "form" },
          state.files.length > 1 && h("nav", { className: "files", "aria-label": words.files },
            h("ul", null, state.files.map((one) => h("li", { key: one.name },
              h("a", { href: akson.at(one.address), "aria-current": one.name === known.file ? "page" : undefined }, one.name))))),
          clashes.length > 0 && h("section", { className: "found", "aria-labelledby": "clashes" },
            h("h2", { id: "clashes" }, words.clash),
            h("p", null, words.clashing),
            h(Shared.Provider, { value: shared }, h("ul", null, clashes.map((one) => h("li", { key: one.id },
              h("button", { type: "button", className: "link", onClick: () => lead(one.path) }, one.label),
              h(Both, { clash: one, named: true })))))),
          state.problems.length > 0 && h("section", { className: `found${errors.length ? "" : " mild"}`, "aria-labelledby": "found" },
            h("h2", { id: "found" }, errors.length ? words.found_errors : words.found_warnings),
            h("ul", null, withIds(state.problems).map((one, at) => h("li", { key: at, className: one.severity },
              formed
                ? h("button", { type: "button", className: "link", onClick: () => lead(one.path) }, one.message)
                : h("span", null, `${words.line} ${one.line}: ${one.message}`),
              one.hint && h("span", { className: "hint" }, one.hint))))),
          formed
            ? h(Shared.Provider, { value: shared },
              h(Form, {
                schema, formData: value, validator, noValidate: true, noHtml5Validate: true, showErrorList: false, tagName: "div", idSeparator: "-",
                fields, widgets, templates, uiSchema: {}, experimental_componentUpdateStrategy: "always",
                experimental_defaultFormStateBehavior: { emptyObjectFields: "skipDefaults", arrayMinItems: { populate: "never" } },
                onChange: (event) => { setValue(event.formData); setTold(""); },
              }))
            : h("div", { className: "field" },
              h("label", { htmlFor: "text" }, state.kind === "text" ? words.text : words.broken),
              h("textarea", {
                id: "text", className: state.kind === "text" ? "whole" : "whole grid", value, spellCheck: state.kind === "text",
                "aria-invalid": errors.length > 0 || undefined,
                onChange: (event) => { setValue(event.target.value); setTold(""); },
              }))),
        preview && known.preview && h("aside", { className: "preview", "aria-label": words.preview },
          h("iframe", { src: akson.at(known.preview), title: words.preview }))),
      clash && h(Clash, { clash, save, take: () => { setClash(null); drop(); }, close: () => setClash(null) }));
  }

  // Somebody else has written the file meanwhile: both versions, and a choice.
  function Clash({ clash, save, take, close }) {
    const box = useRef(null);
    useEffect(() => { box.current.showModal(); }, []);
    const sign = { "-": words.theirs, "+": words.yours };
    return h("dialog", { ref: box, className: "clash", "aria-labelledby": "clash", onCancel: close },
      h("h2", { id: "clash" }, words.clash),
      h("p", null, words.clash_more),
      h("div", { className: "lines", role: "region", tabIndex: 0, "aria-label": words.differs },
        clash.lines.map(([mark, text], at) => h("div", { key: at, className: { "-": "theirs", "+": "yours", "": "gap" }[mark] },
          sign[mark] && h("span", { className: "whose" }, sign[mark]), h("code", null, mark ? text : "…")))),
      h("details", null, h("summary", null, words.whole),
        h("div", { className: "both" },
          ["theirs", "yours"].map((whose) => h("section", { key: whose }, h("h3", null, words[whose]), h("pre", { tabIndex: 0 }, clash[whose]))))),
      h("div", { className: "choices" },
        h("button", { type: "button", className: "save", onClick: () => save(clash.digest) }, words.keep_yours),
        h("button", { type: "button", className: "plain", onClick: take }, words.take_theirs),
        h("button", { type: "button", className: "plain", onClick: close }, words.back)));
  }

  async function begin() {
    const place = document.getElementById("desk");
    const [kept, first, schema] = await Promise.all([
      akson.kept.open(known.place, known.key),
      ...[known.form, known.schema].map((address) => fetch(akson.at(address)).then((one) => one.json())),
    ]);
    createRoot(place).render(h(Page, { first, schema: branched(schema), kept }));
  }
  begin();
})();
