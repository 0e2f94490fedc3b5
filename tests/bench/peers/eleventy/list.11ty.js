const { link, page, row, section } = require("./shared.js");

exports.data = {
  pagination: { data: "lists", size: 1, alias: "list" },
  permalink: (data) => data.list.path,
};

exports.render = ({ list }) =>
  page(list.title, list.root, `<ul>${list.facts.map((fact) => `<li>${link(fact)}</li>\n`).join("")}</ul>
${list.groups.map((group) => section(group.title, [...group.rows.map(row), ...group.links.map(link)])).join("")}<p>${list.turn.map(link).join(" ")}</p>
`);
