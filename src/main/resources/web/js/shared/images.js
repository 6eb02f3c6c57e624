// Images of this service. Their absolute URLs are mapped to the origin of the page; other URLs are not shown.

import { client } from './client.js';

const IMAGE_URL = /^(?:https?:\/\/[^/?#]+)?(?:\/[^/?#]+)*(\/api\/v1\/images\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The URL of the image at the origin of this page; null for any other URL. */
export function ownImage(url) {
  const path = IMAGE_URL.exec(url ?? '')?.[1];
  return path ? client.url(path) : null;
}
