// Menus that close again, and the evidence panel: Escape and its button empty it, and focus goes back.
(() => {
  const panel = () => document.getElementById("panel");
  let opener = null;

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  function closePanel() {
    const aside = panel();
    if (!aside || !aside.hasChildNodes()) return false;
    aside.replaceChildren();
    document.querySelectorAll("[data-panel-row]").forEach((row) => row.removeAttribute("aria-current"));
    document.dispatchEvent(new CustomEvent("zhiheng:panel-closed"));
    if (opener?.isConnected) opener.focus();
    opener = null;
    return true;
  }

  // On a phone the navigation is wider than the screen: the current page is brought into sight.
  document.querySelector(".site-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest?.("details.menu"));
    if (event.target.closest?.("[data-panel-close]")) closePanel();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else {
      closePanel();
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === panel()) opener = document.activeElement;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== panel()) return;
    const shown = panel().querySelector("[data-observation]")?.dataset.observation;
    for (const row of document.querySelectorAll("[data-panel-row]")) {
      if (shown && row.dataset.panelRow === shown) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    panel().scrollTop = 0;
    panel().querySelector("[data-panel-focus]")?.focus({ preventScroll: true });
  });
})();
