// A PDF in which somebody marks what the public does not get: boxes are drawn on pictures of its pages or measured in
// fields, and words are looked for as the redaction looks for them.
(() => {
  const { React, createRoot } = rjsf;
  const { createElement: h, Fragment, useEffect, useRef, useState } = React;
  const known = JSON.parse(document.querySelector("meta[name=akson-form]").content);
  const words = known.words;
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const SIDES = ["left", "top", "width", "height"];
  const CORNERS = ["nw", "ne", "sw", "se"];
  const SMALLEST_MM = 1;
  const WAIT_MS = 250;

  const said = (text, values) => Object.entries(values).reduce((made, [key, one]) => made.replace(`{${key}}`, one), text);
  const sentence = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1) + (/[.?!…]$/.test(text) ? "" : ".");
  const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const number = (text) => Number(String(text ?? "").replace(",", "."));
  const tenth = (value) => String(Math.round(value * 10) / 10);

  // Whether two values say the same, in whatever order their keys are.
  function same(one, other) {
    if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((held, at) => same(held, other[at]));
    if (!isObject(one)) return one === other;
    const keys = Object.keys(one);
    return isObject(other) && keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
  }

  // ---- what is redacted, as it is written and as it is shown --------------------------------------------------

  const named = (row) => ({ id: crypto.randomUUID(), row });
  const textOf = (row) => (isObject(row) ? row.text ?? "" : row);

  // Null where the file has something else there than these pages can show.
  function opened(redact) {
    const { phrases = [], boxes = [], checked = [] } = isObject(redact) ? redact : { phrases: null };
    const fits = Array.isArray(phrases) && Array.isArray(boxes) && Array.isArray(checked) && boxes.every(isObject) &&
      phrases.every((row) => typeof textOf(row) === "string") && checked.every((one) => typeof one === "string");
    return fits ? { ...redact, phrases: phrases.map(named), boxes: boxes.map(named), checked } : null;
  }

  // Without what is empty; a phrase that says no more than its words is written as those.
  function written(model) {
    const filled = (held) => Object.fromEntries(Object.entries(held).filter(([, one]) => one !== undefined && one !== "" && !(Array.isArray(one) && !one.length)));
    return filled({
      ...model,
      phrases: model.phrases.map(({ row }) => (isObject(row) ? filled(row) : row)).filter((row) => textOf(row).trim()),
      boxes: model.boxes.map(({ row }) => filled(row)),
      checked: model.checked,
    });
  }

  // A row of phrases with something else in it, in the shape that it had where that holds it.
  function phrased(row, key, value) {
    const { [key]: was, ...others } = isObject(row) ? row : { text: row };
    const now = value === "" ? others : { ...others, [key]: value };
    return !isObject(row) && key === "text" ? value : { text: "", ...now };
  }

  const measured = ({ row }) => Object.fromEntries(SIDES.map((side) => [side, number(row[side]) || 0]));
  const withMeasures = (row, measures) => ({ ...row, ...Object.fromEntries(SIDES.map((side) => [side, tenth(measures[side])])) });

  // A box that was taken by a corner, or in the middle, and drawn to another place of its page.
  function moved(was, corner, [across, down], [wide, high]) {
    const within = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));
    if (!corner) {
      return { ...was, left: within(was.left + across, 0, wide - was.width), top: within(was.top + down, 0, high - was.height) };
    }
    let [left, top, right, bottom] = [was.left, was.top, was.left + was.width, was.top + was.height];
    if (corner.includes("w")) left = within(left + across, 0, right - SMALLEST_MM);
    if (corner.includes("e")) right = within(right + across, left + SMALLEST_MM, wide);
    if (corner.includes("n")) top = within(top + down, 0, bottom - SMALLEST_MM);
    if (corner.includes("s")) bottom = within(bottom + down, top + SMALLEST_MM, high);
    return { left, top, width: right - left, height: bottom - top };
  }

  // ---- fields --------------------------------------------------------------------------------------------------

  function Field({ id, label, hint, value, onChange, kind = "text", wrong, ...more }) {
    return h("div", { className: "field" },
      h("label", { htmlFor: id }, label),
      hint && h("p", { className: "hint", id: `${id}-hint` }, hint),
      h("input", {
        id, type: kind, value, autoComplete: "off", "aria-describedby": hint ? `${id}-hint` : undefined,
        "aria-invalid": wrong || undefined, onChange: (event) => onChange(event.target.value), ...more,
      }));
  }

  function Check({ id, label, value, onChange }) {
    return h("div", { className: "check" },
      h("input", { id, type: "checkbox", checked: value, onChange: (event) => onChange(event.target.checked) }),
      h("label", { htmlFor: id }, label));
  }

  const Problems = ({ found }) => found.length > 0 && h("ul", { className: "problems" }, found.map((one, at) =>
    h("li", { key: at, className: one.severity }, sentence(one.message), one.hint && h("span", null, ` ${sentence(one.hint)}`))));

  // Numbers in order: "1–3, 7".
  function ranges(numbers) {
    const runs = numbers.reduce((made, one) => (made.at(-1)?.at(-1) === one - 1 ? made.with(-1, [made.at(-1)[0], one]) : [...made, [one]]), []);
    return runs.map((run) => run.join("–")).join(", ");
  }

  function places(found) {
    if (!found) return words.looking;
    if (found.refused) return [found.refused, found.hint].filter(Boolean).map(sentence).join(" ");
    if (!found.count) return words.nowhere;
    const pages = ranges([...new Set(found.places.map(([page]) => page))].sort((one, other) => one - other));
    return said(words[found.count === 1 ? "once" : "many"], { n: found.count, pages });
  }

  // ---- a page --------------------------------------------------------------------------------------------------

  // A page with what is marked on it. Boxes are drawn, moved and sized with the mouse; the list has the same for all.
  function Sheet({ n, count, size, source, boxes, hits, read, chosen, choose, change, add, remove, checked, check, addBox }) {
    const sheet = useRef(null);
    const [fresh, setFresh] = useState(null);
    const [failed, setFailed] = useState(false);
    const [wide, high] = size;
    const placed = ({ left, top, width, height }) => ({
      left: `${(left / wide) * 100}%`, top: `${(top / high) * 100}%`, width: `${(width / wide) * 100}%`, height: `${(height / high) * 100}%`,
    });
    const at = (event) => {
      const around = sheet.current.getBoundingClientRect();
      const within = (value) => Math.min(1, Math.max(0, value));
      return [within((event.clientX - around.left) / around.width) * wide, within((event.clientY - around.top) / around.height) * high];
    };
    // Follows the pointer until it lets go.
    function follow(event, during, end) {
      event.preventDefault();
      event.stopPropagation();
      const target = event.currentTarget;
      const start = at(event);
      target.setPointerCapture(event.pointerId);
      const move = (now) => { const [x, y] = at(now); during([x - start[0], y - start[1]], start, [x, y]); };
      const done = (now) => {
        target.removeEventListener("pointermove", move);
        target.removeEventListener("pointerup", done);
        target.removeEventListener("pointercancel", done);
        end?.(now.type === "pointerup" ? at(now) : start, start);
      };
      target.addEventListener("pointermove", move);
      target.addEventListener("pointerup", done);
      target.addEventListener("pointercancel", done);
    }
    const between = ([x, y], [u, v]) => ({ left: Math.min(x, u), top: Math.min(y, v), width: Math.abs(x - u), height: Math.abs(y - v) });
    function begin(event) {
      if (read || event.button !== 0 || event.pointerType === "touch") return;
      document.activeElement?.blur();
      choose("");
      follow(event, (by, from, to) => setFresh(between(from, to)), (to, from) => {
        setFresh(null);
        const made = between(from, to);
        if (made.width >= SMALLEST_MM && made.height >= SMALLEST_MM) add(n, made);
      });
    }
    function take(event, one, corner) {
      if (event.button !== 0) return;
      document.activeElement?.blur();
      choose(one.id);
      const was = measured(one);
      follow(event, (by) => change(one.id, moved(was, corner, by, size)));
    }
    return h("section", { className: "leaf", id: `page-${n}`, "aria-labelledby": `page-${n}-name` },
      h("h2", { id: `page-${n}-name` }, said(read ? words.page_read : words.page_of, { n, count })),
      h("div", {
        className: `sheet${read ? " read" : ""}`, ref: sheet, style: { aspectRatio: `${wide} / ${high}` }, onPointerDown: begin,
      },
      failed && h("p", { className: "undrawn" }, words.undrawn),
      h("img", {
        key: source, src: source, alt: failed ? "" : said(read ? words.page_read : words.page_of, { n, count }), loading: "lazy", draggable: false,
        onError: () => setFailed(true), onLoad: () => setFailed(false),
      }),
      !read && h("div", { className: "marks", "aria-hidden": true },
        hits.map(([left, top, width, height], place) => h("span", { key: place, className: "hit", style: placed({ left, top, width, height }) })),
        boxes.map((one) => h("span", {
          key: one.id, className: `box${one.id === chosen ? " chosen" : ""}`, style: placed(measured(one)), onPointerDown: (event) => take(event, one, ""),
        },
        h("span", { className: "number" }, one.number),
        one.id === chosen && CORNERS.map((corner) => h("span", { key: corner, className: `corner ${corner}`, onPointerDown: (event) => take(event, one, corner) })),
        one.id === chosen && h("span", {
          className: "gone", title: said(`${words.remove}: ${words.box}`, { n: one.number }),
          onPointerDown: (event) => { event.preventDefault(); event.stopPropagation(); remove(one.id); },
        }, "×"))),
        fresh && h("span", { className: "box chosen", style: placed(fresh) }))),
      !read && h("div", { className: "below" },
        h(Check, { id: `checked-${n}`, label: said(words.checked, { n }), value: checked, onChange: check }),
        h("button", { type: "button", className: "quiet", onClick: () => addBox(n) }, said(words.add_box_on, { n }))));
  }

  // ---- the page ------------------------------------------------------------------------------------------------

  function Page({ first, kept }) {
    const left = kept.found && opened(kept.found.redact) && !same(kept.found.redact, first.redact) ? kept.found : null;
    const [state, setState] = useState(left ? { ...first, base: left.base, digest: left.digest, redact: left.was } : first);
    const [model, setModel] = useState(() => opened(left ? left.redact : first.redact));
    const [busy, setBusy] = useState(false);
    const [told, setTold] = useState(left ? words.restored : "");
    const [restored, setRestored] = useState(Boolean(left));
    const [away, setAway] = useState("");
    const [spoken, setSpoken] = useState("");
    const [chosen, choose] = useState("");
    const [focus, setFocus] = useState("");
    const [found, setFound] = useState({});
    const [clashes, setClashes] = useState([]);
    // What readers would get of it as it was when that was asked for, and what is wrong with it.
    const [trial, setTrial] = useState(null);
    const [making, setMaking] = useState(false);
    const [refused, setRefused] = useState(null);
    const now = model && written(model);
    const dirty = model !== null && (clashes.length > 0 || !same(now, state.redact));
    const live = useRef({});
    live.current = { now, dirty, state, busy, model, clashes, chosen };
    const waiting = useRef(false);
    const sizes = state.pdf.sizes ?? [];
    const read = Boolean(trial?.of) && same(trial.redact, now);
    const fresh = trial && same(trial.redact, now) ? trial.problems : null;
    const problems = refused && same(refused.redact, now) ? refused.problems : fresh ?? (dirty ? [] : state.problems);
    const errors = problems.filter((one) => one.severity === "error");
    const boxes = (model?.boxes ?? []).map((one, at) => ({ ...one, number: at + 1, page: number(one.row.page) }));
    const texts = [...new Set((model?.phrases ?? []).map(({ row }) => textOf(row).trim()).filter(Boolean))];

    const edit = (change) => { setModel((was) => ({ ...was, ...change(was) })); setTold(""); };
    const rows = (key, id, change) => edit((was) => ({ [key]: was[key].map((one) => (one.id === id ? { ...one, row: change(one.row) } : one)) }));
    const measure = (id, measures) => rows("boxes", id, (row) => withMeasures(row, measures));

    function put(key, row, where) {
      const one = named(row);
      edit((was) => ({ [key]: [...was[key], one] }));
      if (where) setFocus(`${where}-${one.id}`);
      setSpoken(said(words.added, { row: said(words[key === "boxes" ? "box" : "phrase"], { n: model[key].length + 1 }), n: model[key].length + 1 }));
      return one.id;
    }
    function addBox(page) {
      const [wide, high] = sizes[page - 1] ?? [100, 100];
      choose(put("boxes", withMeasures({ page: String(page) }, { left: wide * 0.1, top: high * 0.1, width: wide * 0.3, height: Math.min(10, high * 0.1) }), "left"));
    }
    const drawn = (page, measures) => choose(put("boxes", withMeasures({ page: String(page) }, measures), ""));
    function remove(key, id) {
      const { [key]: all } = live.current.model;
      const at = all.findIndex((one) => one.id === id);
      if (at < 0) return;
      setSpoken(said(words.removed, { row: said(words[key === "boxes" ? "box" : "phrase"], { n: at + 1 }) }));
      const next = all[at + 1] ?? all[at - 1];
      edit((was) => ({ [key]: was[key].filter((one) => one.id !== id) }));
      setFocus(next ? `${key === "boxes" ? "left" : "text"}-${next.id}` : `add-${key}`);
      choose("");
    }
    const inView = () => {
      const place = [...document.querySelectorAll(".leaf")].findIndex((one) => one.getBoundingClientRect().bottom > innerHeight / 2);
      return Math.max(0, place) + 1;
    };

    // ---- what the server says ----

    function take(next, text) {
      setState((was) => ({ ...next, pdf: next.pdf ?? was.pdf }));
      // Rows that say the same stay, and what has the focus in them.
      setModel((was) => (was && same(written(was), next.redact) ? was : opened(next.redact)));
      setClashes([]);
      setRestored(false);
      setTold(text);
    }

    async function send(address, what, waits = setBusy) {
      waits(true);
      try {
        const answer = await akson.write(address, what);
        if (answer.status === 403) setAway("closed");
        waiting.current = answer.status === 403 && address === known.save;
        return answer.status === 403 ? null : [answer, await answer.json().catch(() => ({}))];
      } catch {
        waiting.current = address === known.save;
        setAway("lost");
        return null;
      } finally {
        waits(false);
      }
    }

    // What was changed elsewhere as well, and what the reader refuses; false where it is neither.
    function stopped([answer, body], sent, failed) {
      if (answer.ok) return false;
      if (answer.status === 409) {
        setState((was) => ({ ...body.state, pdf: was.pdf }));
        const all = body.clashes.every((one) => one.path !== null);
        if (all) setModel(opened(body.redact));
        setClashes(all ? body.clashes : [{ label: known.name, path: [], theirs: body.state.redact, mine: sent }]);
        setTold(words.choose_first);
      } else {
        if (body.problems) setRefused({ redact: sent, problems: body.problems });
        setTold(`${failed} ${body.message ? sentence(body.message) : ""}`);
      }
      return true;
    }

    const asked = () => ({ digest: live.current.state.digest, base: live.current.state.base, redact: live.current.now });

    async function save() {
      const { busy: at, clashes: both, model: held } = live.current;
      if (at || !held) return;
      if (both.length) { setTold(words.choose_first); return; }
      const what = asked();
      const none = (redact) => !redact?.phrases && !redact?.boxes;
      if (none(what.redact) && !none(live.current.state.redact) && !confirm(words.bare)) return;
      const answered = await send(known.save, what);
      if (!answered || stopped(answered, what.redact, words.failed)) return;
      const [, next] = answered;
      if (same(live.current.now, what.redact)) take(next, next.together ? words.saved_both : words.saved);
      else setState((was) => ({ ...next, pdf: was.pdf }));
    }

    async function show() {
      if (read) { setTrial({ ...trial, of: "" }); setTold(""); return; }
      if (making || !live.current.model) return;
      if (live.current.clashes.length) { setTold(words.choose_first); return; }
      const what = asked();
      setTold("");
      const answered = await send(known.public, what, setMaking);
      if (!answered || stopped(answered, what.redact, words.unmade)) return;
      const [, next] = answered;
      setTrial({ ...next, redact: what.redact });
      const isWrong = next.problems.some((one) => one.severity === "error");
      setTold(words[!next.of ? "unmade" : isWrong ? "made_errors" : live.current.dirty ? "made" : "made_saved"]);
    }

    async function refresh() {
      const answer = await fetch(akson.at(known.state));
      if (!answer.ok) return;
      const next = await answer.json();
      const { state: was, dirty: unsaved, busy: saving } = live.current;
      if (saving) return;
      if (next.digest === was.digest) setState({ ...next, base: was.base });
      else if (!unsaved) take(next, same(next.redact, was.redact) ? "" : words.followed);
      else { setState({ ...was, pdf: next.pdf }); setTold(words.behind); }
    }

    async function takeBack(again) {
      const step = state[again ? "redo" : "undo"];
      if (!step || busy) return;
      if (live.current.dirty) { setTold(words.undo_later); return; }
      const answered = await send(known.undo, { number: step.number, again });
      if (!answered) return;
      if (answered[0].ok) await refresh();
      setTold(answered[0].ok ? said(words[again ? "redone" : "undone"], { what: step.what }) : words.failed);
    }

    async function drop() {
      const answer = await fetch(akson.at(known.state));
      if (answer.ok) take(await answer.json(), words.took);
    }

    function settle(one, whose) {
      if (whose === "theirs") {
        const placed = (value, [step, ...rest]) => {
          if (step === undefined) return one.theirs;
          const held = rest.length || "theirs" in one ? placed(value?.[step], rest) : undefined;
          if (Array.isArray(value)) return held === undefined ? value.toSpliced(step, 1) : value.toSpliced(step, 1, held);
          const { [step]: gone, ...others } = value ?? {};
          return held === undefined ? others : { ...value, [step]: held };
        };
        setModel(opened(placed(live.current.now, one.path) ?? {}));
      }
      const rest = clashes.filter((other) => other !== one);
      setClashes(rest);
      setTold(rest.length ? words.choose_first : words.chosen);
    }

    useEffect(() => {
      const keyed = (event) => {
        const typing = event.target.closest?.("input, textarea, select");
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && !event.altKey) {
          event.preventDefault();
          save();
        } else if (["Delete", "Backspace"].includes(event.key) && !typing && live.current.chosen) {
          event.preventDefault();
          remove("boxes", live.current.chosen);
        }
      };
      return akson.edit({ keyed, isDirty: () => live.current.dirty, away: setAway, refresh, isWaiting: () => waiting.current, save });
    }, []);
    useEffect(() => {
      if (dirty) kept.keep({ digest: state.digest, base: state.base, was: state.redact, redact: now });
      else kept.drop();
    }, [model, state, clashes]);
    useEffect(() => { document.title = `${dirty ? "● " : ""}${known.title}`; }, [dirty]);
    useEffect(() => {
      if (!focus) return;
      document.getElementById(focus)?.focus();
      setFocus("");
    }, [focus]);
    // What is to be mended, or chosen, comes into sight.
    useEffect(() => {
      if (problems.length || clashes.length) document.getElementById(clashes.length ? "clashes" : "found")?.scrollIntoView({ block: "nearest" });
    }, [trial, refused, clashes.length > 0]);
    // Words are looked for when whoever types them rests. The file may be another meanwhile.
    useEffect(() => { setFound({}); }, [state.pdf.of]);
    useEffect(() => {
      const missing = texts.filter((one) => !found[one]);
      if (!missing.length || !state.pdf.of) return undefined;
      const timer = setTimeout(async () => {
        const answer = await akson.write(known.found, { phrases: missing }).catch(() => null);
        if (!answer?.ok) return;
        const all = await answer.json();
        setFound((was) => ({ ...was, ...Object.fromEntries(missing.map((one, at) => [one, all[at]])) }));
      }, WAIT_MS);
      return () => clearTimeout(timer);
    }, [texts.join("\n"), found, state.pdf.of]);

    // ---- what is shown ----

    const at = (...path) => problems.filter((one) => path.every((step, place) => one.path[place] === step) && one.path.length >= path.length);
    const wrong = (...path) => at(...path).some((one) => one.severity === "error");
    // Where a row that is written stands among those that are: empty ones are not written.
    const writtenAt = (id) => model.phrases.filter(({ row }) => textOf(row).trim()).findIndex((one) => one.id === id);
    function lead(one) {
      const [key, place] = one.path;
      const row = key === "phrases" ? model.phrases.filter((each) => textOf(each.row).trim())[place] : key === "boxes" ? model.boxes[place] : null;
      document.getElementById(row ? `${key === "boxes" ? "left" : "text"}-${row.id}` : key === "withheld" ? "basis" : "pages")?.focus();
    }
    const undoing = (again) => {
      const step = state[again ? "redo" : "undo"];
      return step && h("button", {
        type: "button", className: "plain back", onClick: () => takeBack(again), "aria-disabled": dirty || busy || undefined,
      }, h("span", { "aria-hidden": true }, again ? "↷ " : "↶ "), said(words[again ? "redo" : "undo"], step));
    };
    const shown = read ? trial.sizes : sizes;
    const source = (n) => akson.at(read
      ? `${known.public}&of=${encodeURIComponent(trial.of)}&page=${n}`
      : `${known.picture}&of=${encodeURIComponent(state.pdf.of)}&page=${n}`);
    return h(Fragment, null,
      h("header", { className: "top" },
        h("div", { className: "where" },
          h("a", { href: akson.at("/_akson/meetings") }, words.meetings),
          h("a", { href: akson.at(known.form) }, words.form),
          h("h1", null, known.title)),
        h("div", { className: "doing" },
          h("p", { className: "spoken", role: "status" }, spoken),
          h("p", { className: "state", role: "status" }, (away && words[away]) || (making && words.making) || told || (dirty ? words.unsaved : "")),
          restored && h("button", { type: "button", className: "plain", onClick: drop }, words.drop),
          undoing(false), undoing(true),
          model && sizes.length > 0 && h("button", {
            type: "button", className: "plain", "aria-pressed": read, onClick: show, "aria-disabled": making || undefined,
          }, words.as_read),
          model && h("button", { type: "button", className: "save", "aria-disabled": busy || undefined, onClick: save },
            words.save, h("kbd", { "aria-hidden": true }, mac ? "⌘S" : "Ctrl+S")))),
      h("main", { className: "marking" },
        h("div", { className: "panel" },
          clashes.length > 0 && h("section", { className: "found", "aria-labelledby": "clashes" },
            h("h2", { id: "clashes" }, words.clash), h("p", null, words.clashing),
            clashes.map((one, place) => h("div", { key: place, className: "clashing", role: "group", "aria-label": one.label },
              h("p", { className: "why" }, one.label),
              h("dl", null,
                h("dt", null, words.theirs), h("dd", { className: "theirs" }, outline(one.theirs)),
                h("dt", null, words.yours), h("dd", { className: "yours" }, outline(one.mine))),
              h("div", { className: "choices" }, ["theirs", "mine"].map((whose) => h("button", {
                key: whose, type: "button", className: "plain", onClick: () => settle(one, whose),
              }, words[whose === "mine" ? "keep_mine" : "take_theirs"])))))),
          problems.length > 0 && h("section", { className: `found${errors.length ? "" : " mild"}`, "aria-labelledby": "found" },
            h("h2", { id: "found" }, errors.length ? words.found_errors : words.found_warnings),
            h("ul", null, problems.map((one, place) => h("li", { key: place, className: one.severity },
              h("button", { type: "button", className: "link", onClick: () => lead(one) }, one.message),
              one.hint && h("span", { className: "hint" }, sentence(one.hint)))))),
          !model && h("p", { className: "found" }, words.odd),
          model && h(Field, {
            id: "basis", label: words.basis, hint: words.basis_hint, value: model.withheld ?? "", onChange: (text) => edit(() => ({ withheld: text })),
          }),
          model && h("section", { className: "kind", "aria-labelledby": "words" },
            h("h2", { id: "words" }, words.phrases), h("p", { className: "hint" }, words.phrases_hint),
            h("ol", null, model.phrases.map(({ id, row }, place) => {
              const text = textOf(row).trim();
              const own = writtenAt(id);
              const spotted = text && found[text];
              return h("li", { key: id, className: "card" },
                h("div", { className: "line" },
                  h(Field, {
                    id: `text-${id}`, label: said(words.phrase, { n: place + 1 }), value: textOf(row), wrong: own >= 0 && wrong("phrases", own),
                    onChange: (value) => rows("phrases", id, (was) => phrased(was, "text", value)),
                  }),
                  h("button", {
                    type: "button", className: "tool", "aria-label": `${words.remove}: ${said(words.phrase, { n: place + 1 })}`, onClick: () => remove("phrases", id),
                  }, h("span", { "aria-hidden": true }, "×"))),
                text && state.pdf.of && h("p", { className: `where-found${spotted && !spotted.count ? " none" : ""}`, role: "status" }, places(spotted)),
                h("details", { open: isObject(row) && Boolean(row.withheld) || undefined },
                  h("summary", null, words.own_basis),
                  h(Field, {
                    id: `basis-${id}`, label: words.basis, value: isObject(row) ? row.withheld ?? "" : "", onChange: (value) => rows("phrases", id, (was) => phrased(was, "withheld", value)),
                  })),
                h(Check, {
                  id: `also-${id}`, label: words.also_said, value: isObject(row) && row.also_said === "yes",
                  onChange: (on) => rows("phrases", id, (was) => phrased(was, "also_said", on ? "yes" : "")),
                }),
                own >= 0 && h(Problems, { found: at("phrases", own) }));
            })),
            h("button", { type: "button", className: "add", id: "add-phrases", onClick: () => put("phrases", "", "text") },
              h("span", { "aria-hidden": true }, "+ "), words.add_phrase)),
          model && h("section", { className: "kind", "aria-labelledby": "boxes" },
            h("h2", { id: "boxes" }, words.boxes), h("p", { className: "hint" }, words.boxes_hint),
            h("ol", null, boxes.map(({ id, row, number: n }) => h("li", { key: id },
              h("fieldset", { className: `card${id === chosen ? " chosen" : ""}`, onFocus: () => choose(id) },
                h("legend", null, said(words.box, { n })),
                h("div", { className: "measures" }, ["page", ...SIDES].map((side) => h(Field, {
                  key: side, id: `${side}-${id}`, kind: "number", min: side === "page" ? 1 : 0, max: side === "page" ? sizes.length || undefined : undefined, step: side === "page" ? 1 : "any",
                  label: words[side], value: Number.isFinite(number(row[side])) && row[side] ? String(number(row[side])) : "", wrong: wrong("boxes", n - 1),
                  onChange: (value) => rows("boxes", id, (was) => ({ ...was, [side]: value })),
                }))),
                h("details", { open: Boolean(row.withheld) || undefined },
                  h("summary", null, words.own_basis),
                  h(Field, { id: `basis-${id}`, label: words.basis, value: row.withheld ?? "", onChange: (value) => rows("boxes", id, (was) => ({ ...was, withheld: value })) })),
                h(Problems, { found: at("boxes", n - 1) }),
                h("button", { type: "button", className: "quiet", onClick: () => remove("boxes", id) }, `${words.remove}: ${said(words.box, { n })}`))))),
            h("button", { type: "button", className: "add", id: "add-boxes", onClick: () => addBox(inView()) },
              h("span", { "aria-hidden": true }, "+ "), words.add_box))),
        h("div", { className: "leaves", id: "pages", role: "region", tabIndex: -1, "aria-label": words.pages },
          state.pdf.refused && h("p", { className: "found" }, sentence(state.pdf.refused), state.pdf.hint && h("span", { className: "hint" }, sentence(state.pdf.hint))),
          model && shown.map((size, place) => h(Sheet, {
            key: place, n: place + 1, count: shown.length, size, source: source(place + 1), read, chosen, choose,
            boxes: boxes.filter((one) => one.page === place + 1),
            hits: texts.flatMap((one) => found[one]?.places ?? []).filter(([page]) => page === place + 1).map(([, measures]) => measures),
            change: measure, add: drawn, remove: (id) => remove("boxes", id), addBox,
            checked: model.checked.includes(String(place + 1)),
            check: (on) => edit((was) => ({
              checked: on ? [...was.checked, String(place + 1)].sort((one, other) => one - other) : was.checked.filter((one) => one !== String(place + 1)),
            })),
          })))));
  }

  // A value in lines, for one to read.
  function outline(value, indent = "") {
    if (value === undefined) return words.absent;
    if (typeof value === "string") return value;
    const rows = Array.isArray(value) ? value.map((one) => ["–", one]) : Object.entries(value).map(([key, one]) => [`${key}:`, one]);
    return rows.map(([name, one]) =>
      `${indent}${name}${typeof one === "string" ? ` ${one}` : `\n${outline(one, `${indent}  `)}`}`).join("\n");
  }

  async function begin() {
    const [kept, first] = await Promise.all([
      akson.kept.open(known.place, known.key), fetch(akson.at(known.state)).then((one) => one.json()),
    ]);
    createRoot(document.getElementById("desk")).render(h(Page, { first, kept }));
  }
  begin();
})();
