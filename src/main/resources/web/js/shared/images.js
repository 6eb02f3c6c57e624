// Images of this service, whose URLs are absolute in answers: shown from where the page came from, and never from elsewhere.

const OWN = /^(?:https?:\/\/[^/?#]+)?(?:\/[^/?#]+)*(\/api\/v1\/images\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The path of the image; null when it is none of this service. */
export function ownImage(url) {
  return OWN.exec(url ?? '')?.[1] ?? null;
}
