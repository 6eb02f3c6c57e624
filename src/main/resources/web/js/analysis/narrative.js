// State of the narrative stream, as pure functions: state and event in, next state out.

export const emptyNarrative = () => ({ status: '', opening: '', transition: '', cards: [], profile: null, typing: false });

/** @returns the narrative after an event; every connection replays it from its beginning */
export function reduceNarrative(narrative, name, data) {
  switch (name) {
    case 'connected':
      return emptyNarrative();
    case 'analysis-status-update':
      return { ...narrative, status: data.content };
    case 'transition':
      return { ...narrative, status: '', transition: data.content };
    case 'analysis-chunk':
      return { ...narrative, status: '', opening: narrative.opening + data.content, typing: true };
    case 'insight-card':
      return { ...narrative, typing: false, cards: [...narrative.cards, ...parsed(data.content)] };
    case 'business-profile':
      return { ...narrative, typing: false, profile: parsed(data.content)[0] ?? null };
    case 'narrative-complete':
    case 'complete':
    case 'failed':
      return { ...narrative, status: '', typing: false };
    default:
      return narrative;
  }
}

/** @returns a list with the object in a JSON text; empty when it cannot be parsed */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === 'object' ? [value] : [];
  } catch {
    return [];
  }
}
