// The tabs, and which of them the address names: #job=… an article, #analysis=… a website; without an id a blank sheet.

/** @returns `{ key, id }` of what the address names */
export function place(keys) {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const key = keys.find((candidate) => parameters.has(candidate)) ?? keys[0];
  return { key, id: parameters.get(key) || null };
}

export class Tabs {
  #links;

  /** @param list with a link for each desk; `data-key` is its key in the address, `aria-controls` its panel */
  constructor(list) {
    this.#links = [...list.querySelectorAll('[role=tab]')];
    list.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Shows the desk; its link leads back to what is open there. */
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

  /** All links lead to blank sheets again. */
  forget() {
    this.#links.forEach((link) => (link.href = `#${link.dataset.key}`));
  }

  #key(event) {
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
