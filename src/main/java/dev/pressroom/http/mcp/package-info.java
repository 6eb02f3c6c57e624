/** The Model Context Protocol over streamable HTTP, without sessions: {@code POST /mcp}. */
package dev.pressroom.http.mcp;
