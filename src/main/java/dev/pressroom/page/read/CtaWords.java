package dev.pressroom.page.read;

import dev.pressroom.base.TextPattern;
import dev.pressroom.page.Page.CtaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognizes the purpose of a call to action by its words: English and German, and the commonest in French and Spanish.
 */
final class CtaWords {
    /** Characters of a label that are matched. */
    private static final int MAX_CHARACTERS = 200;

    /**
     * In matching order: "book a demo" is a demo, not a booking; "subscribe to our newsletter" is a newsletter, not a
     * signup.
     */
    private static final List<Purpose> PURPOSES = List.of(
            purpose(
                    CtaType.DEMO,
                    "(book|request|get|see|watch|try|schedule|view)( a| the| your| our| live| free)* demo|demo"
                            + " (anfordern|buchen|ansehen|vereinbaren)|live-?demo"),
            purpose(
                    CtaType.NEWSLETTER,
                    "subscribe|(join|get)( our| the)* newsletter|newsletter|abonnieren|s'abonner|suscr[ií]bete"),
            purpose(
                    CtaType.SIGNUP,
                    "sign up|get started|start (now|free|for free|today|your|a|my)|try (it )?(for )?(free|now)|try \\S+ free"
                            + "|free trial|create (an |your |a )?(free )?account|register|join (us|now|free|today|the)"
                            + "|registrieren|jetzt (starten|anmelden|testen|registrieren)"
                            + "|kostenlos (testen|starten|anmelden|registrieren|ausprobieren)|mitglied werden|konto (erstellen|anlegen)"
                            + "|s'inscrire|essayer|reg[ií]strate|prueba gratis"),
            purpose(
                    CtaType.BOOKING,
                    "book|reserve|schedule|make an appointment|request an appointment|(online[- ])?termin(e|anfrage)?"
                            + "( online)?( jetzt)?( vereinbaren| buchen| anfragen)?|(jetzt|online) (buchen|reservieren)|buchen"
                            + "|reservieren|tisch reservieren|jetzt (online )?termin|prendre rendez-vous|r[ée]server|reservar"),
            purpose(
                    CtaType.PURCHASE,
                    "buy|order (now|online|yours|here|your)|shop (now|online|all|the|our)|add to (cart|basket|bag)|checkout"
                            + "|(jetzt )?(kaufen|bestellen)|in den warenkorb|zum (online-?)?shop|acheter|commander|comprar"),
            purpose(
                    CtaType.DOWNLOAD,
                    "download|get the (app|guide|e-?book|whitepaper)|herunterladen|t[ée]l[ée]charger|descargar"),
            purpose(
                    CtaType.CONTACT,
                    "contact|call (us|now|today)|get in touch|e-?mail us|write to us|message us|talk to|speak (to|with)"
                            + "|(get|request)( a| your)*( free)? (quote|estimate|callback)|kontakt(ieren)?|kontakt aufnehmen|anrufen"
                            + "|jetzt anrufen|(angebot|r[üu]ckruf) anfordern|schreiben sie uns|contactez|contacto|contactar"),
            purpose(
                    CtaType.PRIMARY,
                    "donate|give now|apply( now)?|jetzt (spenden|bewerben)|spenden|claim|save my|plan your visit"),
            purpose(
                    CtaType.SECONDARY,
                    "learn more|find out more|discover|explore|see (how|our|all|pricing|plans|more)|view (our|all|pricing|plans)"
                            + "|read more|visit us|watch (the )?video|mehr (erfahren|lesen|dazu)|(jetzt )?entdecken|en savoir plus"
                            + "|m[áa]s informaci[óo]n"));

    /** Labels of controls that operate the page (menus, cookie banners): never a call to action. */
    private static final TextPattern CONTROL = TextPattern.of(
            MAX_CHARACTERS,
            "(open |close |toggle |show |hide )?(the )?(main )?(menu|navigation|search|dialog|sidebar)|close|search|go|next"
                    + "|previous|prev|back( to top)?|skip to .*|scroll .*|play|pause|mute|share|print|accept.*|reject.*|decline.*"
                    + "|allow all.*|ok|okay|got it|dismiss|(sub)?menü|men[uü] .*|suche(n)?|schließen|zurück|weiter|teilen|drucken"
                    + "|alle akzeptieren|akzeptieren|ablehnen|nach oben|zum inhalt.*|fermer|rechercher|buscar|cerrar");

    private CtaWords() {}

    /**
     * @param anywhere finds the words in a text
     * @param atStart matches a text that begins with the words
     */
    private record Purpose(CtaType type, TextPattern anywhere, TextPattern atStart) {}

    private static Purpose purpose(CtaType type, String alternatives) {
        String words = "(?:" + alternatives + ")(?:[^\\p{L}\\d]|$)";
        return new Purpose(
                type,
                TextPattern.of(MAX_CHARACTERS, "(?:^|[^\\p{L}\\d])" + words),
                TextPattern.of(MAX_CHARACTERS, "^" + words));
    }

    /** The purpose of a button; empty when its text names none. */
    static Optional<CtaType> ofButton(String text) {
        String lower = lower(text);
        return PURPOSES.stream()
                .filter(purpose -> purpose.anywhere.isIn(lower))
                .map(Purpose::type)
                .findFirst();
    }

    /** The purpose of a plain link. Its text must begin with the words, or any mention of a book would be a booking. */
    static Optional<CtaType> ofLink(String text) {
        String lower = lower(text);
        return PURPOSES.stream()
                .filter(purpose -> purpose.atStart.isIn(lower))
                .map(Purpose::type)
                .findFirst();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    /** Whether the text is the label of a control that operates the page. */
    static boolean isControl(String text) {
        return CONTROL.matches(text.toLowerCase(Locale.ROOT));
    }
}
