// The address of a filtered list names what was chosen and nothing else, so that it can be passed on.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches(".filter-bar")) return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
