// All meetings: starting one.
(() => {
  const known = JSON.parse(document.querySelector("meta[name=akson-form]").content);
  const begin = document.getElementById("begin");
  const why = document.getElementById("why");
  begin.addEventListener("submit", async (event) => {
    event.preventDefault();
    why.textContent = "";
    try {
      const answer = await fetch(location.pathname, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Akson-Token": known.token },
        body: JSON.stringify(Object.fromEntries(new FormData(begin))),
      });
      const found = await answer.json();
      if (answer.ok) location.assign(found.address);
      else why.textContent = found.message || known.words.failed;
    } catch {
      why.textContent = known.words.lost;
    }
  });
})();
