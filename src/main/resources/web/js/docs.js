// The API reference (Swagger UI), with the token of the main page filled in if there is one.

import { nameControls } from './docs-names.js';
import { docsPlugin } from './docs-plugin.js';
import { token } from './auth/credentials.js';
import { client } from './shared/client.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const applyTheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', applyTheme);
applyTheme();

/** Paths in the document begin at the root of the host; the service may be under a sub-path. */
function withServicePath(request) {
  const host = `${location.origin}/`;
  const root = client.url('/');
  if (request.url.startsWith(host) && !request.url.startsWith(root)) {
    request.url = root + request.url.slice(host.length);
  }
  return request;
}

nameControls(document.getElementById('api'));

const bearer = await token();

const ui = globalThis.SwaggerUIBundle({
  url: client.url('/openapi.yaml'),
  requestInterceptor: withServicePath,
  dom_id: '#api',
  plugins: [docsPlugin],
  layout: 'PressroomLayout',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
  onComplete: () => {
    if (bearer) {
      ui.preauthorizeApiKey('bearer', bearer);
      document.getElementById('tagline').textContent = 'Open a request to try it; your token is filled in';
    }
  },
});
