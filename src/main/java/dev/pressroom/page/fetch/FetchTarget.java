package dev.pressroom.page.fetch;

import dev.pressroom.page.MediaType;
import dev.pressroom.page.PageTree;

/** What is requested: a page, or a style sheet of it. */
enum FetchTarget {
    PAGE("text/html, application/xhtml+xml;q=0.9, */*;q=0.1"),
    STYLE_SHEET("text/css, */*;q=0.1");

    private final String accept;

    FetchTarget(String accept) {
        this.accept = accept;
    }

    /** The value of the Accept header. */
    String accept() {
        return accept;
    }

    /** Whether a response of this media type is acceptable. */
    boolean accepts(MediaType type) {
        return switch (this) {
            case PAGE -> type.isPage();
            case STYLE_SHEET -> type.name().equals("text/css");
        };
    }

    /** Bytes of memory to parse a text with that many characters. */
    long parseMemory(long characters) {
        return switch (this) {
            case PAGE -> PageTree.bytes(characters);
            case STYLE_SHEET -> 4 * characters;
        };
    }
}
