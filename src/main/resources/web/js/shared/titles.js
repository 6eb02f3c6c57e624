// What the user's jobs are about. The service knows how each stands; titles are remembered in the browser.

const TITLES = 'pressroom.titles';
const REMEMBERED = 200;

export function rememberTitle(jobId, title) {
  const titles = remembered();
  if (title && titles[jobId] !== title) {
    const kept = Object.entries({ ...titles, [jobId]: title }).slice(-REMEMBERED);
    localStorage.setItem(TITLES, JSON.stringify(Object.fromEntries(kept)));
  }
}

export const titleOf = (jobId) => remembered()[jobId];

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(TITLES)) ?? {};
  } catch {
    return {};
  }
}
