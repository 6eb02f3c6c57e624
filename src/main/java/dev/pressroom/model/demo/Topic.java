package dev.pressroom.model.demo;

import java.util.List;

/**
 * What an article is about, in the forms that sentences need.
 *
 * @param title the words of the title
 * @param subject can stand after a preposition: a noun phrase, or an act such as {@code choosing a desk}
 * @param brief the subject without its circumstances; for the second mention and later
 * @param setting its circumstances, such as {@code for a small home office}; empty when it names none
 * @param count how many points the title promises; 0 if it promises none
 * @param sides what is compared; empty when nothing is
 */
record Topic(String title, Kind kind, String subject, String brief, String setting, int count, List<String> sides) {
    /** What kind of article a title asks for. */
    enum Kind {
        HOW_TO,
        LIST,
        MISTAKES,
        WHY,
        COMPARISON,
        CASE,
        GUIDE
    }
}
