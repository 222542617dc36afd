// A page that waits for something looks again by itself, until there is nothing left to wait for.
async function freshPage() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null; // the network is away for a moment
  }
}

function renew(part, fresh) {
  dropAids(fresh);
  part.querySelectorAll("[data-fresh]").forEach((old) => {
    const now = fresh.querySelector(`[data-fresh="${old.dataset.fresh}"]`);
    if (now && now.innerHTML !== old.innerHTML) old.replaceChildren(...now.childNodes);
  });
}

// A link to look by hand would lose the keyboard's focus each time that its place is renewed.
function dropAids(part) {
  part.querySelectorAll("[data-without-script]").forEach((aid) => aid.remove());
}

async function look(part) {
  const page = await freshPage();
  const fresh = page?.querySelector(".waiting");
  if (fresh) renew(part, fresh);
  if (!fresh || fresh.dataset.lookAgain) setTimeout(look, Number(part.dataset.lookAgain) * 1000, part);
}

export function lookAgain(root) {
  root.querySelectorAll(".waiting[data-look-again]").forEach((part) => {
    dropAids(part);
    setTimeout(look, Number(part.dataset.lookAgain) * 1000, part);
  });
}
