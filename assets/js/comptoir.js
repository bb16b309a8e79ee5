// Small comforts on top of pages that work without them.
(() => {
  "use strict";
  const openMenus = () => document.querySelectorAll("details:is(.menu, .state)[open]");

  // A menu closes when something else is pressed, or by Escape.
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // What is explained on hover or focus goes away too, until it is asked for again.
    for (const badge of document.querySelectorAll(".badge:is(:hover, :focus-visible)")) {
      badge.classList.add("hushed");
      for (const leave of ["pointerleave", "blur"]) {
        badge.addEventListener(leave, () => badge.classList.remove("hushed"), { once: true });
      }
    }
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A form is sent once; coming back to the page makes it usable again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  });

  // A choice in a filter applies at once.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-apply]");
    if (form && !event.target.matches("[type=search], [type=text]")) form.requestSubmit();
  });

  // Ticks: one for the whole page, and how many there are, said aloud.
  const ticks = () => [...document.querySelectorAll("input[form=bulk]")];
  const countTicks = () => {
    const shown = document.querySelector("[data-ticked]");
    const all = document.querySelector("[data-tick-all]");
    if (!shown || !all) return;
    const boxes = ticks();
    const ticked = boxes.filter((box) => box.checked).length;
    shown.textContent = ticked || "";
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) for (const box of ticks()) box.checked = event.target.checked;
    if (event.target.matches("[data-tick-all], input[form=bulk]")) countTicks();
  });
  document.addEventListener("reset", () => setTimeout(countTicks));
  window.addEventListener("pageshow", countTicks);

  // What looks again and finds nothing new changes nothing: no open detail closes, no chosen file is lost.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, serverResponse } = event.detail;
    if (target.dataset.mark && serverResponse.includes(`data-mark="${target.dataset.mark}"`)) {
      event.detail.shouldSwap = false;
    }
  });

  // A list that could not be changed in place is asked for as a page, which says what is wrong.
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, ({ detail }) => {
      if (detail.boosted) location.assign(detail.pathInfo.finalRequestPath);
    });
  }

  // A price that is opened stays open when it changes.
  let wasExplained = false;
  document.addEventListener("htmx:beforeSwap", (event) => {
    wasExplained = Boolean(event.detail.target.querySelector("details.explain[open]"));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const explained = wasExplained && event.detail.elt.querySelector("details.explain");
    if (explained) explained.open = true;
  });

  // What has to be kept elsewhere is copied by a button, where the browser can.
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.querySelector("span").textContent = button.dataset.copied;
    });
  }

  // What was wrong is read first.
  document.querySelector("[data-focus]")?.focus();
})();
