// The deck: arrows turn the pages, S shows what a page rests on, N takes a note, F fills the screen, Escape goes back.
(() => {
  const deck = document.getElementById("slides");
  const slides = [...deck.querySelectorAll(".slide")];
  const place = document.querySelector("[data-deck-place]");
  const note = document.querySelector(".slides__note");
  const said = note.querySelector("[data-deck-said]");
  const panel = document.getElementById("panel");
  let current = 0;

  function show(index, remember = true) {
    current = Math.min(Math.max(index, 0), slides.length - 1);
    slides.forEach((slide, position) => slide.classList.toggle("is-current", position === current));
    place.textContent = `${current + 1} / ${slides.length}`;
    note.elements.slide.value = slides[current].dataset.slide;
    panel.replaceChildren();
    if (remember) history.replaceState(null, "", `#${slides[current].dataset.slide}`);
  }

  function toggleSources() {
    const sources = slides[current].querySelector(".slide__sources");
    if (sources) sources.hidden = !sources.hidden;
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
    const sources = slides[current].querySelector(".slide__sources");
    if (!note.hidden) toggleNote();
    else if (panel.childElementCount) panel.replaceChildren();
    else if (sources && !sources.hidden) sources.hidden = true;
    else if (!document.fullscreenElement) location.assign(deck.dataset.back);
  }

  const DEEDS = {
    on: () => show(current + 1), back: () => show(current - 1), sources: toggleSources, note: toggleNote, full: fill,
  };
  const KEYS = {
    ArrowRight: DEEDS.on, PageDown: DEEDS.on, " ": DEEDS.on, ArrowLeft: DEEDS.back, PageUp: DEEDS.back,
    Home: () => show(0), End: () => show(slides.length - 1), s: toggleSources, n: toggleNote, f: fill, Escape: leave,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key !== "Escape" && (typing || event.target.closest?.(".chart__plot"))) return;
    if (event.key === " " && event.target.matches?.("button, a")) return;
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

  const asked = slides.findIndex((slide) => `#${slide.dataset.slide}` === location.hash);
  show(Math.max(asked, 0), false);
  if (deck.dataset.shownUrl) fetch(deck.dataset.shownUrl, { method: "POST", headers: { "X-CSRFToken": note.elements.csrfmiddlewaretoken.value } });
})();
