// What scrolls sideways can be reached, and so scrolled, by keyboard. The theme does this for code and tables.
(() => {
  "use strict";

  const SCROLLS = "mjx-container[display], div.math, .cell_output .text_html, .pst-scrollable-table-container, pre";

  function mark() {
    for (const box of document.querySelectorAll(SCROLLS)) {
      const style = getComputedStyle(box);
      const scrolls = box.scrollWidth > box.clientWidth && /auto|scroll/.test(style.overflowX);
      if (scrolls) box.tabIndex = 0;
      else if (box.matches("mjx-container, div.math, .text_html")) box.removeAttribute("tabindex");
    }
  }

  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(mark, 400); // after the theme's own
  };
  addEventListener("load", soon);
  addEventListener("resize", soon);
  addEventListener("toggle", soon, true);
  addEventListener("click", soon);
})();
