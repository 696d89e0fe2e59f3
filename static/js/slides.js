// The deck: arrows turn the pages, S shows what a page rests on, N takes a note, F fills the screen, B darkens it, a
// number and Enter jump, H tells all of this, Escape goes back.
(() => {
  const deck = document.getElementById("slides");
  const slides = [...deck.querySelectorAll(".slide")];
  const place = document.querySelector("[data-deck-place]");
  const note = document.querySelector(".slides__note");
  const said = note.querySelector("[data-deck-said]");
  const panel = document.getElementById("panel");
  const help = document.querySelector(".slides__help");
  const dark = document.querySelector(".slides__dark");
  const SMALLEST = 0.6; // of the slide's own type; what is longer still is scrolled
  const NARROW = 700; // on a phone everything is scrolled: its type is small enough
  let current = 0;
  let typed = "";

  // Words that are more than the slide holds are set smaller, never cut off.
  function fit(slide) {
    const body = slide.querySelector(".slide__body");
    if (!body) return;
    const overflows = () => body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1;
    const parts = [body.querySelector(":scope > .slide__words"), body].filter(Boolean);
    for (const part of parts) part.style.zoom = "";
    if (innerWidth < NARROW) return;
    for (const part of parts) {
      for (let size = 0.95; overflows() && size >= SMALLEST; size -= 0.05) part.style.zoom = size;
      if (overflows() && part !== body) part.style.zoom = "";
    }
  }

  function show(index, remember = true) {
    current = Math.min(Math.max(index, 0), slides.length - 1);
    slides.forEach((slide, position) => slide.classList.toggle("is-current", position === current));
    place.textContent = `${current + 1} / ${slides.length}`;
    note.elements.slide.value = slides[current].dataset.slide;
    panel.replaceChildren();
    for (const open of deck.querySelectorAll(".slide__sources:not([hidden])")) open.hidden = true;
    fit(slides[current]);
    if (remember) history.replaceState(null, "", `#${slides[current].dataset.slide}`);
  }

  function toggleSources() {
    const sources = slides[current].querySelector(".slide__sources");
    if (sources) sources.hidden = !sources.hidden;
  }

  const sourcesShown = () => slides[current].querySelector(".slide__sources:not([hidden])");

  function scroll(down) {
    const box = sourcesShown() ?? slides[current].querySelector(".slide__body");
    box?.scrollBy({ top: (down ? 1 : -1) * box.clientHeight * 0.4 });
  }

  function toggleHelp() {
    help.hidden = !help.hidden;
    if (!help.hidden) help.focus();
  }

  function darken() {
    dark.hidden = !dark.hidden;
  }

  function jump() {
    if (!typed) return;
    show(Number(typed) - 1);
    typed = "";
  }

  function toggleNote() {
    if (!note.getAttribute("action")) return;
    note.hidden = !note.hidden;
    said.textContent = "";
    if (!note.hidden) note.elements.text.focus();
  }

  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  }

  function leave() {
    const sources = sourcesShown();
    if (!dark.hidden) darken();
    else if (!help.hidden) toggleHelp();
    else if (!note.hidden) toggleNote();
    else if (panel.childElementCount) panel.replaceChildren();
    else if (sources) sources.hidden = true;
    else if (!document.fullscreenElement) location.assign(deck.dataset.back);
  }

  const DEEDS = {
    on: () => show(current + 1), back: () => show(current - 1), sources: toggleSources, note: toggleNote, full: fill, help: toggleHelp,
    dark: darken,
  };
  const KEYS = {
    ArrowRight: DEEDS.on, PageDown: DEEDS.on, " ": DEEDS.on, ArrowLeft: DEEDS.back, PageUp: DEEDS.back,
    Home: () => show(0), End: () => show(slides.length - 1), s: toggleSources, n: toggleNote, f: fill, h: toggleHelp,
    "?": toggleHelp, b: darken, ".": darken, Escape: leave, ArrowDown: () => scroll(true), ArrowUp: () => scroll(false),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key !== "Escape" && (typing || event.target.closest?.(".chart__plot"))) return;
    const pressed = event.target.matches?.("button, a");
    if (event.key === " " && pressed) return;
    if (/^[0-9]$/.test(event.key)) {
      typed = `${typed}${event.key}`.slice(-3);
      return;
    }
    if (event.key === "Enter" && !pressed) return jump();
    typed = "";
    const deed = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-source]")) {
      event.preventDefault();
      toggleSources();
    }
    const button = event.target.closest?.("[data-deck]");
    if (button && DEEDS[button.dataset.deck]) DEEDS[button.dataset.deck]();
  });

  note.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(note.action, { method: "POST", body: new FormData(note), headers: { Accept: "application/json" } });
    const told = await answer.json();
    said.textContent = told.said ?? told.error;
    if (!answer.ok) return;
    note.elements.text.value = "";
    if (note.elements.work) note.elements.work.checked = false;
  });

  // Paper takes each slide as it is on the screen; A4 across has room for so many pixels.
  const PAPER = { width: 1028, height: 690 };
  addEventListener("beforeprint", () => {
    const { clientWidth: width, clientHeight: height } = deck;
    document.documentElement.style.fontSize = getComputedStyle(document.documentElement).fontSize;
    for (const slide of slides) {
      fit(slide);
      const zoom = Math.min(PAPER.width / width, PAPER.height / height);
      Object.assign(slide.style, { width: `${width}px`, height: `${height}px`, zoom });
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.style.fontSize = "";
    for (const slide of slides) Object.assign(slide.style, { width: "", height: "", zoom: "" });
  });

  new ResizeObserver(() => fit(slides[current])).observe(deck);
  const asked = slides.findIndex((slide) => `#${slide.dataset.slide}` === location.hash);
  show(Math.max(asked, 0), false);
  if (deck.dataset.shownUrl) fetch(deck.dataset.shownUrl, { method: "POST", headers: { "X-CSRFToken": note.elements.csrfmiddlewaretoken.value } });
})();
