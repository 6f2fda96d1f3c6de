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

  // The current page is in sight in the sidebar. `scrollIntoView` shows it too, but in some browsers the first Tab then
  // starts there and skips all that stands before it.
  const sidebar = document.querySelector(".sidebar-scroll");
  const current = sidebar.querySelector(".current-page > a");
  if (current) {
    const below = current.getBoundingClientRect().bottom - sidebar.getBoundingClientRect().bottom;
    if (below > 0) sidebar.scrollTop += Math.ceil(below);
  }

  // What scrolls sideways can be reached, and so scrolled, in browsers that don't see to it themselves.
  const SCROLLS = "div.math > math, .table-wrapper, .cell_output > .output, .lossbook-drawing, pre";

  function mark({ target }) {
    const scrolls = target.scrollWidth > target.clientWidth && /auto|scroll/.test(getComputedStyle(target).overflowX);
    if (scrolls) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }

  // The observer tells of each box once after the page is laid out, so that nothing here forces a layout, and again
  // when the box changes its size.
  const resized = new ResizeObserver((entries) => entries.forEach(mark));
  for (const box of document.querySelectorAll(SCROLLS)) resized.observe(box);
})();
