// Ticking all claims of a group at once.
document.querySelector("[data-tick-all]")?.addEventListener("change", (event) => {
  for (const box of document.querySelectorAll("[name=claims]")) box.checked = event.target.checked;
});
