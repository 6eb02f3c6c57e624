package dev.pressroom.pipeline.website;

/** The phases of reading a page, in order; a redirect returns to VALIDATE. */
public enum ScrapePhase {
    START("start", "Getting ready", 0.02),
    VALIDATE("validate", "Checking the address", 0.05),
    FETCH("fetch", "Fetching page content", 0.15),
    PARSE_HTML("parse-html", "Reading the page's structure", 0.6),
    EXTRACT("extract", "Extracting title, headings and text", 0.75),
    CTAS("ctas", "Looking for calls to action", 0.9);

    private final String wireName;
    private final String message;
    private final double share;

    ScrapePhase(String wireName, String message, double share) {
        this.wireName = wireName;
        this.message = message;
        this.share = share;
    }

    String wireName() {
        return wireName;
    }

    /** The text that clients show. */
    String message() {
        return message;
    }

    /** Progress when the phase begins, from 0 to 1. */
    double share() {
        return share;
    }
}
