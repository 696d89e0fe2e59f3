// Values drawn as links (tiles, cells, small charts, outlines): one stop for the Tab key, arrows go to the nearest one.
(() => {
  const STEPS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  const linksOf = (box) => [...box.querySelectorAll("a[data-evidence]")];

  function centre(link) {
    const box = link.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  // The nearest link in that direction; what lies aside counts three times as far.
  function nearest(links, from, [dx, dy]) {
    const [x, y] = centre(from);
    let best = null;
    let least = Infinity;
    for (const link of links) {
      const [otherX, otherY] = centre(link);
      const ahead = (otherX - x) * dx + (otherY - y) * dy;
      const aside = Math.abs((otherX - x) * dy) + Math.abs((otherY - y) * dx);
      if (link !== from && ahead > 1 && ahead + 3 * aside < least) {
        best = link;
        least = ahead + 3 * aside;
      }
    }
    return best;
  }

  function settle(links, current) {
    for (const link of links) link.setAttribute("tabindex", link === current ? "0" : "-1");
  }

  function start(root = document) {
    for (const box of root.querySelectorAll("[data-marks]")) {
      const links = linksOf(box);
      settle(links, links[0]);
    }
  }

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("[data-marks] a[data-evidence]");
    if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = linksOf(link.closest("[data-marks]"));
    const ends = { Home: links[0], End: links.at(-1) };
    const next = STEPS[event.key] ? nearest(links, link, STEPS[event.key]) : ends[event.key];
    if (!next) return;
    event.preventDefault();
    settle(links, next);
    next.focus();
  });

  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("[data-marks] a[data-evidence]");
    if (link) settle(linksOf(link.closest("[data-marks]")), link);
  });

  document.addEventListener("DOMContentLoaded", () => start());
  window.zhihengMarks = { start };
})();
