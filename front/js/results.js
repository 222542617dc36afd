// Results while one types: a <form data-results="ID"> with a search field asks its own address and puts what
// stands in #ID there into #ID here. Nothing is spoken: the titles that fit are, and Enter loads the page as ever.
const WAIT = 300;
const FEWEST = 2; // letters

class Results {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.place = document.getElementById(form.dataset.results);
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.asking?.abort();
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    form.addEventListener("submit", () => clearTimeout(this.timer));
  }

  async ask() {
    if (this.input.value.trim().length < FEWEST) return;
    const address = new URL(this.form.action);
    address.search = new URLSearchParams(new FormData(this.form)).toString();
    this.asking = new AbortController();
    try {
      const answer = await fetch(address, { signal: this.asking.signal });
      if (answer.ok) this.show(new DOMParser().parseFromString(await answer.text(), "text/html"), address);
    } catch {
      // asked anew meanwhile, or no network: the form still works
    }
  }

  show(page, address) {
    const found = page.getElementById(this.place.id);
    if (!found) return; // signed out meanwhile
    this.leadOn(page);
    this.place.replaceChildren(...found.childNodes);
    document.title = page.title;
    history.replaceState(history.state, "", address);
  }

  // Another language, signing in, the whole district: they take along what is asked now.
  leadOn(page) {
    const outside = (whole) => [...whole.querySelectorAll(`a:not(#${this.place.id} *)`)];
    const [here, there] = [outside(document), outside(page)];
    if (here.length === there.length) here.forEach((link, at) => link.setAttribute("href", there[at].getAttribute("href")));
  }
}

export function showResults(root) {
  root.querySelectorAll("form[data-results]").forEach((form) => new Results(form));
}
