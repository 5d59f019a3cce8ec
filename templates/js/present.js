// Presents the slides of the page: one at a time, as large as the window. Without this script the page is whole.
(() => {
  const root = document.documentElement;
  let slides = [...document.querySelectorAll(".slide")];
  const button = document.querySelector("[data-present]");
  if (!button || !slides.length) return;

  const announcer = document.createElement("p");
  announcer.className = "announcer";
  announcer.setAttribute("aria-live", "polite");
  document.body.append(announcer);

  // The way out for those who have no Escape key.
  const leave = document.createElement("button");
  leave.type = "button";
  leave.className = "leave";
  leave.hidden = true;
  leave.textContent = button.dataset.leave;
  leave.addEventListener("click", (event) => { event.stopPropagation(); stop(); });
  document.body.append(leave);

  // Room for what is on the slide: the steps that the PDF has too.
  const steps = ["tight", "step-1", "step-2", "step-3", "step-4"];
  let form = new Map(slides.map((slide) => [slide, slide.className]));
  let current = -1;

  const presenting = () => root.classList.contains("presenting");
  const slideOf = (anchor) => anchor ? document.getElementById(anchor)?.closest(".slide") : null;
  const asked = () => slides.indexOf(slideOf(location.hash.slice(1)));
  const inView = () => slides.findIndex((slide) => slide.getBoundingClientRect().bottom > innerHeight / 3);

  function fit(slide) {
    slide.className = `${form.get(slide)} current`;
    for (const step of steps) {
      if (slide.scrollHeight <= slide.clientHeight + 1) return;
      slide.classList.remove(...steps.slice(1));
      slide.classList.add("tight", step);
    }
  }

  function show(index) {
    slides[current]?.classList.remove("current");
    current = Math.max(0, Math.min(index, slides.length - 1));
    const slide = slides[current];
    slide.classList.add("current");
    slide.scrollTop = 0;
    fit(slide);
    slide.tabIndex = -1;
    slide.focus({ preventScroll: true });
    history.replaceState(null, "", "#" + slide.id);
    const number = slide.querySelector("[id^=slide-]").id.slice("slide-".length);
    const heading = slide.querySelector("h1, h2, h3");
    const said = (button.dataset.announce || "{n}").replace("{n}", number);
    announcer.textContent = heading ? `${said}: ${heading.textContent.trim()}` : said;
  }

  function start() {
    const found = asked();
    const index = found >= 0 ? found : Math.max(0, inView());
    root.classList.add("presenting");
    leave.hidden = false;
    show(index);
    document.fonts.ready.then(() => presenting() && fit(slides[current]));
    root.requestFullscreen?.().catch(() => {});
  }

  function stop() {
    if (!presenting()) return;
    const slide = slides[current];
    root.classList.remove("presenting");
    leave.hidden = true;
    slides.forEach((one) => { one.className = form.get(one); one.removeAttribute("tabindex"); });
    current = -1;
    announcer.textContent = "";
    if (document.fullscreenElement) document.exitFullscreen();
    button.focus({ preventScroll: true });
    slide.scrollIntoView();
  }

  // The page was put in place anew while it was open: the same slide stays, or what came where it was.
  document.addEventListener("akson:changed", () => {
    const anchor = slides[current]?.id;
    slides = [...document.querySelectorAll(".slide")];
    form = new Map(slides.map((slide) => [slide, slide.className]));
    if (!presenting()) return;
    const found = slides.findIndex((slide) => slide.id === anchor);
    show(found >= 0 ? found : current);
  });

  const keys = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, Enter: 1,
    ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Backspace: -1,
    Home: -Infinity, End: Infinity,
  };

  document.addEventListener("keydown", (event) => {
    if (!presenting() || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") return stop();
    const onLink = event.target.closest("a, button") && (event.key === " " || event.key === "Enter");
    if (!(event.key in keys) || onLink) return;
    event.preventDefault();
    show(current + (event.key === " " && event.shiftKey ? -1 : keys[event.key]));
  });

  document.addEventListener("click", (event) => {
    if (!presenting() || event.target.closest("a, button") || !getSelection().isCollapsed) return;
    show(current + (event.clientX < innerWidth / 3 ? -1 : 1));
  });

  let touched = null;
  document.addEventListener("touchstart", (event) => { touched = event.touches[0].clientX; }, { passive: true });
  document.addEventListener("touchend", (event) => {
    const moved = touched === null ? 0 : event.changedTouches[0].clientX - touched;
    touched = null;
    if (!presenting() || Math.abs(moved) < 40) return;
    event.preventDefault();
    show(current + (moved < 0 ? 1 : -1));
  });

  addEventListener("resize", () => presenting() && fit(slides[current]));
  addEventListener("hashchange", () => presenting() && asked() >= 0 && show(asked()));
  document.addEventListener("fullscreenchange", () => document.fullscreenElement || stop());
  button.addEventListener("click", (event) => { event.stopPropagation(); start(); });
  button.hidden = false;
})();
