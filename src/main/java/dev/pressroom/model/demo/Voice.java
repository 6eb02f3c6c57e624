package dev.pressroom.model.demo;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Fills the blanks of phrases: <code>{audience}</code> in lower case, <code>{audience^}</code> at the beginning of a
 * sentence. Words that came from outside are escaped. A filled blank is never looked at again, unless it is one of our
 * own phrases.
 */
final class Voice {
    private static final LimitedPattern BLANK = LimitedPattern.compile("\\{([a-z0-9-]+)(\\^?)}");
    private static final LimitedPattern ORGANIZED = LimitedPattern.compile(
            "(?i).*\\b(agency|bakery|studio|shop|store|company|firm|clinic|practice|school|restaurant|cafe|café|startup|salon"
                    + "|gym|consultancy|brand|business|organi[sz]ation|service|provider|cent(?:er|re)|non-?profit|hotel|farm|garage"
                    + "|marketplace|publisher|bank|club|team|blog|church|charity|university|hospital|brewery|winery|boutique|coach"
                    + "|consultant|lawyer|dentist|therapist|photographer|contractor)");

    private final Map<String, String> foreign = new HashMap<>();
    private final Map<String, String> own = new HashMap<>();
    private final boolean informal;

    Voice(Brief brief, Lexicon.Entry field, Lexicon.Entry trade, Lexicon.Entry audience) {
        informal = brief.organization().manner() == Brief.Manner.INFORMAL;
        Topic topic = brief.topic();
        foreign.put("title", topic.title());
        foreign.put("subject", topic.subject());
        foreign.put("brief", topic.brief());
        foreign.put("setting", topic.setting());
        foreign.put("audience", brief.audience());
        foreign.put("a-business", business(brief.business()));
        foreign.put("org", brief.organization().name());
        foreign.put("org-description", brief.organization().description());
        List<String> sides = topic.sides();
        foreign.put("side1", sides.isEmpty() ? "the one" : sides.get(0));
        foreign.put("side2", sides.isEmpty() ? "the other" : sides.get(1));
        copy(field.phrases(), "slip", "scene", "records", "moment");
        copy(trade.phrases(), "place", "customer");
        own.put("measure1", field.phrases().getJsonArray("measures").getString(0));
        copy(audience.phrases(), "limits", "aim", "time", "worry", "ask");
    }

    void set(String blank, String ownText) {
        own.put(blank, ownText);
    }

    /** Sets a blank to words from outside. */
    void setForeign(String blank, String words) {
        foreign.put(blank, words);
    }

    String say(String phrase) {
        Matcher m = BLANK.matcher(informal ? Grammar.contracted(phrase) : phrase);
        StringBuilder said = new StringBuilder();
        while (m.find()) {
            String value = value(m.group(1));
            String fitted = m.group(2).isEmpty() ? value : Grammar.capital(value);
            m.appendReplacement(said, Matcher.quoteReplacement(fitted));
        }
        return m.appendTail(said).toString();
    }

    private String value(String blank) {
        if (foreign.containsKey(blank)) {
            return Plain.escaped(foreign.get(blank));
        }
        String phrase = own.get(blank);
        if (phrase == null) {
            throw new IllegalStateException("no such blank: " + blank);
        }
        return say(phrase);
    }

    private void copy(JsonObject phrases, String... names) {
        for (String name : names) {
            own.put(name, phrases.getString(name));
        }
    }

    private static String business(String type) {
        String name = type.isEmpty() || type.equalsIgnoreCase("general business") ? "business" : type;
        String lowered = new ProperNames(Set.of()).lowered(name);
        return Grammar.an(ORGANIZED.matcher(lowered).matches() ? lowered : lowered + " business");
    }
}
