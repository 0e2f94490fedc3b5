// Added to pages by `claimbook serve` only: reloads after a build, or shows what stopped it.
let seen = -1;

async function listen() {
  for (;;) {
    try {
      const answer = await fetch(`/__claimbook__/news?seen=${seen}`, { cache: "no-store" });
      const news = await answer.json();
      if (news.problems) show(news.problems);
      else if (seen >= 0 && news.number !== seen && touched(news.pages)) location.reload();
      else hide();
      seen = news.number;
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

// Whether this page is among those to load again; null stands for all. Problems that are shown go with a reload.
function touched(pages) {
  const path = decodeURIComponent(location.pathname).replace(/^\//, "").replace(/(^|\/)$/, "$1index.html");
  return !pages || pages.includes(path);
}

function show(problems) {
  hide();
  const box = document.createElement("pre");
  box.id = "claimbook-problems";
  box.setAttribute("role", "alert");
  box.textContent = `The site was not rebuilt.\n\n${problems}`;
  Object.assign(box.style, {
    position: "fixed", inset: "0 0 auto 0", maxHeight: "80vh", overflow: "auto", margin: "0", padding: "1rem 1.5rem",
    background: "#1d1b19", color: "#f4efe6", font: "14px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap", zIndex: "99",
  });
  document.body.append(box);
}

function hide() {
  document.getElementById("claimbook-problems")?.remove();
}

listen();
