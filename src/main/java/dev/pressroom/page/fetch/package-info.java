/**
 * Fetches pages from untrusted servers. {@link dev.pressroom.page.fetch.SafeFetcher} connects only to public addresses
 * (RFC 6890 and the IANA special-purpose address registries), bounded in time and size. Charsets are detected as
 * browsers detect them (WHATWG HTML and Encoding).
 */
package dev.pressroom.page.fetch;
