// What scrolls sideways can be reached, and so scrolled, by keyboard. A box is looked at when it comes near the screen,
// since to measure all of them would lay out the whole page at once.
(() => {
  "use strict";

  const SCROLLS = "mjx-container[display], div.math, .cell_output > .output, .pst-scrollable-table-container, pre";

  function mark(box) {
    const scrolls = box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX);
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }

  document.addEventListener("DOMContentLoaded", () => {
    const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target)));
    const near = new IntersectionObserver(
      (entries) => {
        for (const { target } of entries.filter((each) => each.isIntersecting)) {
          near.unobserve(target);
          resized.observe(target); // once now, and whenever its size changes
        }
      },
      { rootMargin: "100%" },
    );
    for (const box of document.querySelectorAll(SCROLLS)) near.observe(box);
  });
})();
