// Says whether a file is one of the papers of the page's list, by its SHA-256. The file is read here and sent nowhere.
// Without this script the page is the list.
(() => {
  const form = document.querySelector("[data-verify]");
  if (!form) return;
  const input = form.querySelector("input");
  const drop = form.querySelector("[data-drop]");
  const result = form.querySelector("[data-result]");
  const rows = [...document.querySelectorAll("[data-digest]")];
  let asked = 0;

  const told = async (file) => {
    // Browsers compute digests on pages that nobody can have changed on the way.
    if (!crypto.subtle) return form.dataset.failed;
    try {
      const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const digest = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const found = rows.find((row) => row.dataset.digest === digest);
      return found ? found.dataset.said : form.dataset.no;
    } catch {
      return form.dataset.failed;
    }
  };

  const check = async (file) => {
    if (!file) return;
    const number = ++asked;
    result.textContent = form.dataset.wait;
    const said = await told(file);
    if (number === asked) result.textContent = `${file.name}: ${said}`;
  };

  input.addEventListener("change", () => check(input.files[0]));
  // A file that misses the area would open in place of the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
  drop.addEventListener("dragover", () => drop.classList.add("over"));
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    check(event.dataTransfer.files[0]);
  });
  form.hidden = false;
})();
