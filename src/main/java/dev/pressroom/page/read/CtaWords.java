package dev.pressroom.page.read;

import dev.pressroom.base.TextPattern;
import dev.pressroom.page.Page.CtaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What calls to action say, in English and German, and the commonest in French and Spanish. */
final class CtaWords {
    /** Characters of the words of a control that are read. */
    private static final int LONGEST = 200;

    /** In the order in which they are tried: "book a demo" is a demo, "subscribe to our newsletter" no signup. */
    private static final List<Wish> WISHES = List.of(
            wish(
                    CtaType.DEMO,
                    "(book|request|get|see|watch|try|schedule|view)( a| the| your| our| live| free)* demo|demo"
                            + " (anfordern|buchen|ansehen|vereinbaren)|live-?demo"),
            wish(
                    CtaType.NEWSLETTER,
                    "subscribe|(join|get)( our| the)* newsletter|newsletter|abonnieren|s'abonner|suscr[ií]bete"),
            wish(
                    CtaType.SIGNUP,
                    "sign up|get started|start (now|free|for free|today|your|a|my)|try (it )?(for )?(free|now)|try \\S+ free"
                            + "|free trial|create (an |your |a )?(free )?account|register|join (us|now|free|today|the)"
                            + "|registrieren|jetzt (starten|anmelden|testen|registrieren)"
                            + "|kostenlos (testen|starten|anmelden|registrieren|ausprobieren)|mitglied werden|konto (erstellen|anlegen)"
                            + "|s'inscrire|essayer|reg[ií]strate|prueba gratis"),
            wish(
                    CtaType.BOOKING,
                    "book|reserve|schedule|make an appointment|request an appointment|(online[- ])?termin(e|anfrage)?"
                            + "( online)?( jetzt)?( vereinbaren| buchen| anfragen)?|(jetzt|online) (buchen|reservieren)|buchen"
                            + "|reservieren|tisch reservieren|jetzt (online )?termin|prendre rendez-vous|r[ée]server|reservar"),
            wish(
                    CtaType.PURCHASE,
                    "buy|order (now|online|yours|here|your)|shop (now|online|all|the|our)|add to (cart|basket|bag)|checkout"
                            + "|(jetzt )?(kaufen|bestellen)|in den warenkorb|zum (online-?)?shop|acheter|commander|comprar"),
            wish(
                    CtaType.DOWNLOAD,
                    "download|get the (app|guide|e-?book|whitepaper)|herunterladen|t[ée]l[ée]charger|descargar"),
            wish(
                    CtaType.CONTACT,
                    "contact|call (us|now|today)|get in touch|e-?mail us|write to us|message us|talk to|speak (to|with)"
                            + "|(get|request)( a| your)*( free)? (quote|estimate|callback)|kontakt(ieren)?|kontakt aufnehmen|anrufen"
                            + "|jetzt anrufen|(angebot|r[üu]ckruf) anfordern|schreiben sie uns|contactez|contacto|contactar"),
            wish(
                    CtaType.PRIMARY,
                    "donate|give now|apply( now)?|jetzt (spenden|bewerben)|spenden|claim|save my|plan your visit"),
            wish(
                    CtaType.SECONDARY,
                    "learn more|find out more|discover|explore|see (how|our|all|pricing|plans|more)|view (our|all|pricing|plans)"
                            + "|read more|visit us|watch (the )?video|mehr (erfahren|lesen|dazu)|(jetzt )?entdecken|en savoir plus"
                            + "|m[áa]s informaci[óo]n"));

    /** What works the page itself. */
    private static final TextPattern CONTROL = TextPattern.of(
            LONGEST,
            "(open |close |toggle |show |hide )?(the )?(main )?(menu|navigation|search|dialog|sidebar)|close|search|go|next"
                    + "|previous|prev|back( to top)?|skip to .*|scroll .*|play|pause|mute|share|print|accept.*|reject.*|decline.*"
                    + "|allow all.*|ok|okay|got it|dismiss|(sub)?menü|men[uü] .*|suche(n)?|schließen|zurück|weiter|teilen|drucken"
                    + "|alle akzeptieren|akzeptieren|ablehnen|nach oben|zum inhalt.*|fermer|rechercher|buscar|cerrar");

    private CtaWords() {}

    /**
     * @param anywhere finds the words in a text
     * @param first matches the beginning of a text that starts with the words
     */
    private record Wish(CtaType type, TextPattern anywhere, TextPattern first) {}

    private static Wish wish(CtaType type, String alternatives) {
        String words = "(?:" + alternatives + ")(?:[^\\p{L}\\d]|$)";
        return new Wish(
                type, TextPattern.of(LONGEST, "(?:^|[^\\p{L}\\d])" + words), TextPattern.of(LONGEST, "^" + words));
    }

    /** What the words of a button ask for; empty when they ask for nothing. */
    static Optional<CtaType> ofButton(String text) {
        String lower = lower(text);
        return WISHES.stream()
                .filter(wish -> wish.anywhere.isIn(lower))
                .map(Wish::type)
                .findFirst();
    }

    /** What the words of a plain link ask for: it must begin with it, or any mention of a book would be a booking. */
    static Optional<CtaType> ofLink(String text) {
        String lower = lower(text);
        return WISHES.stream()
                .filter(wish -> wish.first.isIn(lower))
                .map(Wish::type)
                .findFirst();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    static boolean isControl(String text) {
        return CONTROL.matches(text.toLowerCase(Locale.ROOT));
    }
}
