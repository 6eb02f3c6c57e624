package dev.pressroom.model.demo;

/**
 * A thing that a page names.
 *
 * @param text as it stands on the page
 * @param said as it stands within a sentence: in small letters and with an article, or in quotation marks
 * @param title as it stands at the beginning of a title
 */
record Term(String text, String said, String title) {}
