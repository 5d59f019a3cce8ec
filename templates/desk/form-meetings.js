// All meetings: starting one.
(() => {
  const known = JSON.parse(document.querySelector("meta[name=akson-form]").content);
  const begin = document.getElementById("begin");
  const why = document.getElementById("why");
  begin.addEventListener("submit", async (event) => {
    event.preventDefault();
    why.textContent = "";
    try {
      const answer = await akson.write("/_akson/meetings", Object.fromEntries(new FormData(begin)));
      if (answer.status === 403) { why.textContent = known.words.closed; return; }
      const found = await answer.json();
      if (answer.ok) location.assign(akson.at(found.address));
      else why.textContent = found.message || known.words.failed;
    } catch {
      why.textContent = known.words.lost;
    }
  });
})();
