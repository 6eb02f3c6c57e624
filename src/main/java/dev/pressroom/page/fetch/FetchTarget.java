package dev.pressroom.page.fetch;

import dev.pressroom.page.MediaType;
import dev.pressroom.page.PageTree;

/** What is asked for at an address. */
enum FetchTarget {
    PAGE("text/html, application/xhtml+xml;q=0.9, */*;q=0.1"),
    STYLE_SHEET("text/css, */*;q=0.1");

    private final String accept;

    FetchTarget(String accept) {
        this.accept = accept;
    }

    /** For the Accept header. */
    String accept() {
        return accept;
    }

    boolean isOf(MediaType type) {
        return switch (this) {
            case PAGE -> type.isPage();
            case STYLE_SHEET -> type.name().equals("text/css");
        };
    }

    /** Memory for a text of so many characters, and for what is made of it while it is read. */
    long bytesToRead(long characters) {
        return switch (this) {
            case PAGE -> PageTree.bytes(characters);
            case STYLE_SHEET -> 4 * characters;
        };
    }
}
