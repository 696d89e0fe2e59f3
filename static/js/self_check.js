// While the file is read the form says so, and is not sent twice; the answer is brought into sight.
(() => {
  const form = document.getElementById("self-check");
  const button = form.querySelector("button");
  const busy = form.querySelector(".self-check__busy");

  function rest() {
    button.disabled = false;
    busy.textContent = "";
  }

  form.addEventListener("submit", () => {
    setTimeout(() => (button.disabled = true)); // after the browser has taken the form
    busy.textContent = form.dataset.busy;
  });
  addEventListener("pageshow", rest);
  document.getElementById("found")?.scrollIntoView({ block: "start" });
})();
