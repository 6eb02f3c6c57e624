/**
 * Runs `action` while no other tab of this browser runs one of the same name. Where the page is neither served over
 * https nor from this machine there are no locks, and it runs at once.
 */
export function locked(name, action) {
  return navigator.locks ? navigator.locks.request(`pressroom.${name}`, action) : action();
}
