package dev.pressroom.model.demo;

import dev.pressroom.model.demo.Draft.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts a draft together with images, calls to action and what else the text has to name. */
final class DemoArticle {
    private final Draft draft;
    private final Brief brief;
    private final Lexicon.Entry field;
    private final List<String> parts = new ArrayList<>();

    private DemoArticle(Draft draft, Lexicon.Entry field) {
        this.draft = draft;
        this.brief = draft.brief();
        this.field = field;
    }

    /** The article in Markdown, without its title. */
    static String write(Brief brief, Lexicon lexicon, String salt) {
        Lexicon.Entry topical = lexicon.field(brief.topic().title() + " " + brief.subheader());
        Lexicon.Entry field = topical.name().equals("general") ? lexicon.field(brief.business()) : topical;
        return new DemoArticle(Draft.of(brief, lexicon, salt), field).write();
    }

    private String write() {
        parts.add(draft.intro().get(0));
        image("hero_image", brief.topic().title() + ", " + field.phrases().getString("image"));
        parts.addAll(draft.intro().subList(1, draft.intro().size()));
        ctas("start");
        int middle = draft.sections().size() / 2;
        for (int i = 0; i < draft.sections().size(); i++) {
            section(draft.sections().get(i));
            if (i == 0) {
                items("VIDEO", brief.videos(), "If you would rather watch than read, this covers the same ground:");
            }
            if (i == middle) {
                image("illustration", illustration(draft.sections().get(i).heading()));
                ctas("middle");
                items("TWEET", brief.tweets(), "What others have said about it:");
            }
        }
        items("ARTICLE", brief.articles(), "Further reading:");
        section(draft.closing());
        ctas("end");
        return String.join("\n\n", parts) + "\n";
    }

    private void section(Section section) {
        parts.add("## " + section.heading());
        parts.add(section.body());
    }

    private void image(String type, String description) {
        if (brief.visuals()) {
            parts.add("![IMAGE:" + type + ":" + Plain.forPlaceholder(description, 200) + "]");
        }
    }

    private String illustration(String heading) {
        boolean named = heading.contains(brief.audience()) || brief.audience().startsWith("readers");
        return heading + (named ? "" : ", for " + brief.audience());
    }

    private void items(String kind, int count, String opening) {
        if (count > 0) {
            parts.add(opening);
        }
        for (int i = 0; i < count; i++) {
            parts.add("[" + kind + ":" + i + "]");
        }
    }

    private void ctas(String place) {
        List<Brief.Cta> here =
                brief.ctas().stream().filter(cta -> place(cta).equals(place)).toList();
        for (int i = 0; i < here.size(); i++) {
            parts.add(sentence(here.get(i), place, i));
        }
    }

    private static String place(Brief.Cta cta) {
        String placement = cta.placement().toLowerCase(Locale.ROOT);
        if (LimitedPattern.matches(placement, ".*(intro|start|top|begin|hero|header|above).*")) {
            return "start";
        }
        return LimitedPattern.matches(placement, ".*(mid|inline|in-content|content|body|sidebar|within).*")
                ? "middle"
                : "end";
    }

    private String sentence(Brief.Cta cta, String place, int index) {
        String link = link(cta);
        if (cta.placement().equals(Brief.Cta.OF_ORGANIZATION)
                && !brief.organization().name().isEmpty()) {
            return "The next step at " + Plain.escaped(brief.organization().name()) + ": " + link + ".";
        }
        return switch (place) {
            case "start" -> "In a hurry? Start here: " + link + ".";
            case "middle" -> "If you would like company for this part: " + link + ".";
            default ->
                index == 0
                        ? "Would you like to go on from here? " + link + "."
                        : "Another way to continue: " + link + ".";
        };
    }

    private static String link(Brief.Cta cta) {
        String text = Plain.escaped(LimitedPattern.replaceAll(Plain.cut(cta.text(), 120), "[.!]+$", ""));
        String href = LimitedPattern.replaceAll(
                cta.href()
                        .replace(" ", "%20")
                        .replace("(", "%28")
                        .replace(")", "%29")
                        .replace("<", "%3C")
                        .replace(">", "%3E"),
                "[\\p{Cc}\\\\]",
                "");
        boolean safe = LimitedPattern.matches(href, "(?i)(https?://|mailto:|tel:|/|#|\\?).*");
        return safe ? "**[" + text + "](" + href + ")**" : "**" + text + "**";
    }
}
