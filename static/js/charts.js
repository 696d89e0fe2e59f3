// Draws each figure in the colours of the theme, and opens the sentence behind a point by click or by Enter. A sketch is
// there at once; Plotly, which is large, is fetched behind it and takes its place.
(() => {
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: false, plotlyServerURL: "", scrollZoom: false, doubleClick: false };
  const NARROW = 460;
  const PLOTLY = document.currentScript.dataset.plotly;
  const drawn = new Map();
  const rooms = new WeakMap();

  function resolve(value, style) {
    if (typeof value === "string") {
      return value.startsWith("var(") ? style.getPropertyValue(value.slice(4, -1)).trim() : value;
    }
    if (Array.isArray(value)) return value.map((inner) => resolve(inner, style));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, style)]));
    }
    return value;
  }

  // The projector enlarges the root: fonts, lines, markers and the height follow it.
  function enlarge(value, factor) {
    if (Array.isArray(value)) return value.map((inner) => enlarge(inner, factor));
    if (!value || typeof value !== "object") return value;
    const result = {};
    for (const [key, inner] of Object.entries(value)) {
      const grows = ["size", "width", "height", "xshift", "yshift", "l", "r", "t", "b"].includes(key);
      if (grows && typeof inner === "number") result[key] = inner * factor;
      else if (key === "size" && Array.isArray(inner)) result[key] = inner.map((one) => one * factor);
      else result[key] = enlarge(inner, factor);
    }
    return result;
  }

  // On a phone names at the ends of lines would take the room of the lines: a legend below instead.
  function narrow(layout, traces, width) {
    if (layout.meta?.keeps) return crowd(layout);
    const ends = layout.annotations.filter((note) => note.name === "end");
    const named = traces.filter((trace) => trace.showlegend !== false).length;
    if (ends.length) {
      layout.annotations = layout.annotations.filter((note) => note.name !== "end");
      layout.showlegend = true;
      layout.margin.r = 16;
    }
    layout.margin.t = 34;
    layout.height = 300;
    if (layout.showlegend) {
      const room = 24 * Math.ceil(named / 3) + 8;
      layout.legend = { ...layout.legend, x: 0, xanchor: "left", y: -0.13, yanchor: "top" };
      layout.margin.b += room;
      layout.height += room;
    }
    const [first, last] = layout.xaxis.range;
    if (layout.xaxis.dtick) layout.xaxis.dtick = Math.max(1, Math.ceil(((last - first) * 44) / (width - 60)));
  }

  // Charts whose names stand on both sides or before the bars keep them on a phone, in smaller type.
  function crowd(layout) {
    for (const note of layout.annotations) if (note.font) note.font.size = Math.min(note.font.size, 11);
    layout.margin.l *= layout.meta.keeps[0];
    layout.margin.r *= layout.meta.keeps[1];
    if (layout.xaxis.dtick) layout.xaxis.dtick *= 3;
  }

  // How large the chart may be: as wide as its place; as high, too, where the place says that a chart is to fill it.
  function roomOf(plot) {
    return { width: plot.clientWidth, height: plot.closest("[data-chart-fills]") ? plot.clientHeight : 0 };
  }

  const asWords = ({ width, height }) => `${width} ${height}`;

  function compose(figure, width, height = 0) {
    const style = getComputedStyle(document.documentElement);
    const factor = Number.parseFloat(style.fontSize) / 16;
    const own = enlarge(resolve(figure, style), factor > 1.1 ? factor : 1);
    if (width < NARROW) narrow(own.layout, own.data, width);
    own.layout.width = width;
    if (height) own.layout.height = height;
    return own;
  }

  function draw(chart, most = Infinity) {
    const plot = chart.querySelector(".chart__plot");
    const room = roomOf(plot);
    room.width = Math.min(room.width, most);
    if (!room.width) return;
    const isFirst = !rooms.has(chart);
    rooms.set(chart, asWords(room));
    const figure = compose(drawn.get(chart), room.width, room.height);
    plot.querySelector(":scope > .chart__sketch")?.remove();
    Plotly.react(plot, figure.data, figure.layout, CONFIG);
    if (isFirst) listen(chart);
  }

  function sketch(chart) {
    const plot = chart.querySelector(".chart__plot");
    const { width, height } = roomOf(plot);
    if (width) window.zhihengSketch?.draw(plot, compose(drawn.get(chart), width, height));
  }

  function openEvidence(chart, id) {
    if (!id) return;
    htmx.ajax("GET", chart.dataset.evidenceUrl.replace("/0/", `/${id}/`), { source: chart, target: "#panel" });
  }

  // Through the years from left to right; through lying bars from the top down.
  function along(trace, one, other) {
    return trace.orientation === "h" ? one.pointNumber - other.pointNumber : one.x - other.x;
  }

  // All points with a value, in the order in which a reader goes through them.
  function pointsOf(plot) {
    return plot.data
      .flatMap((trace, curveNumber) =>
        trace.x.map((x, pointNumber) => ({ x, curveNumber, pointNumber, id: trace.customdata?.[pointNumber], y: trace.y[pointNumber] })))
      .filter((point) => point.id && point.y !== null)
      .sort((one, other) => along(plot.data[one.curveNumber], one, other) || one.curveNumber - other.curveNumber);
  }

  function words(html) {
    return new DOMParser().parseFromString(html.replaceAll("<br>", " "), "text/html").body.textContent;
  }

  // The picture says by itself what it shows and where it is from: it will be pasted somewhere else.
  function save(chart, button) {
    const figure = compose(drawn.get(chart), 960);
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--text").trim();
    const { layout } = figure;
    layout.paper_bgcolor = style.getPropertyValue("--surface").trim();
    layout.margin.t += 46;
    layout.margin.b += 30;
    layout.margin.l += 24;
    layout.height += 76;
    layout.title = { text: `<b>${button.dataset.title}</b>`, x: 0.02, y: 0.97, yanchor: "top", font: { size: 18, color: ink } };
    layout.annotations.push({
      text: button.dataset.source, xref: "paper", yref: "paper", x: 1, y: 0, yshift: 6 - layout.margin.b,
      xanchor: "right", yanchor: "bottom", showarrow: false, font: { size: 11 },
    });
    Plotly.downloadImage({ data: figure.data, layout, config: CONFIG }, {
      format: "png", scale: 2, width: layout.width, height: layout.height, filename: button.dataset.title,
    });
  }

  function listen(chart) {
    const plot = chart.querySelector(".chart__plot");
    const voice = chart.querySelector("[data-chart-voice]");
    let place = -1;
    plot.on("plotly_click", (event) => openEvidence(chart, event.points[0]?.customdata));
    plot.on("plotly_hover", (event) => chart.classList.toggle("chart--pointing", Boolean(event.points[0]?.customdata)));
    plot.on("plotly_unhover", () => chart.classList.remove("chart--pointing"));
    plot.addEventListener("keydown", (event) => {
      const points = pointsOf(plot);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step && points.length) {
        event.preventDefault();
        place = Math.min(Math.max(place + step, 0), points.length - 1);
        const { curveNumber, pointNumber } = points[place];
        const trace = plot.data[curveNumber];
        Plotly.Fx.hover(plot, [{ curveNumber, pointNumber }]);
        voice.textContent = words((trace.hovertext ?? trace.text)[pointNumber]);
      } else if (event.key === "Enter" && points[place]) {
        event.preventDefault();
        openEvidence(chart, points[place].id);
      }
    });
    chart.querySelector("[data-chart-save]").addEventListener("click", (event) => save(chart, event.currentTarget));
    plot.addEventListener("blur", () => Plotly.Fx.unhover(plot));
  }

  const sizes = new ResizeObserver((entries) => {
    for (const entry of entries) {
      const chart = entry.target.closest("[data-chart]");
      const isNew = asWords(roomOf(chart.querySelector(".chart__plot"))) !== rooms.get(chart);
      if (drawn.has(chart) && isNew) requestAnimationFrame(() => draw(chart));
    }
  });

  // Charts that were taken out of the page are forgotten, those that came in are drawn.
  function start(root = document) {
    for (const chart of drawn.keys()) {
      if (chart.isConnected) continue;
      window.Plotly?.purge(chart.querySelector(".chart__plot"));
      sizes.unobserve(chart);
      drawn.delete(chart);
    }
    const waiting = [...root.querySelectorAll("[data-chart]")];
    for (const chart of waiting) {
      drawn.set(chart, JSON.parse(document.getElementById(chart.dataset.chart).textContent));
    }
    if (window.Plotly) return oneByOne(waiting);
    if (waiting.length) whenPainted(() => withPlotly(() => oneByOne([...waiting])));
    waiting.forEach(sketch);
  }

  // Plotly's start takes longer than a frame: it waits until the sketch is on the screen and the page at rest. A page in
  // the background has no frames.
  function whenPainted(then) {
    const atRest = window.requestIdleCallback ?? ((call) => setTimeout(call));
    const after = (frames) => (frames ? requestAnimationFrame(() => after(frames - 1)) : atRest(then, { timeout: 200 }));
    if (document.hidden) setTimeout(then);
    else after(3);
  }

  // Fetched once, whoever asks for it first; where it does not come, the sketches stay.
  let plotly = null;
  function withPlotly(then) {
    plotly ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: PLOTLY, onload: resolve, onerror: reject });
      document.head.append(script);
    });
    plotly.then(then, () => undefined);
  }

  // The first chart is on the screen before the second is begun.
  function oneByOne(waiting) {
    const chart = waiting.shift();
    if (!chart) return;
    if (drawn.has(chart) && chart.isConnected) {
      draw(chart);
      sizes.observe(chart);
    }
    if (document.hidden) setTimeout(() => oneByOne(waiting));
    else requestAnimationFrame(() => setTimeout(() => oneByOne(waiting)));
  }

  const show = (chart, most) => (window.Plotly ? draw(chart, most) : sketch(chart));
  const redraw = () => drawn.forEach((_figure, chart) => show(chart));
  start();
  document.addEventListener("zhiheng:theme", redraw);
  window.zhihengCharts = { start };

  // Paper is white, whatever the screen's theme, and A4 is narrower than the screen on which its charts were drawn.
  const PAPER = 630;
  const root = document.documentElement;
  let onScreen = null;
  window.addEventListener("beforeprint", () => {
    onScreen = root.dataset.theme;
    root.dataset.theme = "light";
    drawn.forEach((_figure, chart) => chart.closest("[data-chart-fills]") || show(chart, PAPER));
  });
  window.addEventListener("afterprint", () => {
    root.dataset.theme = onScreen;
    redraw();
  });
})();
