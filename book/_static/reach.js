// What scrolls sideways can be reached, and so scrolled, by keyboard.
(() => {
  "use strict";

  const SCROLLS = "mjx-container[display], div.math, .cell_output > .output, .pst-scrollable-table-container, pre";

  function mark(box) {
    const scrolls = box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX);
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }

  document.addEventListener("DOMContentLoaded", () => {
    // The observer tells of each box once after the page is laid out, so that nothing here forces a layout, and again when the
    // box changes its size.
    const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
    for (const box of document.querySelectorAll(SCROLLS)) resized.observe(box);
  });
})();
