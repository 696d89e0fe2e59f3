// Click-to-fill: what is selected in the document is read by the server, as the extraction reads it, and goes into the form.
(() => {
  // The server's reading of a selection { start, end }, or null where it can't be had.
  async function read(url, selection) {
    const address = `${url}?start=${selection.start}&end=${selection.end}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  function set(form, name, value) {
    const field = form.elements[name];
    if (!field || value === undefined || value === null) return;
    field.value = value;
    field.closest(".field")?.classList.add("is-filled");
  }

  // Fills what the reading tells; says whether it told anything.
  function fill(form, reading) {
    for (const field of form.querySelectorAll(".is-filled")) field.classList.remove("is-filled");
    const { number, period, place } = reading ?? {};
    if (number) {
      set(form, "value", number.value);
      set(form, "scale", number.scale);
      set(form, "comparator", number.comparator);
      set(form, "step", number.step);
      set(form, "span_start", number.span[0]);
      set(form, "span_end", number.span[1]);
      const quote = form.querySelector("[data-quote]");
      if (quote) quote.textContent = number.text;
    }
    if (period) {
      if (form.elements.accounting?.value === "flow") set(form, "start", period.start);
      set(form, "end", period.end);
    }
    if (place && !number && !period) set(form, "area", place);
    return Boolean(number || period || place);
  }

  // A number typed by hand is as exact as it stands: what was known of a picked one no longer holds.
  document.addEventListener("input", (event) => {
    const step = event.target.form?.elements?.step;
    if (step && ["value", "scale"].includes(event.target.name)) step.value = "";
  });

  // The choices of a select narrowed to those whose words hold what is typed: names, aliases, first letters.
  function search(select, typed) {
    select.choices ??= [...select.options];
    const wanted = typed.trim().toLowerCase();
    const chosen = select.value;
    select.replaceChildren(...select.choices.filter((option) => option.dataset.words.toLowerCase().includes(wanted)));
    if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
  }

  document.addEventListener("input", (event) => {
    const select = document.getElementById(event.target.dataset?.searches);
    if (select) search(select, event.target.value);
  });

  window.zhihengPicking = { read, fill };
})();
