package dev.pressroom.model.demo;

import dev.pressroom.model.demo.SiteKind.Persona;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Says in two to four sentences what a business has to offer to one group of people. */
final class DemoPitch {
    private static final LimitedPattern INVITATION = LimitedPattern.compile("invitation (“[^”]{2,80}”)");
    private static final LimitedPattern ANSWER = LimitedPattern.compile("The page answers with ([^.]{2,90})\\.");
    private static final int LONGEST_FOCUS = 200;

    private DemoPitch() {}

    static JsonObject of(JsonObject analysis, JsonObject audience, SiteLexicon lexicon, String salt) {
        JsonObject segment = audience.getJsonObject("targetSegment", new JsonObject());
        String demographics = Hostile.phrase(string(segment, "demographics"), 300);
        String name = orElse(Hostile.phrase(string(analysis, "businessName"), 60), "This business");
        String who = lexicon.names().lowered(orElse(LimitedPattern.split(demographics, "[,.;]")[0], "visitors"));
        String told = Hostile.phrase(string(audience, "customerProblem"), 400);
        String problem = LimitedPattern.replaceFirst(LimitedPattern.split(told, "(?<=[.!?])\\s")[0], "[.!?]+$", "");
        Optional<String> gain = People.byDemographics(demographics, lexicon).map(Persona::gain);
        Dice dice = new Dice(name + "\n" + demographics + "\n" + salt);
        Optional<String> offer = offer(analysis, told, lexicon);
        String answer = offer.map(things -> name
                                + (isNamed(things) ? " offers " : " deals with ")
                                + things
                                + gain.map(clause -> ", so that " + clause).orElse(""))
                        .orElseGet(() -> name + " wins them once " + gain.orElse("its page says what it offers"))
                + ".";
        String pitch = complaint(who, problem, audience, dice) + " " + answer + invitation(audience, dice);
        return new JsonObject().put("pitch", pitch);
    }

    /** Single words are subjects rather than things that one can have. */
    private static boolean isNamed(String things) {
        return Stream.of(LimitedPattern.split(things, ", | and ")).anyMatch(thing -> thing.contains(" "));
    }

    private static String complaint(String who, String problem, JsonObject audience, Dice dice) {
        boolean clause = problem.startsWith("They ");
        String does = clause ? problem.substring(5) : "";
        if (!clause) {
            return "For " + who + " one thing counts: " + orElse(problem, "a clear answer") + ".";
        }
        Optional<String> said = audience.getJsonArray("customerLanguage", new JsonArray()).stream()
                .map(Object::toString)
                .map(text -> Hostile.phrase(text, 120))
                .filter(text -> text.endsWith("?"))
                .reduce((first, second) -> second);
        List<String> plain = List.of(Grammar.capital(who) + " " + does + ".", "Many " + who + " " + does + ".");
        return said.isPresent() && dice.below(2) == 0
                ? Spoken.quoted(said.get()) + " is what " + who + " ask; they " + does + "."
                : plain.get(
                        who.startsWith("“")
                                        || who.startsWith("people")
                                        || LimitedPattern.matches(who, ".*\\b(with|who|and|that|whose|or)\\b.*")
                                ? 0
                                : dice.below(2));
    }

    /** What fits this audience, or else all; none when the page names nothing. */
    private static Optional<String> offer(JsonObject analysis, String told, SiteLexicon lexicon) {
        Matcher answer = ANSWER.matcher(told);
        String focus = Hostile.phrase(string(analysis, "contentFocus"), LONGEST_FOCUS);
        if (focus.isEmpty() || focus.equals(DemoAnalyst.NO_FOCUS)) {
            return Optional.empty();
        }
        String all = lowered(focus, lexicon);
        if (!answer.find()) {
            return Optional.of(all);
        }
        String own = answer.group(1);
        return Optional.of(all.equals(own) ? own : own + ", among other things");
    }

    private static String lowered(String focus, SiteLexicon lexicon) {
        if (focus.startsWith("“")) {
            return focus;
        }
        int space = focus.indexOf(' ');
        return space < 0
                ? lexicon.names().lowered(focus)
                : lexicon.names().lowered(focus.substring(0, space)) + focus.substring(space);
    }

    private static String invitation(JsonObject audience, Dice dice) {
        Matcher m = INVITATION.matcher(string(audience, "conversionPath"));
        if (!m.find()) {
            return "";
        }
        return " "
                + dice.one(List.of(
                        "The next step is on the page: " + m.group(1) + ".",
                        "It begins with " + m.group(1) + ".",
                        m.group(1) + " is all it takes to begin."));
    }

    private static String orElse(String text, String other) {
        return text.isBlank() ? other : text;
    }

    private static String string(JsonObject json, String key) {
        return json.getValue(key) instanceof String text ? text : "";
    }
}
