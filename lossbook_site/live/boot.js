addEventListener("DOMContentLoaded", () => {
  let edits = {}; // by the number of a cell: what the book has, and what the reader made of it
  try {
    edits = JSON.parse(localStorage.getItem("lossbook-code"))["@page@"] ?? {};
  } catch {}
  document.querySelectorAll("article .cell").forEach((cell, number) => {
    const code = cell.querySelector(".cell_input pre");
    cell.original = code?.textContent;
    if (edits[number]?.[0] === cell.original) code.textContent = edits[number][1];
  });
  let page;
  addEventListener("click", async ({ target }) => {
    const button = target.closest?.(".lossbook-run button");
    if (!button || page) return;
    const said = button.parentElement.querySelector("span");
    try {
      said.textContent = "…";
      page = import(new URL("@folder@/page.js", document.baseURI));
      (await page).start("@page@", button.closest(".cell"));
    } catch (error) {
      page = null;
      said.textContent = sayLossbook("Python did not load (%(error)s). It needs a web server.", { error: error.message });
    }
  });
});
