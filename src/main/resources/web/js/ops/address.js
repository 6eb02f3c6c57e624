// The view and its parameters in the URL fragment, such as `#jobs?status=failed`: reload, back and links keep them.

/** @returns `{ name, query }` */
export function currentRoute() {
  const [name, ...rest] = location.hash.slice(1).split('?');
  return { name, query: Object.fromEntries(new URLSearchParams(rest.join('?'))) };
}

/** The fragment of a view; empty parameters are left out. */
export function address(name, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return `#${name}${given.length ? `?${new URLSearchParams(given)}` : ''}`;
}

export function go(name, query) {
  location.hash = address(name, query);
}
