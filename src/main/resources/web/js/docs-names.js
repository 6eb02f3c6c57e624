// Names of the controls in the API reference that Swagger UI leaves without one, and code that a keyboard can scroll.

const NAMES = {
  '.examples-select-element': 'Example',
  '.body-param__text': 'Request body',
  '.close-modal': 'Close',
};

/** Names the controls in `root`, now and whenever others are added. */
export function nameControls(root) {
  const name = () => {
    for (const [selector, label] of Object.entries(NAMES)) {
      root.querySelectorAll(`${selector}:not([aria-label])`).forEach((control) => (control.ariaLabel = label));
    }
    for (const control of root.querySelectorAll('[data-param-name] :is(select, input, textarea):not([aria-label])')) {
      control.ariaLabel = control.closest('[data-param-name]').dataset.paramName;
    }
    root.querySelectorAll('pre:not([tabindex])').forEach((code) => (code.tabIndex = 0));
  };
  new MutationObserver(name).observe(root, { childList: true, subtree: true });
  name();
}
