// The API's document, to read and to try, with the token of the first page if there is one.

import { token } from './caller/caller.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const dress = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', dress);
dress();

const bearer = await token();

const ui = globalThis.SwaggerUIBundle({
  url: '/openapi.yaml',
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
