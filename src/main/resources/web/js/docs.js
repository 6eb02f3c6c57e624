// The API's document, to read and to try, with the token of the first page if there is one.

import { token } from './caller/caller.js';
import { at } from './shared/http.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const dress = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', dress);
dress();

/** The document's paths begin at the root of the host, the service at the folder of this page. */
function below(request) {
  const host = `${location.origin}/`;
  const root = at('/');
  if (request.url.startsWith(host) && !request.url.startsWith(root)) {
    request.url = root + request.url.slice(host.length);
  }
  return request;
}

const bearer = await token();

const ui = globalThis.SwaggerUIBundle({
  url: at('/openapi.yaml'),
  requestInterceptor: below,
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
  onComplete: () => {
    if (bearer) {
      ui.preauthorizeApiKey('bearer', bearer);
      document.getElementById('who').textContent = 'The API, to read and to try; your token is filled in';
    }
  },
});
