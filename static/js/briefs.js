// A number in a brief opens the sentence it rests on beside the text; without scripts the link opens it as a page.
(() => {
  document.addEventListener("click", (event) => {
    const number = event.target.closest?.("[data-evidence]");
    if (!number || event.metaKey || event.ctrlKey || event.shiftKey || !window.htmx) return;
    event.preventDefault();
    htmx.ajax("GET", number.getAttribute("href"), { source: number, target: "#panel" });
  });
})();
