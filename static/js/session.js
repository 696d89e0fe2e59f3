// Tells before the session ends, keeps it while somebody types or uploads, and gives the page a fresh token after a
// new sign-in, so that a form that was filled in before can still be sent.
(() => {
  const bar = document.getElementById("session-bar");
  if (!bar) return;
  const WARN = 120;
  const KEEP_EVERY = 5 * 60;
  let left = Number(bar.dataset.seconds);
  let asked = Date.now();
  let used = 0;
  let kept = Date.now();
  let ended = false;

  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? headers()["X-CSRFToken"] ?? "";
  const headers = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const remaining = () => left - (Date.now() - asked) / 1000;

  async function ask(method) {
    const options = { method, headers: { "HX-Request": "true", "X-CSRFToken": token() }, redirect: "error" };
    let answer;
    try {
      answer = await fetch(bar.dataset.session, options);
    } catch {
      return; // no connection, which is not the end of a session
    }
    if (answer.status === 401) return end();
    if (!answer.ok) return;
    const said = await answer.json();
    left = said.seconds;
    asked = Date.now();
    if (ended) renew(said.token);
    ended = false;
    if (remaining() > WARN) show("");
    else show(method === "POST" ? "last" : "soon");
  }

  // Signing in again changes the token; without the new one the page's forms would be refused.
  function renew(fresh) {
    for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = fresh;
    document.body.setAttribute("hx-headers", JSON.stringify({ ...headers(), "X-CSRFToken": fresh }));
  }

  function show(when) {
    bar.hidden = !when;
    for (const part of bar.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== when;
  }

  function end() {
    ended = true;
    show("ended");
  }

  function look() {
    if (ended || document.hidden) return;
    const busy = document.querySelector(".sending") !== null;
    const typed = used > kept;
    if ((busy || typed) && Date.now() - kept > KEEP_EVERY * 1000) {
      kept = Date.now();
      ask("POST");
    } else if (remaining() <= WARN && bar.hidden) {
      ask("GET"); // another page may have kept it
    } else if (remaining() <= 0) {
      ask("GET");
    }
  }

  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, () => { used = Date.now(); }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask("GET"); });
  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) end(); });
  document.addEventListener("zhiheng:signed-out", end);
  bar.querySelector("[data-session-stay]").addEventListener("click", () => {
    kept = Date.now();
    ask("POST");
  });
  show("");
  setInterval(look, 10000);
})();
