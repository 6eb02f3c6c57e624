/**
 * Reading a stranger's web page. {@link dev.pressroom.page.SafeFetcher} gets it without ever being led to an address
 * that is not public, and bounded in time and size; {@link dev.pressroom.page.PageReader} takes out of it what it says
 * about itself. Whatever comes from a page is hostile: it is cleaned and bounded here, and nothing in it causes a
 * request but its redirects, its frames and the style sheets of its own site, through the same checks and limits.
 *
 * <p>Addresses are judged by the registries of special-purpose addresses (RFC 6890, as IANA keeps them), URLs are read
 * as browsers read them (WHATWG URL), charsets are found as browsers find them (WHATWG HTML and Encoding).
 */
package dev.pressroom.page;
