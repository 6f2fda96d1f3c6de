// What the scripts say, in the language of the page. LOSSBOOK_WORDS has it from book/locale; English needs no entry.
const sayLossbook = (text, values = {}) => {
  const said = LOSSBOOK_WORDS[document.documentElement.lang]?.[text] ?? text;
  return said.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
};
