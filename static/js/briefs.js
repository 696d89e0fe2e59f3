// A number in a brief opens the sentence it rests on beside the text; without scripts the link opens it as a page.
// A target or a promise has its sentence in the list of sources, which is closed until somebody asks.
(() => {
  document.addEventListener("click", (event) => {
    const source = event.target.closest?.("[data-source]");
    const line = source && document.getElementById(source.hash.slice(1));
    if (line) line.closest("details").open = true;
  });
  document.addEventListener("click", (event) => {
    const number = event.target.closest?.("[data-evidence]");
    if (!number || event.metaKey || event.ctrlKey || event.shiftKey || !window.htmx) return;
    event.preventDefault();
    htmx.ajax("GET", number.getAttribute("href"), { source: number, target: "#panel" });
  });
})();
