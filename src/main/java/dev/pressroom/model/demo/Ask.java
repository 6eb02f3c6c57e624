package dev.pressroom.model.demo;

import java.util.Locale;

/** A call to action of a page, and what it asks for. */
record Ask(String text, Kind kind) {
    /** What visitors are asked to do; the earlier one counts where a text fits two. */
    enum Kind {
        SUBSCRIBE("subscribe", "subscribers who come from an article", "subscrib|newsletter|abonn|suscrib"),
        TRIAL(
                "try it first",
                "sign-ups that come from an article",
                "free trial|try|trial|demo|sign ?up|get started|start (?:free|now)|register|create (?:an )?account|install|"
                        + "testen|registrieren|essai|prueba"),
        DONATE("donate", "gifts that follow an article", "donat|give (?:now|today|monthly)|spend|faire un don|donar"),
        TAKE_PART(
                "take part",
                "people who get in touch after reading",
                "volunteer|join|apply|become|mitmachen|ehrenamt|mitglied"),
        APPOINTMENT(
                "make an appointment",
                "appointments that come from an article",
                "book|appointment|schedule (?:a|an|your|now)|reserv|termin|rendez-vous|cita"),
        QUOTE(
                "request an offer",
                "requests that come from an article",
                "quote|estimate|pricing request|angebot|devis|presupuesto"),
        PURCHASE(
                "buy or order",
                "orders that come from an article",
                "buy|shop|order|cart|basket|checkout|kaufen|bestell|warenkorb|achet|command|comprar"),
        CONTACT(
                "get in touch",
                "messages that come from an article",
                "contact|call|e-?mail|write to|talk|chat|get in touch|phone|message|kontakt|anruf|schreib|contacto"),
        DOWNLOAD(
                "download something",
                "downloads that come from an article",
                "download|herunterladen|télécharg|descarg"),
        READ(
                "read on",
                "readers who go on to a second page",
                "learn|read|more|discover|see|view|explore|docs|documentation|find out|mehr|entdeck|découvr|saber");

        private final String phrase;
        private final String measure;
        private final LimitedPattern pattern;

        Kind(String phrase, String measure, String words) {
            this.phrase = phrase;
            this.measure = measure;
            this.pattern = LimitedPattern.compile("(?<!\\p{L})(?:" + words + ")");
        }

        /** Zero for what the page is for, more for what is asked in passing. */
        int modesty() {
            return switch (this) {
                case TRIAL, DONATE, TAKE_PART, APPOINTMENT, QUOTE, PURCHASE -> 0;
                case CONTACT -> 1;
                case SUBSCRIBE, DOWNLOAD -> 2;
                case READ -> 3;
            };
        }

        /** Follows "to". */
        String phrase() {
            return phrase;
        }

        /** What to count to see whether visitors do it: a noun phrase in the plural. */
        String measure() {
            return measure;
        }
    }

    /** A text of digits alone is a telephone number. */
    static Ask of(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind.pattern.matcher(low).find()) {
                return new Ask(text, kind);
            }
        }
        boolean number = text.chars().noneMatch(Character::isLetter);
        return new Ask(text, number ? Kind.CONTACT : Kind.READ);
    }
}
