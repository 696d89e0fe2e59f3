// The explorer without reloading: the state stands in the address, so that back, forward and a sent link all work.
(() => {
  const root = () => document.getElementById("_explorer");
  if (!root()) return;
  const page = location.pathname;
  let shown = location.pathname + location.search;
  let running = null;

  function fail(url) {
    const words = root().querySelector("[data-failed]");
    words.querySelector("[data-failed-again]").setAttribute("href", url);
    words.hidden = false;
    root().removeAttribute("aria-busy");
  }

  async function load(url, { push = true } = {}) {
    running?.abort();
    const mine = (running = new AbortController());
    const kept = document.activeElement?.id;
    root().setAttribute("aria-busy", "true");
    let fresh = null;
    try {
      const answer = await fetch(url, { signal: mine.signal, headers: { "HX-Request": "true" } });
      if (answer.status === 401 || answer.redirected) return location.assign(url);
      if (!answer.ok) return fail(url);
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("_explorer");
    } catch {
      return mine.signal.aborted ? undefined : fail(url);
    }
    if (!fresh) return location.assign(url);
    root().replaceWith(document.adoptNode(fresh));
    if (push) history.pushState(null, "", url);
    shown = location.pathname + location.search;
    arrive(kept);
  }

  function arrive(kept) {
    const own = document.title.slice(document.title.lastIndexOf(" · "));
    document.title = root().dataset.title.split(" · ")[0] + own;
    document.querySelector("[data-explorer-said]").textContent = root().dataset.title;
    window.zhihengCombobox.start(root());
    window.zhihengMarks.start(root());
    window.zhihengCharts.start(root());
    (document.getElementById(kept) ?? document.getElementById("explorer-title")).focus({ preventScroll: true });
  }

  function addressOf(form) {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") asked.append(name, value);
    return `${page}?${asked}`;
  }

  // --- going somewhere

  const isOurs = (link) => link.pathname === page && link.search && !link.hasAttribute("data-whole") && !link.target;

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const evidence = event.target.closest?.("#_explorer a[data-evidence]");
    if (evidence) {
      event.preventDefault();
      return openEvidence(evidence.getAttribute("href"), evidence);
    }
    const link = event.target.closest?.("#_explorer a[href]");
    if (link && isOurs(link)) {
      event.preventDefault();
      load(link.href);
    }
  });

  document.addEventListener("zhiheng:go", (event) => load(event.detail.url));

  document.addEventListener("submit", (event) => {
    if (!event.target.closest("#_explorer") || event.target.hasAttribute("data-plain")) return;
    event.preventDefault();
    load(addressOf(event.target));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("[data-filters]");
    if (form?.reportValidity()) load(addressOf(form));
  });

  window.addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) load(location.href, { push: false });
  });

  // --- from a value to its sentence, and the way back: the address remembers which sentence was open

  function openEvidence(href, source) {
    htmx.ajax("GET", href, { source, target: "#panel" });
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    const id = document.querySelector("#panel [data-observation]")?.dataset.observation;
    if (event.detail.target.id === "panel" && id) history.replaceState(history.state, "", `#value-${id}`);
  });
  document.addEventListener("zhiheng:panel-closed", () => history.replaceState(history.state, "", shown));

  document.addEventListener("DOMContentLoaded", () => {
    const id = /^#value-(\d+)$/.exec(location.hash)?.[1];
    const chart = document.querySelector("[data-evidence-url]");
    const link = id && document.querySelector(`#_explorer a[data-evidence="${id}"]`);
    if (link) openEvidence(link.getAttribute("href"), link);
    else if (id && chart) openEvidence(chart.dataset.evidenceUrl.replace("/0/", `/${id}/`), chart);
  });
})();
