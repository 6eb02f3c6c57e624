// The text of articles that were cancelled or have failed. The service keeps only finished ones, so this browser keeps
// the part that was written, until the user signs out.

const TEXTS = 'pressroom.texts';
const MAX_TEXTS = 5;
const MAX_CHARACTERS = 200_000;

export function keepText(jobId, text) {
  const others = Object.entries(keptTexts()).filter(([id]) => id !== jobId);
  const kept = [...others, [jobId, text.slice(0, MAX_CHARACTERS)]].slice(-MAX_TEXTS);
  try {
    localStorage.setItem(TEXTS, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // The storage is full: the text stays on screen only.
  }
}

export const keptText = (jobId) => keptTexts()[jobId] ?? '';

export const forgetTexts = () => localStorage.removeItem(TEXTS);

function keptTexts() {
  try {
    return JSON.parse(localStorage.getItem(TEXTS)) ?? {};
  } catch {
    return {};
  }
}
