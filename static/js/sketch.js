// Draws a figure of lines or bars at once, so that the whole chart is there while Plotly is still on its way.
// Plotly takes its place with the same size, ranges and labels; its own rules for margins and ticks are followed here.
(() => {
  const DASHES = { dot: [1, 1], dash: [3, 3], longdash: [5, 5], dashdot: [3, 1, 1, 1], longdashdot: [5, 1, 1, 1] };
  const PAD = 12; // what Plotly keeps free beyond anything that asks for a margin
  const LEGEND = { before: 40, gap: 5, row: 19.9, frame: 10 };
  const ruler = document.createElement("canvas").getContext("2d");

  const round = (number) => Math.round(number * 100) / 100;
  const at = (value, place) => (Array.isArray(value) ? value[place] : value);

  function node(name, attributes, words) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = words;
    return made;
  }

  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  function widthOf(words, size, family) {
    ruler.font = `${size}px ${family}`;
    return ruler.measureText(words).width;
  }

  // What is known here; everything else waits for Plotly.
  function isKnown({ data, layout }) {
    const lies = (trace) => trace.type === "bar" && trace.orientation === "h";
    const plainAxis = (axis) => axis?.range && axis.type !== "category" && !axis.side;
    const ranked = layout.yaxis?.type === "category" && layout.xaxis?.showticklabels === false && data.every(lies);
    if (ranked) return Boolean(layout.xaxis.range && layout.yaxis.range && layout.yaxis.categoryarray);
    return plainAxis(layout.xaxis) && plainAxis(layout.yaxis) && data.every((trace) => ["scatter", "bar"].includes(trace.type) && !lies(trace));
  }

  function stepOf(axis) {
    if (axis.tickmode === "linear" && axis.dtick) return axis.dtick;
    const rough = Math.abs(axis.range[1] - axis.range[0]) / (axis.nticks || 6);
    const power = 10 ** Math.floor(Math.log10(rough));
    return power * ([2, 5, 10].find((one) => one >= rough / power) ?? 10);
  }

  function ticksOf(axis) {
    if (axis.categoryarray) return axis.categoryarray.map((name, value) => ({ value, label: plain(name) }));
    if (axis.tickvals) return axis.tickvals.map((value, place) => ({ value, label: plain(axis.ticktext[place]) }));
    const [low, high] = [Math.min(...axis.range), Math.max(...axis.range)];
    const step = stepOf(axis);
    const first = axis.tick0 ?? 0;
    const ticks = [];
    for (let number = Math.ceil((low - first) / step - 1e-9); first + number * step <= high + step * 1e-9; number += 1) {
      const value = Number((first + number * step).toPrecision(12));
      const label = axis.tickformat?.startsWith(",") ? value.toLocaleString("en", { maximumFractionDigits: 6 }) : String(value);
      ticks.push({ value, label: label.replace("-", "\u2212") });
    }
    return ticks;
  }

  // One row where there is room, else as many columns as there is room for the widest.
  function legendRows({ data, layout }, room) {
    if (!layout.showlegend) return [];
    const entries = data.filter((trace) => trace.showlegend !== false).map((trace) => {
      const name = plain(trace.name);
      return { trace, name, width: LEGEND.before + LEGEND.gap + widthOf(name, layout.font.size, layout.font.family) };
    });
    if (entries.reduce((sum, one) => sum + one.width, 0) <= room) return [entries];
    const widest = Math.max(...entries.map((one) => one.width));
    const columns = Math.max(1, Math.floor(room / widest));
    const even = entries.map((one) => ({ ...one, width: widest }));
    return Array.from({ length: Math.ceil(even.length / columns) }, (_row, at) => even.slice(at * columns, (at + 1) * columns));
  }

  // Where the plane lies: names beside the axis and a legend above or below push its edges.
  function planeOf({ data, layout }) {
    const { margin, xaxis, yaxis, font, height, width } = layout;
    const ticks = ticksOf(yaxis);
    const labels = ticks.map((tick) => widthOf(tick.label, (yaxis.tickfont ?? font).size, font.family));
    const beside = yaxis.showticklabels !== false && yaxis.automargin ? Math.max(0, ...labels) + 0.8 + PAD : 0;
    const title = yaxis.title ? Math.round(font.size * 1.2) : 0; // room for one, though it is empty
    const left = Math.max(margin.l, Math.round(beside + title));
    const right = width - margin.r;
    const rows = legendRows({ data, layout }, right - left);
    const high = rows.length ? rows.length * LEGEND.row + LEGEND.frame : 0;
    let { t: top, b: bottom } = margin;
    if (high && layout.legend.yanchor === "bottom") {
      top = Math.max(top, (high + PAD - (margin.b - height) * (layout.legend.y - 1)) / layout.legend.y);
    } else if (high) {
      bottom = Math.max(bottom, (high + PAD + (margin.t - height) * layout.legend.y) / (1 - layout.legend.y));
    }
    const scale = ([first, last], start, end) => (value) => start + ((value - first) * (end - start)) / (last - first);
    const [x, y] = [scale(xaxis.range, left, right), scale(yaxis.range, height - bottom, top)];
    const rank = new Map(yaxis.categoryarray?.map((name, place) => [name, place]));
    return { left, right, top, bottom: height - bottom, rows, high, ticks, x, y: (value) => y(rank.get(value) ?? value) };
  }

  function path(d, attributes) {
    return node("path", { d, fill: "none", ...attributes });
  }

  const rule = (d, attributes) => path(d, { "shape-rendering": "crispEdges", ...attributes });

  function drawAxes(plane, { xaxis, yaxis, font, shapes }) {
    const text = { "font-size": font.size, fill: font.color };
    const beside = { "font-size": yaxis.tickfont?.size ?? font.size, fill: yaxis.tickfont?.color ?? font.color };
    const outside = xaxis.ticks === "outside" ? 5 : 0;
    const below = outside ? 10.6 : 2.6;
    const made = [];
    for (const { value, label } of plane.ticks) {
      const y = round(plane.y(value));
      if (yaxis.showgrid !== false) made.push(rule(`M${plane.left} ${y}H${plane.right}`, { stroke: yaxis.gridcolor }));
      if (yaxis.showticklabels !== false) made.push(node("text", { ...beside, x: plane.left - 1, y: y + beside["font-size"] * 0.35, "text-anchor": "end" }, label));
    }
    for (const { value, label } of ticksOf(xaxis)) {
      const x = round(plane.x(value));
      if (xaxis.showgrid !== false) made.push(rule(`M${x} ${plane.top}V${plane.bottom}`, { stroke: xaxis.gridcolor }));
      if (outside) made.push(rule(`M${x} ${plane.bottom}v${outside}`, { stroke: xaxis.tickcolor }));
      if (xaxis.showticklabels !== false) made.push(node("text", { ...text, x, y: plane.bottom + below + font.size * 0.85, "text-anchor": "middle" }, label));
    }
    for (const { x0, line } of shapes ?? []) {
      const look = { stroke: line.color, "stroke-width": line.width, "stroke-dasharray": dashes(line) };
      made.push(path(`M${round(plane.x(x0))} ${plane.top}V${plane.bottom}`, look));
    }
    const zero = yaxis.zeroline !== false && Math.min(...yaxis.range) < 0 && !yaxis.categoryarray;
    if (zero) made.push(rule(`M${plane.left} ${plane.y(0)}H${plane.right}`, { stroke: yaxis.zerolinecolor }));
    if (xaxis.zeroline) made.push(rule(`M${round(plane.x(0))} ${plane.top}V${plane.bottom}`, { stroke: xaxis.zerolinecolor }));
    if (xaxis.showline) made.push(rule(`M${plane.left} ${plane.bottom}H${plane.right}`, { stroke: xaxis.linecolor }));
    return made;
  }

  function dashes({ dash, width }) {
    return DASHES[dash]?.map((part) => part * Math.max(width, 3)).join(" ");
  }

  function drawLine(trace, plane) {
    let pen = "M";
    const parts = [];
    trace.x.forEach((x, place) => {
      const y = trace.y[place];
      if (y === null) pen = "M";
      else {
        parts.push(`${pen}${round(plane.x(x))} ${round(plane.y(y))}`);
        pen = "L";
      }
    });
    const { color, width } = trace.line;
    return path(parts.join(""), { stroke: color, "stroke-width": width, "stroke-dasharray": dashes(trace.line) });
  }

  const SHAPES = {
    "triangle-up": (r) => `M${round(-r * 1.155)} ${round(r / 2)}h${round(r * 2.31)}L0 ${-r}z`,
    "triangle-down": (r) => `M${round(-r * 1.155)} ${round(-r / 2)}h${round(r * 2.31)}L0 ${r}z`,
    diamond: (r) => `M${round(r * 1.3)} 0L0 ${round(r * 1.3)}L${round(-r * 1.3)} 0L0 ${round(-r * 1.3)}z`,
    "line-ew-open": (r) => `M${-r * 1.4} 0h${r * 2.8}`,
  };

  function drawMarkers(trace, plane) {
    const { marker } = trace;
    return trace.x.flatMap((x, place) => {
      const size = at(marker.size, place);
      if (trace.y[place] === null || !size) return [];
      const colour = { fill: at(marker.color, place), stroke: at(marker.line.color, place), "stroke-width": marker.line.width };
      const [cx, cy] = [round(plane.x(x)), round(plane.y(trace.y[place]))];
      const shape = SHAPES[at(marker.symbol, place)];
      const where = { transform: `translate(${cx} ${cy})` };
      return [shape ? path(shape(size / 2), { ...colour, ...where }) : node("circle", { ...colour, cx, cy, r: size / 2 })];
    });
  }

  function drawReaches(trace, plane) {
    const bars = trace.error_x;
    return trace.y.flatMap((y, place) => {
      if (!bars || !(bars.array[place] || bars.arrayminus[place])) return [];
      const [x, cy] = [trace.x[place], plane.y(y)];
      const ends = [x + bars.array[place], x - bars.arrayminus[place]].map((end) => round(plane.x(end)));
      const caps = ends.map((end) => `M${end} ${round(cy - bars.width)}v${bars.width * 2}`).join("");
      return [path(`M${ends[0]} ${round(cy)}H${ends[1]}${caps}`, { stroke: bars.color, "stroke-width": bars.thickness })];
    });
  }

  function drawErrors(trace, plane) {
    const bars = trace.error_y;
    return trace.x.flatMap((x, place) => {
      if (!bars || trace.y[place] === null || !(bars.array[place] || bars.arrayminus[place])) return [];
      const [y, cx] = [trace.y[place], plane.x(x)];
      const ends = [y + bars.array[place], y - bars.arrayminus[place]].map((end) => round(plane.y(end)));
      const caps = ends.map((end) => `M${round(cx - bars.width)} ${end}h${bars.width * 2}`).join("");
      return [path(`M${round(cx)} ${ends[0]}V${ends[1]}${caps}`, { stroke: bars.color, "stroke-width": bars.thickness })];
    });
  }

  function drawWords(trace, plane) {
    const font = { "font-size": trace.textfont?.size, fill: trace.textfont?.color, "text-anchor": "middle" };
    return trace.x.flatMap((x, place) =>
      trace.text[place] ? [node("text", { ...font, x: plane.x(x), y: plane.y(trace.y[place]) - at(trace.marker.size, place) / 2 - 5 }, plain(trace.text[place]))] : []);
  }

  function drawScatter(trace, plane) {
    const mode = trace.mode ?? "lines";
    return [
      ...drawErrors(trace, plane),
      ...(mode.includes("lines") ? [drawLine(trace, plane)] : []),
      ...(mode.includes("markers") ? drawMarkers(trace, plane) : []),
      ...(mode.includes("text") ? drawWords(trace, plane) : []),
    ];
  }

  function hatch(defs, colour, { size = 8, solidity = 0.3 }) {
    const id = `sketch-${colour.replace(/\W/g, "")}-${size}`;
    if (!document.getElementById(id) && !defs.querySelector(`#${id}`)) {
      const pattern = node("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" });
      const half = size / 4;
      const strokes = `M${-half} ${half}L${half} ${-half}M0 ${size}L${size} 0M${size - half} ${size + half}L${size + half} ${size - half}`;
      pattern.append(path(strokes, { stroke: colour, "stroke-width": solidity * size }));
      defs.append(pattern);
    }
    return `url(#${id})`;
  }

  function lookOf({ marker }, place, defs) {
    const colour = at(marker.color, place);
    const fill = at(marker.pattern?.shape, place) ? hatch(defs, colour, marker.pattern) : colour;
    return { fill, stroke: at(marker.line.color, place), "stroke-width": marker.line.width };
  }

  function drawRanks(bars, plane, layout, defs) {
    const width = Math.abs(plane.y(1) - plane.y(0)) * (1 - layout.bargap);
    return bars.flatMap((trace) => [
      ...trace.y.map((y, place) => {
        const top = round(plane.y(y) - width / 2);
        return path(`M${round(plane.x(0))} ${top}H${round(plane.x(trace.x[place]))}v${round(width)}H${round(plane.x(0))}z`, lookOf(trace, place, defs));
      }),
      ...drawReaches(trace, plane),
    ]);
  }

  function drawBars(bars, plane, layout, defs) {
    const reached = new Map();
    const width = Math.abs(plane.x(1) - plane.x(0)) * (1 - layout.bargap);
    return bars.flatMap((trace) => trace.x.flatMap((x, place) => {
      const base = layout.barmode === "stack" ? reached.get(x) ?? 0 : 0;
      const end = base + trace.y[place];
      reached.set(x, end);
      const left = round(plane.x(x) - width / 2);
      return [path(`M${left} ${round(plane.y(base))}V${round(plane.y(end))}h${round(width)}V${round(plane.y(base))}z`, lookOf(trace, place, defs))];
    }));
  }

  const ANCHORS = { left: "start", right: "end" };
  const LIFTS = { bottom: -0.35, top: 1.05 };

  function drawNotes(plane, { annotations, font }) {
    return annotations.map((note) => {
      const x = note.xref === "paper" ? plane.left + note.x * (plane.right - plane.left) : plane.x(note.x);
      const y = note.yref === "paper" ? plane.bottom - note.y * (plane.bottom - plane.top) : plane.y(note.y);
      const size = note.font?.size ?? font.size;
      const anchor = note.xanchor ?? "center";
      const inward = { left: 2, right: -2 }[anchor] ?? 0;
      const lift = (LIFTS[note.yanchor] ?? 0.35) * size;
      return node("text", {
        x: round(x + (note.xshift ?? 0) + inward), y: round(y - (note.yshift ?? 0) + lift), "font-size": size,
        fill: note.font?.color ?? font.color, "text-anchor": ANCHORS[anchor] ?? "middle",
        "font-weight": note.text.includes("<b>") ? 700 : undefined,
      }, plain(note.text));
    });
  }

  function drawLegend(plane, { legend, font }) {
    if (!plane.rows.length) return [];
    const edge = plane.bottom - legend.y * (plane.bottom - plane.top);
    const top = legend.yanchor === "bottom" ? edge - plane.high : edge;
    const widest = Math.max(...plane.rows.map((row) => row.reduce((sum, one) => sum + one.width, 0)));
    const start = legend.xanchor === "right" ? plane.right - widest : plane.left;
    return plane.rows.flatMap((row, number) => {
      let x = start;
      const middle = top + LEGEND.frame / 2 + LEGEND.row * (number + 0.5);
      return row.flatMap(({ trace, name, width }) => {
        const colour = trace.line?.color ?? at(trace.marker.color, 0);
        const sign = trace.type === "bar" ? path(`M${x + 14} ${middle - 6}h12v12h-12z`, { fill: colour }) : path(`M${x + 5} ${middle}h30`, { stroke: colour, "stroke-width": trace.line?.width });
        const words = node("text", { x: x + LEGEND.before, y: middle + font.size * 0.35, "font-size": font.size, fill: font.color }, name);
        x += width;
        return [sign, words];
      });
    });
  }

  // Draws the figure, whose colours and width are settled, into the element; whether it could.
  function draw(plot, figure) {
    if (!isKnown(figure)) return false;
    const { data, layout } = figure;
    const plane = planeOf(figure);
    const drawAll = layout.yaxis.categoryarray ? drawRanks : drawBars;
    const svg = node("svg", { class: "chart__sketch", width: layout.width, height: layout.height, "font-family": layout.font.family, "aria-hidden": "true" });
    const defs = node("defs", {});
    svg.append(
      defs,
      ...drawAxes(plane, layout),
      ...drawAll(data.filter((trace) => trace.type === "bar"), plane, layout, defs),
      ...data.filter((trace) => trace.type === "scatter").flatMap((trace) => drawScatter(trace, plane)),
      ...drawNotes(plane, layout),
      ...drawLegend(plane, layout),
    );
    plot.replaceChildren(svg);
    return true;
  }

  window.zhihengSketch = { draw };
})();
