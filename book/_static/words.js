// What a page has to know about the others, and what the scripts say in its language; English needs no entry.
const lossbook = JSON.parse(document.getElementById("lossbook-facts").textContent);
const sayLossbook = (text, values = {}) =>
  (lossbook.words[text] ?? text).replace(/%\((\w+)\)s/g, (_, name) => values[name]);
