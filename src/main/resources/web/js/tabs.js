// The tabs. The URL fragment names the tab and the open job: #job=… an article, #analysis=… a website analysis.

/** @returns `{ key, id }`: the tab in the URL fragment (else the first), and the job id or null */
export function currentRoute(keys) {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const key = keys.find((candidate) => parameters.has(candidate)) ?? keys[0];
  return { key, id: parameters.get(key) || null };
}

export class Tabs {
  #links;

  /** @param list element with a link for each tab; `data-key` is its key in the fragment, `aria-controls` its panel */
  constructor(list) {
    this.#links = [...list.querySelectorAll('[role=tab]')];
    list.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** Shows the tab; its link then leads back to the job that is open there. */
  show(key, id) {
    for (const link of this.#links) {
      const chosen = link.dataset.key === key;
      link.setAttribute('aria-selected', String(chosen));
      link.tabIndex = chosen ? 0 : -1;
      document.getElementById(link.getAttribute('aria-controls')).hidden = !chosen;
      if (chosen) {
        link.href = id ? `#${key}=${id}` : `#${key}`;
      }
    }
  }

  /** Removes the job ids from all links. */
  reset() {
    this.#links.forEach((link) => (link.href = `#${link.dataset.key}`));
  }

  #onKey(event) {
    const at = this.#links.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1, ' ': at }[event.key];
    if (at >= 0 && to !== undefined) {
      event.preventDefault();
      const link = this.#links.at(to % this.#links.length);
      link.focus();
      link.click();
    }
  }
}
