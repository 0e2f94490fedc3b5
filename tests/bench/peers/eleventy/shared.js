// What both templates share; each claim's row is made once, when it is first asked for.
const claims = require("./_data/claims.json");
const rows = new Map();
const escaped = /[&<>"]/g;
const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const safe = (text) => text.replace(escaped, (sign) => names[sign]);
const link = (to) => `<a href="${to.href}">${safe(to.text)}</a>`;
const links = (all) => all.map(link).join(", ");
const chain = (claim) =>
  `${links(claim.speakers)}${claim.via.length ? ` per ${links(claim.via)}` : ""} in ${link(claim.source)}, ${safe(claim.said)}`;

function row(id) {
  let made = rows.get(id);
  if (made === undefined) {
    const claim = claims[id];
    made = `<a href="../claims/${id}.html">${safe(claim.statement)}</a> <span>${chain(claim)}</span>`;
    rows.set(id, made);
  }
  return made;
}

const section = (title, items) => `<h2>${safe(title)}</h2>\n<ul>\n${items.map((item) => `<li>${item}</li>\n`).join("")}</ul>\n`;
const page = (title, root, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title>
</head>
<body>
<nav><a href="${root}index.html">Home</a> <a href="${root}claims/index.html">Claims</a> <a href="${root}actors/index.html">Actors</a> <a href="${root}sources/index.html">Sources</a> <a href="${root}topics/index.html">Topics</a></nav>
<main>
<h1>${safe(title)}</h1>
${body}</main>
</body>
</html>
`;
module.exports = { chain, claims, link, links, page, row, safe, section };
