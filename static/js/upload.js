// One request a file, two at a time, each with its own progress; what comes back is the report's card.
(() => {
  const form = document.getElementById("upload");
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".dropzone");
  const outcomes = document.getElementById("outcomes");
  const words = form.dataset;
  const waiting = [];
  let running = 0;
  form.classList.add("has-script");

  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add("is-over");
    });
  }
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => event.preventDefault());
  addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });

  function add(files) {
    document.getElementById("steps")?.remove();
    const batch = document.createDocumentFragment();
    for (const file of files) {
      const card = drawCard(file);
      batch.append(card);
      if (file.size > Number(words.limit)) refuse(card, file, words.tooLarge);
      else waiting.push({ file, card });
    }
    outcomes.prepend(batch);
    next();
  }

  function next() {
    while (running < 2 && waiting.length) send(waiting.shift());
  }

  function drawCard(file) {
    const card = document.createElement("article");
    card.className = "card sending";
    const name = document.createElement("p");
    name.className = "sending__name";
    name.textContent = file.name;
    const progress = document.createElement("div");
    progress.className = "progress";
    const bar = document.createElement("progress");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const said = document.createElement("span");
    said.textContent = words.waiting;
    progress.append(bar, said);
    card.append(name, progress);
    return card;
  }

  function send({ file, card }) {
    running += 1;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("files", file);
    const request = new XMLHttpRequest();
    const bar = card.querySelector("progress");
    const said = card.querySelector(".progress span");
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.max = event.total;
      bar.value = event.loaded;
      const share = Math.floor((100 * event.loaded) / event.total);
      said.textContent = event.loaded < event.total ? `${words.sending} ${share}%` : words.checking;
    });
    request.addEventListener("load", () => settle(request, card, file));
    request.addEventListener("error", () => fail(card, file));
    request.addEventListener("abort", () => fail(card, file));
    request.addEventListener("loadend", () => {
      running -= 1;
      next();
    });
    request.send(body);
  }

  // Refusals (413, 422) come as cards too; only an answer that is no card is a failure.
  function settle(request, card, file) {
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".report-card");
    if (request.status === 401) document.dispatchEvent(new CustomEvent("zhiheng:signed-out"));
    if (!answer) return fail(card, file);
    document.getElementById(answer.id)?.remove();
    const arrived = document.importNode(answer, true);
    card.replaceWith(arrived);
    window.htmx.process(arrived);
  }

  function refuse(card, file, sentence) {
    card.className = "card report-card report-card--refused";
    const head = document.createElement("header");
    head.className = "report-card__head";
    const name = document.createElement("h2");
    name.className = "report-card__name";
    name.textContent = file.name;
    const badge = document.createElement("span");
    badge.className = "badge badge--rejected";
    badge.textContent = words.refused;
    head.append(name, badge);
    const message = document.createElement("p");
    message.className = "report-card__message";
    message.textContent = sentence.replace("{name}", file.name);
    card.replaceChildren(head, message);
    return card;
  }

  function fail(card, file) {
    refuse(card, file, words.failed);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button--small";
    again.textContent = words.retry;
    again.addEventListener("click", () => {
      card.remove();
      add([file]);
    });
    card.append(again);
  }
})();
