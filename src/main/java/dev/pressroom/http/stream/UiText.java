package dev.pressroom.http.stream;

/**
 * The part of a text that a client has. White space at the beginning is dropped and white space at the end is held back,
 * since the complete article is stored without both.
 */
final class UiText {
    private final StringBuilder heldBack = new StringBuilder();
    private int length;

    /** As {@code String.hashCode} of the sent text, by which the complete text is compared without keeping the sent one. */
    private int hash;

    /** Of the sent text, in UTF-16 code units. */
    int length() {
        return length;
    }

    /** Returns what to send for the next part of the text; may be empty. */
    String append(String part) {
        heldBack.append(part);
        int from = 0;
        while (length == 0 && from < heldBack.length() && Character.isWhitespace(heldBack.charAt(from))) {
            from++;
        }
        int to = heldBack.length();
        while (to > from && Character.isWhitespace(heldBack.charAt(to - 1))) {
            to--;
        }
        String visible = heldBack.substring(from, to);
        heldBack.delete(0, to);
        sent(visible);
        return visible;
    }

    /** Whether the complete text begins with the sent one. */
    boolean isPrefixOf(String complete) {
        return complete.length() >= length && complete.substring(0, length).hashCode() == hash;
    }

    /** Returns the rest of a complete text that begins with the sent one. */
    String rest(String complete) {
        String rest = complete.substring(length);
        heldBack.setLength(0);
        sent(rest);
        return rest;
    }

    private void sent(String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + text.charAt(i);
        }
        length += text.length();
    }
}
