// What the narrative stream has told so far. Pure: an event goes in, the next state comes out.

export const EVENTS = [
  'connected',
  'analysis-status-update',
  'transition',
  'analysis-chunk',
  'insight-card',
  'business-profile',
  'narrative-complete',
  'complete',
  'failed',
];

export const blank = () => ({ status: '', opening: '', transition: '', cards: [], profile: null, typing: false });

/** @returns the narrative after an event; it is told anew, in full, on every connection */
export function told(narrative, name, data) {
  switch (name) {
    case 'connected':
      return blank();
    case 'analysis-status-update':
      return { ...narrative, status: data.content };
    case 'transition':
      return { ...narrative, status: '', transition: data.content };
    case 'analysis-chunk':
      return { ...narrative, status: '', opening: narrative.opening + data.content, typing: true };
    case 'insight-card':
      return { ...narrative, typing: false, cards: [...narrative.cards, ...read(data.content)] };
    case 'business-profile':
      return { ...narrative, typing: false, profile: read(data.content)[0] ?? null };
    case 'narrative-complete':
    case 'complete':
    case 'failed':
      return { ...narrative, status: '', typing: false };
    default:
      return narrative;
  }
}

/** The object in a JSON text; none when it cannot be read. */
function read(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? [value] : [];
  } catch {
    return [];
  }
}
