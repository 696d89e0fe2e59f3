// Loaded before the page is drawn, so that a chosen theme does not flash: light, dark or projector.
(() => {
  const KEY = "zhiheng-theme";
  const THEMES = ["light", "dark", "projector"];
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be forbidden; the theme then lasts one page
    }
  }

  function apply(theme) {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
    document.dispatchEvent(new CustomEvent("zhiheng:theme", { detail: theme }));
  }

  function initial() {
    if (new URLSearchParams(location.search).get("view") === "projector") return "projector";
    const choice = stored();
    if (THEMES.includes(choice)) return choice;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  apply(initial());
  document.addEventListener("DOMContentLoaded", () => apply(root.dataset.theme));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button) return;
    try {
      localStorage.setItem(KEY, button.dataset.themeChoice);
    } catch {
      // see stored()
    }
    apply(button.dataset.themeChoice);
  });
})();
