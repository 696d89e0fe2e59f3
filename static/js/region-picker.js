// Narrows the list of regions while a name is typed; without it the whole list is there.
(() => {
  document.addEventListener("input", (event) => {
    const box = event.target.closest?.("[data-picker-filter]");
    if (!box) return;
    const wanted = box.value.trim().toLowerCase();
    for (const item of box.parentElement.querySelectorAll("[data-picker-name]")) {
      item.hidden = wanted !== "" && !item.dataset.pickerName.toLowerCase().includes(wanted);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest?.("[data-picker-filter]")) event.preventDefault();
  });
})();
