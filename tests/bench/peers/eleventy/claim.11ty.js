const { chain, claims, link, links, page, row, safe, section } = require("./shared.js");

exports.data = {
  keys: Object.keys(claims),
  pagination: { data: "keys", size: 1, alias: "key" },
  permalink: (data) => `claims/${data.key}.html`,
};

exports.render = ({ key }) => {
  const claim = claims[key];
  const evidence = claim.evidence.map((e) => `${safe(e.kind)}: ${safe(e.what)} ${links(e.by)}`);
  return page(claim.statement, "../", `<p>${chain(claim)}</p>
${claim.quote ? `<blockquote>${safe(claim.quote)}</blockquote>\n` : ""}<p>${safe(claim.voice)}, ${claim.certainty}</p>
${evidence.length ? section("Evidence", evidence) : "<h2>Evidence</h2>\n<p>No evidence cited.</p>\n"}${claim.sections
    .map((found) => section(found.title, found.items.map((item) => safe(item.words) + row(item.claim))))
    .join("")}${claim.mentions.length ? `<h2>Mentions</h2>\n<p>${links(claim.mentions)}</p>\n` : ""}${
    claim.stands.length ? section("Topics", claim.stands.map((stand) => `${link(stand)}: ${safe(stand.label)}`)) : ""}`);
};
