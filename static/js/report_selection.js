// Places in the text. The server counts code points, JavaScript counts UTF-16 units: 𠮷 is one there and two here.
(() => {
  const codePoints = (text) => Array.from(text).length;

  // The offset in the report's text of a place in the page, or null outside the text.
  function offsetOf(node, at) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const block = element?.closest("[data-start]");
    if (!block) return null;
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEnd(node, at);
    return Number(block.dataset.start) + codePoints(before.toString());
  }

  // What is selected inside the text: { start, end, text } without blanks at its edges, or null.
  function read(selection) {
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const text = range.toString();
    const start = offsetOf(range.startContainer, range.startOffset);
    const end = offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start || !text.trim()) return null;
    const lead = codePoints(text) - codePoints(text.trimStart());
    const tail = codePoints(text) - codePoints(text.trimEnd());
    return { start: start + lead, end: end - tail, text: text.trim() };
  }

  // The text node and UTF-16 offset at a code point of a block.
  function placeIn(block, points) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last = null;
    for (let node; (node = walker.nextNode()); last = node) {
      const own = Array.from(node.data);
      if (points <= own.length) return [node, own.slice(0, points).join("").length];
      points -= own.length;
    }
    return last ? [last, last.data.length] : null;
  }

  // The ranges of the page that a span of the text covers: one for each paragraph or cell it runs through.
  function rangesOf(reading, start, end) {
    const blocks = [...reading.querySelectorAll("[data-start]")];
    return blocks.flatMap((block) => {
      const first = Number(block.dataset.start);
      const last = first + codePoints(block.textContent);
      if (first >= end || last <= start) return [];
      const from = placeIn(block, Math.max(start, first) - first);
      const to = placeIn(block, Math.min(end, last) - first);
      if (!from || !to) return [];
      const range = document.createRange();
      range.setStart(...from);
      range.setEnd(...to);
      return [range];
    });
  }

  window.zhihengSelection = { read, rangesOf };
})();
