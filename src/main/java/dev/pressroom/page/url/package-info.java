/** URLs of web pages, parsed as browsers parse them (WHATWG URL) and written in one canonical form. */
package dev.pressroom.page.url;
