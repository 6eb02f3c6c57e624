// A plugin of Swagger UI: the layout of the API reference, with the markup that assistive technology needs.

/** The parts of the reference inside the `main` of the page; the layout of Swagger UI brings a second `main`. */
const layout = ({ createElement }) =>
  function Layout({ getComponent, specSelectors }) {
    const part = (name) => createElement(getComponent(name, true), { key: name });
    if (specSelectors.loadingStatus() === 'failed') {
      return createElement('p', { className: 'notice' }, 'The API document could not be loaded. Reload the page.');
    }
    const loaded = specSelectors.specStr() !== '';
    const parts = ['errors', 'InfoContainer', 'AuthorizeBtnContainer', 'operations', 'Webhooks', 'Models'];
    return createElement('div', { className: 'swagger-ui' }, ...(loaded ? parts.map(part) : []));
  };

/** The path of an operation as text: it stands in a button, which may contain no link. */
const deepLink = ({ createElement }) =>
  function DeepLink({ text }) {
    return createElement('span', null, text);
  };

export const docsPlugin = ({ React }) => ({
  components: { PressroomLayout: layout(React), DeepLink: deepLink(React) },
});
