package dev.pressroom.model.provider;

import java.util.List;
import java.util.Optional;

/**
 * Removes the reasoning at the beginning of an answer: {@code <think>…</think>} and similar tags, as local servers send
 * them when they do not separate reasoning from content. Text is passed on as soon as it cannot be part of reasoning.
 */
final class ReasoningFilter {
    private record Tags(String open, String close) {}

    private static final List<Tags> TAGS = List.of(
            new Tags("<think>", "</think>"),
            new Tags("<thinking>", "</thinking>"),
            new Tags("<thought>", "</thought>"),
            new Tags("<reasoning>", "</reasoning>"),
            new Tags("<reflection>", "</reflection>"),
            new Tags("<seed:think>", "</seed:think>"),
            new Tags("<|begin_of_thought|>", "<|end_of_thought|>"),
            new Tags("[THINK]", "[/THINK]"),
            new Tags("<|channel|>analysis<|message|>", "<|channel|>final<|message|>"));

    private static final String BARE_CLOSE = "</think>";

    private final boolean startsInside;
    private final StringBuilder held = new StringBuilder();
    private Optional<String> closing;
    private boolean inText;
    private boolean stripping;
    private boolean bareClose;
    private int searched;
    private String tail = "";

    /** @param startsInside whether answers of this model begin with reasoning that has no opening tag */
    ReasoningFilter(boolean startsInside) {
        this.startsInside = startsInside;
        this.closing = startsInside ? Optional.of(BARE_CLOSE) : Optional.empty();
    }

    /** Takes a chunk; returns the text that can be passed on, also of earlier chunks. May be empty. */
    String take(String piece) {
        if (inText) {
            return text(piece);
        }
        held.append(piece);
        while (!inText) {
            if (closing.isPresent()) {
                if (!skipThought(closing.get())) {
                    return "";
                }
            } else if (!openThought()) {
                return inText ? text(drain()) : "";
            }
        }
        return text(drain());
    }

    /** Returns the rest when the answer ends: text that was held back as the possible beginning of a tag. */
    String end() {
        boolean unclosed = closing.isPresent() && !startsInside;
        inText = true;
        return unclosed ? "" : text(drain());
    }

    /** Whether a closing tag without an opening one was found: the text before it was reasoning. */
    boolean sawBareClose() {
        return bareClose;
    }

    /** Returns true when reasoning begins here; sets {@code inText} when none can begin. */
    private boolean openThought() {
        int start = 0;
        while (start < held.length() && Character.isWhitespace(held.charAt(start))) {
            start++;
        }
        String head = held.substring(start, Math.min(held.length(), start + 40));
        for (Tags tags : TAGS) {
            if (startsWith(head, tags.open())) {
                held.delete(0, start + tags.open().length());
                closing = Optional.of(tags.close());
                return true;
            }
        }
        boolean undecided = TAGS.stream().anyMatch(tags -> startsWith(tags.open(), head));
        inText = !undecided;
        return false;
    }

    private boolean skipThought(String close) {
        int end = indexOf(close);
        if (end < 0) {
            searched = Math.max(0, held.length() - close.length() + 1);
            if (!startsInside) {
                held.delete(0, searched);
                searched = 0;
            }
            return false;
        }
        held.delete(0, end + close.length());
        searched = 0;
        closing = Optional.empty();
        stripping = true;
        return true;
    }

    /** White space between reasoning and answer is removed. */
    private String text(String piece) {
        String text = stripping ? piece.stripLeading() : piece;
        stripping &= text.isEmpty();
        if (!startsInside && !text.isEmpty()) {
            String seen = tail + text;
            bareClose |= seen.contains(BARE_CLOSE);
            tail = seen.substring(Math.max(0, seen.length() - BARE_CLOSE.length() + 1));
        }
        return text;
    }

    private String drain() {
        String text = held.toString();
        held.setLength(0);
        return text;
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private int indexOf(String close) {
        for (int i = searched; i <= held.length() - close.length(); i++) {
            int same = 0;
            while (same < close.length()
                    && Character.toLowerCase(held.charAt(i + same)) == Character.toLowerCase(close.charAt(same))) {
                same++;
            }
            if (same == close.length()) {
                return i;
            }
        }
        return -1;
    }
}
