package dev.pressroom.base;

/** A value that may be used but never shown: {@code toString} hides it. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
