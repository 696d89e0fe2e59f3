// The review desk: one figure at a time by keyboard. The next one is loaded ahead, so that a decision takes no waiting.
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const queue = JSON.parse(document.getElementById("desk-queue").textContent);
  const shortcuts = document.getElementById("shortcuts");
  const remaining = document.getElementById("desk-remaining");
  const progress = document.getElementById("desk-progress");
  const said = document.getElementById("desk-said");
  const total = progress.max;
  const ahead = new Map(); // key of a claim → promise of its fragment
  const decided = new Map(); // key of a claim → its state, for documents that were loaded before the decision
  let busy = false;

  const item = () => desk.querySelector(".desk");
  const current = () => Number(item().dataset.claim);
  const address = (pk) => `${desk.dataset.items}${pk}/?${desk.dataset.query}`;
  if (!queue.includes(current())) queue.unshift(current());

  // --- showing a figure

  async function load(pk) {
    const answer = await fetch(`${desk.dataset.items}${pk}/?fragment&${desk.dataset.query}`);
    if (!answer.ok || answer.redirected) throw new Error("not loaded");
    return answer.text();
  }

  function prepare(pk) {
    if (pk === undefined || ahead.has(pk)) return;
    const promise = load(pk);
    promise.catch(() => ahead.delete(pk));
    ahead.set(pk, promise);
  }

  async function show(pk, { push = true } = {}) {
    if (pk === undefined) return;
    prepare(pk);
    let words;
    try {
      words = await ahead.get(pk);
    } catch {
      location.assign(address(pk));
      return;
    }
    const fresh = new DOMParser().parseFromString(words, "text/html").querySelector(".desk");
    if (!fresh) return location.assign(address(pk));
    item().replaceWith(document.adoptNode(fresh));
    if (push) history.replaceState(null, "", address(pk));
    arrive();
  }

  function arrive() {
    repaint();
    bringUp(item().querySelector(".is-selected"));
    item().querySelector("#desk-name")?.focus({ preventScroll: true });
    prepare(neighbour(1));
  }

  // The text scrolls in its own box, so that figure and reading stay side by side.
  function bringUp(mark) {
    const box = item().querySelector(".desk__scroll");
    if (mark) box.scrollTop += mark.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
  }

  function repaint() {
    for (const [pk, state] of decided) {
      for (const mark of item().querySelectorAll(`[data-claims="${pk}"]`)) {
        mark.classList.remove("is-pending", "is-doubt", "is-accepted", "is-corrected", "is-rejected");
        mark.classList.add(`is-${state}`);
      }
    }
  }

  function neighbour(by) {
    return queue[queue.indexOf(current()) + by];
  }

  function step(by) {
    const next = neighbour(by);
    if (next !== undefined) return show(next);
    if (by > 0) location.assign(desk.dataset.home);
  }

  // --- deciding

  function tell(words) {
    said.textContent = words;
  }

  function count(left) {
    remaining.textContent = remaining.dataset.words.replace("%(n)s", left.toLocaleString());
    progress.value = Math.max(0, total - left);
  }

  function complain(words) {
    const place = item().querySelector("[data-error]");
    if (!place) return tell(words);
    place.textContent = words;
    place.hidden = false;
  }

  async function post(url, form) {
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.redirected) return location.reload();
      if (answer.headers.get("Content-Type")?.includes("json")) return await answer.json();
      return answer.status === 422 ? { form: await answer.text() } : null;
    } catch {
      return null;
    }
  }

  const STATES = { accept: "accepted", reject: "rejected", choose: "corrected", correct: "corrected" };

  async function decide(url, form) {
    if (busy) return;
    busy = true;
    item().classList.add("is-working");
    const pk = current();
    const answer = await post(url, form);
    busy = false;
    item().classList.remove("is-working");
    if (answer?.form) return openForm(answer.form);
    if (!answer?.ok) return complain(answer?.error ?? desk.dataset.failed);
    tell(answer.said);
    count(answer.remaining);
    leave(pk, url);
  }

  // The figure goes out of the queue, or to its end, and the one behind it is shown.
  function leave(pk, url) {
    const verb = new URL(url, location.href).pathname.split("/").at(-2);
    const next = neighbour(1);
    if (STATES[verb]) decided.set(pk, STATES[verb]);
    queue.splice(queue.indexOf(pk), 1);
    if (verb === "aside") queue.push(pk);
    ahead.delete(pk);
    if (next === undefined && queue.length) return show(queue[0]);
    if (next === undefined) return location.assign(desk.dataset.home);
    show(next);
  }

  async function undo(form) {
    const answer = await post(form.action, form);
    if (!answer?.ok) return tell(answer?.error ?? desk.dataset.failed);
    tell(answer.said);
    count(answer.remaining);
    ahead.clear();
    if (!answer.claim) return show(current()); // an assigned figure is left over again and stands in no queue
    decided.delete(answer.claim);
    const at = queue.indexOf(answer.claim);
    if (at >= 0) queue.splice(at, 1);
    queue.splice(Math.max(0, queue.indexOf(current())), 0, answer.claim);
    show(answer.claim);
  }

  desk.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-decide], [data-correction], [data-assignment]")) return;
    event.preventDefault();
    const url = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
    if (form.matches("[data-assignment]")) return assign(url, form);
    decide(url, form);
  });
  document.querySelector("[data-undo]").addEventListener("submit", (event) => {
    event.preventDefault();
    undo(event.target);
  });

  // --- forms beside the text: a correction, a left-over figure

  function openForm(words) {
    const place = item().querySelector("[data-edit]");
    place.innerHTML = words;
    item().classList.add("is-editing");
    place.querySelector("[data-searches], [name=value]")?.focus({ preventScroll: true });
    item().querySelector(".desk__side").scrollTop = 0;
  }

  function closeForm() {
    item().querySelector("[data-edit]").replaceChildren();
    item().classList.remove("is-editing");
    item().querySelector("#desk-name")?.focus({ preventScroll: true });
  }

  async function fetchForm(url) {
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || answer.redirected) return complain(desk.dataset.failed);
    openForm(await answer.text());
  }

  async function assign(url, form) {
    const answer = await post(url, form);
    if (answer?.form) return openForm(answer.form);
    if (!answer?.ok) return complain(answer?.error ?? desk.dataset.failed);
    tell(answer.said);
    ahead.clear();
    show(current(), { push: false });
  }

  function figureForm(mark) {
    const start = Number(mark.dataset.figure);
    const end = start + Array.from(mark.textContent).length;
    for (const other of item().querySelectorAll(".is-current")) other.classList.remove("is-current");
    mark.classList.add("is-current");
    bringUp(mark);
    fetchForm(`${item().dataset.figures}${start}-${end}/desk/?${desk.dataset.query}`);
  }

  function nextFigure() {
    const all = [...item().querySelectorAll("[data-figure]")];
    const at = all.findIndex((mark) => mark.classList.contains("is-current"));
    const mark = all[at + 1] ?? all[0];
    if (mark) figureForm(mark);
  }

  // --- click-to-fill

  async function pick() {
    const form = item().querySelector("[data-correction], [data-assignment]");
    const reading = document.getElementById("reading");
    const selection = getSelection();
    if (!form || !reading.contains(selection.anchorNode) || !reading.contains(selection.focusNode)) return;
    const place = window.zhihengSelection.read(selection);
    if (!place) return;
    const name = form.elements.name;
    const answer = await window.zhihengPicking.read(item().dataset.selection, place);
    const filled = window.zhihengPicking.fill(form, answer);
    if (!filled && name) name.value = place.text;
    else if (!filled) form.querySelector("[data-pick-help]").textContent = desk.dataset.nothing;
  }

  desk.addEventListener("mouseup", () => setTimeout(pick));
  desk.addEventListener("click", (event) => {
    const mark = event.target.closest(".figure");
    const editing = item().querySelector("[data-correction]");
    if (event.target.closest("[data-cancel]")) return closeForm();
    const link = event.target.closest("[data-form]");
    if (link) {
      event.preventDefault();
      return fetchForm(link.dataset.form);
    }
    if (!mark || !getSelection().isCollapsed) return;
    if (editing) {
      getSelection().selectAllChildren(mark);
      return pick();
    }
    if (mark.dataset.figure) return figureForm(mark);
    if (mark.dataset.claims) {
      const pks = mark.dataset.claims.split(" ").map(Number);
      show(pks[(pks.indexOf(current()) + 1) % pks.length]);
    }
  });

  // --- keyboard

  function press(key) {
    const button = item().querySelector(`[data-key="${key}"]`);
    if (!button) return;
    if (key === "u") return askWhy(button);
    button.click();
  }

  // The reason is asked for before the figure goes: Enter sends it, with or without words.
  function askWhy(button) {
    const note = button.form.elements.note;
    note.focus();
    note.onkeydown = (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      decide(button.formAction, button.form);
    };
  }

  const keys = {
    j: () => step(1),
    ArrowDown: () => step(1),
    k: () => step(-1),
    ArrowUp: () => step(-1),
    f: nextFigure,
    z: () => document.querySelector("[data-undo]").requestSubmit(),
    "?": () => shortcuts.showModal(),
  };
  document.querySelector("[data-shortcuts]").addEventListener("click", () => shortcuts.showModal());

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (item().querySelector("[data-edit]").hasChildNodes()) return closeForm();
      if (event.target.closest?.("input")) return item().querySelector("#desk-name").focus();
      return;
    }
    if (event.target.closest?.("input, select, textarea, dialog")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (/^[acxug1-9]$/.test(key)) {
      event.preventDefault();
      return press(key);
    }
    if (!keys[key]) return;
    if (key.startsWith("Arrow") && event.target.closest?.(".desk__scroll")) return;
    event.preventDefault();
    keys[key]();
  });

  arrive();
})();
