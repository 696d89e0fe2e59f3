// A button that copies a field's text; where the clipboard is closed, the text is selected for the keyboard.
(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return; // plain http has no clipboard: the text is selected, Ctrl+C copies it
    }
    button.textContent = button.dataset.copied;
    button.parentElement.parentElement.querySelector("[data-copy-voice]").textContent = button.dataset.copied;
  });
})();
