// A reason at hand: a hypothesis that fits is put into the ruling, to be read and changed before it is kept.
(() => {
  const form = document.querySelector(".ruling-form");
  if (!form) return;
  const words = form.elements.ruling;
  let offered = "";
  for (const button of document.querySelectorAll("[data-hypothesis]")) {
    button.addEventListener("click", () => {
      if (words.value.trim() && words.value !== offered) words.value = `${words.value.trim()} ${button.dataset.reason}`;
      else words.value = button.dataset.reason;
      offered = words.value;
      form.elements.hypothesis.value = button.dataset.hypothesis;
      const held = form.querySelector(`[name=upheld][value="${button.dataset.holds}"]`);
      if (held && !form.querySelector("[name=upheld]:checked")) held.checked = true;
      words.focus();
    });
  }
})();
