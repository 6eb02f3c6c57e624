/**
 * Public web pages: what the packages below share. {@code page.url} parses and checks URLs, {@code page.fetch} fetches a
 * page without ever connecting to an address that is not public, {@code page.style} reads colours from style sheets, and
 * {@code page.read} extracts the facts of a page as a {@link dev.pressroom.page.Page}.
 *
 * <p>Everything in a page is untrusted input. It is cleaned and bounded here, and nothing in a page causes a request except
 * its redirects, its frames and the style sheets of its own site, each with the same checks and limits.
 */
package dev.pressroom.page;
