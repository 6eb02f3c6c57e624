// Images of this service, whose URLs are absolute in answers: shown from where the page came from, and never from elsewhere.

import { at } from './http.js';

const OWN = /^(?:https?:\/\/[^/?#]+)?(?:\/[^/?#]+)*(\/api\/v1\/images\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The address of the image at the origin of this page; null when it is none of this service. */
export function ownImage(url) {
  const path = OWN.exec(url ?? '')?.[1];
  return path ? at(path) : null;
}
