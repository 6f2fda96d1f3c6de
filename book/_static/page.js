// What a page does for those who use a keyboard.
(() => {
  "use strict";

  // Ctrl-K or Cmd-K leads to the search; on a narrow screen, where its field is put away, to the search's own page.
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    const field = document.querySelector(".sidebar-search");
    if (field.checkVisibility({ visibilityProperty: true }) && field.getBoundingClientRect().left >= 0) field.focus();
    else location.href = field.form.action;
  });

  // Observers tell of boxes once the page is laid out, so that nothing here forces a layout of its own.

  // The current page is in sight in the sidebar. `scrollIntoView` shows it too, but in some browsers the first Tab then
  // starts there and skips all that stands before it.
  const sidebar = document.querySelector(".sidebar-scroll");
  const current = sidebar.querySelector(".current-page > a");
  const sighted = new IntersectionObserver(([seen], observer) => {
    const below = seen.boundingClientRect.bottom - seen.rootBounds.bottom;
    if (below > 0) sidebar.scrollTop += Math.ceil(below);
    observer.disconnect();
  }, { root: sidebar });
  if (current) sighted.observe(current);

  // What scrolls sideways can be reached, and so scrolled, in browsers that don't see to it themselves.
  const SCROLLS = "div.math > math, .table-wrapper, .cell_output > .output, .lossbook-drawing, pre";

  const scrolls = (box) => box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX);

  // All boxes are looked at before any is marked: a mark in between would have the browser work out the styles again.
  const resized = new ResizeObserver((entries) => {
    const marks = entries.map(({ target }) => [target, scrolls(target)]);
    for (const [box, on] of marks) {
      if (on) box.tabIndex = 0;
      else if (box.hasAttribute("tabindex")) box.removeAttribute("tabindex");
    }
  });
  for (const box of document.querySelectorAll(SCROLLS)) resized.observe(box);
})();
