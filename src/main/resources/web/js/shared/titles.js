// Titles of the user's jobs, kept in localStorage: they are known before the service has reported them.

const TITLES = 'pressroom.titles';
const MAX_TITLES = 200;

export function rememberTitle(jobId, title) {
  const titles = storedTitles();
  if (title && titles[jobId] !== title) {
    const kept = Object.entries({ ...titles, [jobId]: title }).slice(-MAX_TITLES);
    localStorage.setItem(TITLES, JSON.stringify(Object.fromEntries(kept)));
  }
}

export const titleOf = (jobId) => storedTitles()[jobId];

function storedTitles() {
  try {
    return JSON.parse(localStorage.getItem(TITLES)) ?? {};
  } catch {
    return {};
  }
}
