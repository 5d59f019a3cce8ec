// Says whether files are among the papers of the page's list, by their SHA-256. They are read here and sent nowhere.
// Without this script the page is the list.
(() => {
  const form = document.querySelector("[data-verify]");
  if (!form) return;
  const input = form.querySelector("input");
  const drop = form.querySelector("[data-drop]");
  const result = form.querySelector("[data-result]");
  const rows = [...document.querySelectorAll("[data-digest]")];
  let asked = 0;

  const no = { kind: "no", words: form.dataset.no };
  const failed = { kind: "failed", words: form.dataset.failed };
  const folder = { kind: "failed", words: form.dataset.folder };

  // What is to be said of a file. One of another size than all papers is none of them, and is not read.
  const told = async (file) => {
    if (!rows.some((row) => Number(row.dataset.size) === file.size)) return no;
    // Browsers compute digests on pages that nobody can have changed on the way.
    if (!crypto.subtle) return failed;
    try {
      const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const digest = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const found = rows.find((row) => row.dataset.digest === digest);
      return found ? { kind: "yes", words: found.dataset.said } : no;
    } catch {
      return failed;
    }
  };

  // The answer comes first, and the name apart: a file may be called anything.
  const answered = (name, answer) => {
    const [line, words, called] = ["p", "strong", "bdi"].map((tag) => document.createElement(tag));
    line.className = answer.kind;
    words.textContent = answer.words;
    called.textContent = name;
    line.append(words, " ", called);
    return line;
  };

  const check = async (files) => {
    if (!files.length) return;
    const number = ++asked;
    result.textContent = form.dataset.wait;
    const lines = [];
    for (const [file, answer] of files) lines.push(answered(file.name, answer || (await told(file))));
    if (number === asked) result.replaceChildren(...lines);
  };

  // The same file once more is a change too: it may have been saved anew meanwhile.
  input.addEventListener("click", () => { input.value = ""; });
  input.addEventListener("change", () => check([...input.files].map((file) => [file])));
  // A file that misses the area would open in place of the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
  drop.addEventListener("dragover", () => drop.classList.add("over"));
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    const dropped = [...event.dataTransfer.items].filter((one) => one.kind === "file");
    check(dropped.map((one) => [one.getAsFile(), one.webkitGetAsEntry?.()?.isDirectory ? folder : null]));
  });
  form.hidden = false;
})();
