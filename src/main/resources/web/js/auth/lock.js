/**
 * Runs `action` while no other tab of this browser runs one with the same name. Browsers have locks only for pages on
 * https or localhost; elsewhere the action runs at once.
 */
export function withLock(name, action) {
  return navigator.locks ? navigator.locks.request(`pressroom.${name}`, action) : action();
}
