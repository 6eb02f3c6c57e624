package dev.pressroom.page;

import dev.pressroom.base.TextPattern;

/** Tells a page from other files by its beginning, where the site does not say (after the MIME Sniffing standard). */
final class ContentSniffer {
    private static final int LOOKED_AT = 1500;
    private static final TextPattern BEGINNING = TextPattern.of(
            LOOKED_AT + 1,
            "(?i)^\\s*<(?:!doctype html|!--|html|head|title|meta|link|script|style|body|div|p|h1|table|iframe|font|a|b|br)[\\s>-]");

    private ContentSniffer() {}

    static boolean looksLikeHtml(String text) {
        String beginning = text.substring(0, Math.min(text.length(), LOOKED_AT)) + " ";
        return BEGINNING.isIn(beginning);
    }
}
