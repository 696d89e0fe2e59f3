// A field with suggestions from the server, as WAI-ARIA's combobox: arrows, Enter, Escape, and Chinese input methods.
(() => {
  const WAIT = 120;

  function listOf(field) {
    return document.getElementById(field.dataset.list);
  }

  function optionsOf(field) {
    return [...listOf(field).querySelectorAll("[role=option]")];
  }

  function close(field) {
    listOf(field).hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    field.waiting?.abort();
  }

  function activate(field, option) {
    for (const other of optionsOf(field)) other.setAttribute("aria-selected", String(other === option));
    if (!option) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function say(field, count) {
    const said = field.parentElement.querySelector("[data-combobox-said]");
    said.textContent = count ? field.dataset.count.replace("%(n)s", count) : field.dataset.none;
  }

  async function suggest(field) {
    field.waiting?.abort();
    field.waiting = new AbortController();
    const state = document.querySelector("[data-query]")?.dataset.query ?? "";
    const address = `${field.dataset.combobox}?q=${encodeURIComponent(field.value)}&${state}`;
    try {
      const answer = await fetch(address, { signal: field.waiting.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) return close(field);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      listOf(field).replaceChildren(...found.querySelectorAll("[role=option]"));
    } catch {
      return;
    }
    const options = optionsOf(field);
    if (!options.length) {
      const nothing = document.createElement("li");
      nothing.className = "combobox__none";
      nothing.setAttribute("role", "presentation");
      nothing.textContent = field.dataset.none;
      listOf(field).replaceChildren(nothing);
    }
    listOf(field).hidden = document.activeElement !== field;
    field.setAttribute("aria-expanded", String(!listOf(field).hidden && options.length > 0));
    activate(field, field.value.trim() ? options[0] : null);
    say(field, options.length);
  }

  function pick(field, option) {
    close(field);
    field.value = "";
    document.dispatchEvent(new CustomEvent("zhiheng:go", { detail: { url: option.dataset.href } }));
  }

  function move(field, by) {
    if (listOf(field).hidden) return suggest(field);
    const options = optionsOf(field);
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (options.length) activate(field, options[(at + by + options.length) % options.length]);
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-combobox]");
    if (!field || event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const active = optionsOf(field).find((option) => option.getAttribute("aria-selected") === "true");
    if (step) {
      event.preventDefault();
      move(field, step);
    } else if (event.key === "Enter" && active && !listOf(field).hidden) {
      event.preventDefault();
      pick(field, active);
    } else if (event.key === "Escape" && !listOf(field).hidden) {
      event.preventDefault();
      event.stopPropagation();
      close(field);
    }
  }, true);

  document.addEventListener("input", (event) => {
    const field = event.target.closest?.("[data-combobox]");
    if (!field || event.isComposing) return;
    clearTimeout(field.timer);
    field.timer = setTimeout(() => suggest(field), WAIT);
  });

  document.addEventListener("compositionend", (event) => {
    const field = event.target.closest?.("[data-combobox]");
    if (field) suggest(field);
  });

  document.addEventListener("focusin", (event) => {
    const field = event.target.closest?.("[data-combobox]");
    if (field && listOf(field).hidden) suggest(field);
  });

  document.addEventListener("focusout", (event) => {
    const field = event.target.closest?.("[data-combobox]");
    if (field) close(field);
  });

  // Before the field loses the focus, so that the list is still there.
  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.("[role=option][data-href]");
    if (!option) return;
    event.preventDefault();
    pick(document.querySelector(`[data-list="${option.parentElement.id}"]`), option);
  });

  function start(root = document) {
    for (const field of root.querySelectorAll("[data-combobox]")) {
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-controls", field.dataset.list);
      field.setAttribute("aria-expanded", "false");
    }
  }

  document.addEventListener("DOMContentLoaded", () => start());
  window.zhihengCombobox = { start };
})();
