// The report page: text and claims point at each other, decisions by keyboard, corrections from selected text.
(() => {
  const review = document.getElementById("review");
  const reading = document.getElementById("reading");
  const side = document.getElementById("review-side");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let lastSelection = null;
  let advance = false;
  const arrived = document.querySelector(".claim.is-current");

  const claims = () => [...document.querySelectorAll(".claim")];
  const current = () => document.querySelector(".claim.is-current");
  const marksOf = (pk) => reading?.querySelectorAll(`[data-claims~="${CSS.escape(pk)}"]`) ?? [];

  // --- which claim is looked at

  function bringIntoView(element, block) {
    element?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  }

  function scrollSide(card) {
    const box = side.getBoundingClientRect();
    const head = side.querySelector(".tabs").getBoundingClientRect().bottom - box.top + 8;
    const top = card.getBoundingClientRect().top - box.top;
    const room = Math.min(side.clientHeight, innerHeight - box.top) - card.offsetHeight;
    if (top < head || top > room) side.scrollTop += top - Math.max(head, Math.min(120, room));
  }

  function isInView(element) {
    const box = element.getBoundingClientRect();
    const bottom = side && getComputedStyle(side).position === "fixed" ? side.getBoundingClientRect().top : innerHeight;
    return box.top > 70 && box.bottom < bottom - 10;
  }

  function select(card, { scrollText = true, focus = false } = {}) {
    for (const other of document.querySelectorAll(".claim.is-current")) other.classList.remove("is-current");
    for (const mark of reading.querySelectorAll(".is-current, .is-selected")) mark.classList.remove("is-current", "is-selected");
    if (!card) return;
    lightSentence(card);
    card.classList.add("is-current");
    const marks = marksOf(card.dataset.claim);
    for (const mark of marks) mark.classList.add("is-current");
    scrollSide(card);
    if (scrollText && marks.length && !isInView(marks[0])) showMark(marks[0]);
    if (focus) card.focus({ preventScroll: true });
    const address = new URL(location);
    address.searchParams.set("claim", card.dataset.claim);
    address.searchParams.delete("at");
    history.replaceState(history.state, "", address);
  }

  // The sentence of the claim looked at; a highlight of its own, so that the text stays as it is.
  function lightSentence(card) {
    for (const lit of reading.querySelectorAll(".is-lit")) lit.classList.remove("is-lit");
    if (!window.Highlight) return;
    const [start, end] = card.dataset.sentence.split("-").map(Number);
    CSS.highlights.set("sentence", new Highlight(...window.zhihengSelection.rangesOf(reading, start, end)));
  }

  function showMark(mark) {
    const sheet = getComputedStyle(side).position === "fixed" ? side.clientHeight : 0;
    const middle = (innerHeight - sheet) / 2;
    scrollTo({ top: scrollY + mark.getBoundingClientRect().top - middle, behavior: calm.matches ? "auto" : "smooth" });
  }

  function step(by) {
    const all = claims();
    const at = all.indexOf(current());
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) return select(next, { focus: true });
    const more = side.querySelector(".claims__more[hx-get]");
    if (by > 0 && more) return bringIntoView(more, "nearest"); // being seen, it brings the claims behind it
    document.querySelector(`.pager a[rel="${by > 0 ? "next" : "prev"}"]`)?.click();
  }

  function stepToWaiting(from) {
    const all = claims();
    const at = all.indexOf(from);
    const waits = (card) => ["pending", "doubt"].includes(card.dataset.state);
    const next = [...all.slice(at + 1), ...all.slice(0, at)].find(waits);
    select(next ?? from, { focus: true });
  }

  // --- mouse

  reading?.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-claims]");
    if (!mark || !getSelection().isCollapsed) return;
    const pks = mark.dataset.claims.split(" ");
    const here = pks.indexOf(current()?.dataset.claim);
    const pk = pks[(here + 1) % pks.length];
    const card = document.getElementById(`claim-${pk}`);
    if (card) select(card, { scrollText: false });
    else location.search = `?claim=${pk}`;
  });

  side?.addEventListener("click", (event) => {
    const card = event.target.closest(".claim");
    const goto = event.target.closest("[data-goto]");
    if (goto) event.preventDefault();
    if (!card || event.target.closest("button, input, select, textarea, .correction, a:not([data-goto])")) return;
    select(card);
    const mark = marksOf(card.dataset.claim)[0];
    if (goto && mark) showMark(mark);
  });

  document.querySelector(".review__handle")?.addEventListener("click", (event) => {
    event.currentTarget.setAttribute("aria-expanded", String(side.classList.toggle("is-tall")));
  });

  for (const item of document.querySelectorAll("[data-hides]")) {
    item.addEventListener("click", () => {
      const hidden = reading.classList.toggle(`hides-${item.dataset.hides}`);
      item.setAttribute("aria-pressed", String(!hidden));
    });
  }

  // --- keyboard

  const shortcuts = document.getElementById("shortcuts");
  document.querySelector("[data-shortcuts]")?.addEventListener("click", () => shortcuts.showModal());

  function act(action) {
    const button = current()?.querySelector(`[data-action="${action}"]`);
    if (!button) return;
    advance = action === "accept" || action === "reject";
    button.click();
  }

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    a: () => act("accept"),
    r: () => act("reject"),
    e: () => act("correct"),
    c: () => act("correct"), // as at the review desk
    x: () => act("reject"),
    u: () => act("reopen"),
    "?": () => shortcuts.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (!review || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && event.target.closest?.(".correction")) return closeCorrection(event.target);
    if (event.target.closest?.("input, select, textarea, dialog")) return;
    const key = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!key) return;
    event.preventDefault();
    key();
  });

  // --- answers of the server

  // A refused decision (409) comes with the claim as it stands now, a wrong form (422) with its errors: both are shown.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const answered = new URL(event.detail.xhr.responseURL || location.href);
    if (answered.pathname !== new URL(event.detail.pathInfo.requestPath, location.href).pathname) {
      event.detail.shouldSwap = false; // the session has ended, and this is the page to log in
      location.reload();
    }
    if (![409, 422].includes(event.detail.xhr.status)) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });

  // Nothing was decided: the card says so, and stays as it is.
  function sayFailed(event) {
    const card = event.detail.elt.closest?.(".claim");
    if (!card || !review) return;
    card.querySelector(".claim__failed")?.remove();
    const words = document.createElement("p");
    words.className = "field__error claim__failed";
    words.setAttribute("role", "alert");
    words.textContent = review.dataset.failed;
    card.querySelector(".claim__actions").before(words);
    advance = false;
  }
  document.addEventListener("htmx:responseError", sayFailed);
  document.addEventListener("htmx:sendError", sayFailed);

  document.addEventListener("htmx:beforeRequest", (event) => {
    event.detail.elt.closest?.(".claim")?.classList.add("is-working");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    event.detail.elt.closest?.(".claim")?.classList.remove("is-working");
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const card = event.target.closest?.(".claim") ?? (event.detail.elt?.matches?.(".claim") ? event.detail.elt : null);
    if (!card || event.target.matches(".claim__edit")) return openCorrection(event.target);
    paint(card);
    if (advance && !card.querySelector(".field__error, .conflict")) stepToWaiting(card); // what was refused is looked at
    else select(card, { scrollText: false, focus: true });
    advance = false;
  });

  function paint(card) {
    for (const mark of marksOf(card.dataset.claim)) {
      if (mark.dataset.claims.includes(" ")) continue;
      mark.classList.remove("is-pending", "is-doubt", "is-accepted", "is-corrected", "is-rejected");
      mark.classList.add(`is-${card.dataset.state}`);
    }
  }

  // --- correcting

  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (!reading || !reading.contains(selection.anchorNode) || !reading.contains(selection.focusNode)) return;
    lastSelection = window.zhihengSelection.read(selection) ?? lastSelection;
  });

  function openCorrection(target) {
    const form = target.querySelector?.(".correction");
    if (!form) return;
    const card = form.closest(".claim");
    if (card) select(card, { scrollText: false });
    form.querySelector("select[name=indicator]")?.focus({ preventScroll: true });
    if (card) scrollSide(card);
  }

  function closeCorrection(inside) {
    const card = inside.closest(".claim");
    card.querySelector(".claim__edit").replaceChildren();
    select(card, { focus: true });
  }

  document.addEventListener("click", (event) => {
    const cancel = event.target.closest("[data-cancel]");
    if (cancel?.closest(".claim__edit")) {
      event.preventDefault();
      closeCorrection(cancel);
    }
    const take = event.target.closest("[data-take-selection]");
    if (take) takeSelection(take.closest("form"));
  });

  // The server reads what was selected; where it finds no number in it, the place alone is taken.
  async function takeSelection(form) {
    const taken = lastSelection;
    if (!taken) return form.querySelector(".field__help")?.classList.add("field__error");
    const reading = await window.zhihengPicking.read(review.dataset.selection, taken);
    window.zhihengPicking.fill(form, reading);
    if (reading?.number || reading?.period || reading?.place) return;
    form.elements.span_start.value = taken.start;
    form.elements.span_end.value = taken.end;
    form.querySelector("[data-quote]").textContent = taken.text;
  }

  // --- arriving

  if (arrived && reading) {
    select(arrived, { scrollText: false });
    const mark = marksOf(arrived.dataset.claim)[0];
    if (mark) scrollTo({ top: scrollY + mark.getBoundingClientRect().top - innerHeight * 0.3, behavior: "instant" });
  } else {
    bringIntoView(reading?.querySelector(".is-lit"), "center");
  }
})();
