package dev.pressroom.model.demo;

import java.util.Locale;
import java.util.regex.Pattern;

/** A call to action of a page, and what it asks for. */
record Ask(String text, Kind kind) {
    /** What visitors are asked to do; the earlier one counts where a text fits two. */
    enum Kind {
        TRIAL(
                "try it first",
                "free trial|try|trial|demo|sign ?up|get started|start (?:free|now)|register|create (?:an )?account|install|"
                        + "testen|registrieren|essai|prueba"),
        DONATE("donate", "donat|give (?:now|today|monthly)|spend|faire un don|donar"),
        TAKE_PART("take part", "volunteer|join|apply|become|mitmachen|ehrenamt|mitglied"),
        APPOINTMENT("make an appointment", "book|appointment|schedul|reserv|visit us|termin|rendez-vous|cita"),
        QUOTE("ask for an offer", "quote|estimate|pricing request|angebot|devis|presupuesto"),
        SUBSCRIBE("subscribe", "subscrib|newsletter|abonn|suscrib"),
        PURCHASE("buy or order", "buy|shop|order|cart|basket|checkout|kaufen|bestell|warenkorb|achet|command|comprar"),
        CONTACT(
                "get in touch",
                "contact|call|e-?mail|write to|talk|chat|get in touch|phone|message|kontakt|anruf|schreib|contacto"),
        DOWNLOAD("download something", "download|herunterladen|télécharg|descarg"),
        READ(
                "read on",
                "learn|read|more|discover|see|view|explore|docs|documentation|find out|mehr|entdeck|découvr|saber");

        private final String phrase;
        private final Pattern pattern;

        Kind(String phrase, String words) {
            this.phrase = phrase;
            this.pattern = Pattern.compile("(?<!\\p{L})(?:" + words + ")");
        }

        /** Follows "to". */
        String phrase() {
            return phrase;
        }
    }

    static Ask of(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        for (Kind kind : Kind.values()) {
            if (kind.pattern.matcher(low).find()) {
                return new Ask(text, kind);
            }
        }
        return new Ask(text, Kind.READ);
    }
}
