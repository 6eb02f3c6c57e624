package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.Page.Cta;
import dev.pressroom.page.Page.CtaType;
import dev.pressroom.page.read.Regions.Region;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;

/** Finds calls to action: buttons, links that look like buttons, and links whose words ask to do something. */
final class CtaReader {
    private static final int MOST = 30;
    private static final int MOST_LOOKED_AT = 3000;
    private static final int LONGEST = 80;
    private static final int MOST_WORDS_OF_A_BUTTON = 8;
    private static final int MOST_WORDS_OF_A_LINK = 5;

    private static final Set<String> PRESSED = Set.of("submit", "button", "image");
    private static final TextPattern BUTTON =
            TextPattern.of(Regions.LONGEST_NAMES, "btn|button|(^|[^a-z])cta([^a-z]|$)|call-to-action");
    private static final TextPattern LOUD =
            TextPattern.of(Regions.LONGEST_NAMES, "primary|main|solid|filled|hero|(^|[^a-z])cta([^a-z]|$)");
    private static final TextPattern QUIET =
            TextPattern.of(Regions.LONGEST_NAMES, "secondary|outline|ghost|tertiary|text-link|btn-link|light");

    private final PageLinks targets;
    private final List<Cta> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int lookedAt;

    CtaReader(PageLinks targets) {
        this.targets = targets;
    }

    List<Cta> found() {
        return List.copyOf(found);
    }

    /** @param element a link, a button, or an input */
    void consider(Element element, Region region) {
        lookedAt++;
        if (found.size() >= MOST || lookedAt > MOST_LOOKED_AT) {
            return;
        }
        String text = text(element);
        if (text.chars().noneMatch(Character::isLetterOrDigit) || CtaWords.isControl(text)) {
            return;
        }
        if (element.normalName().equals("a")) {
            link(element, text, region);
        } else {
            button(element, text, region);
        }
    }

    private void link(Element element, String text, Region region) {
        Optional<String> target = element.hasAttr("href") ? targets.target(element, "href") : Optional.empty();
        if (target.isEmpty()) {
            return;
        }
        boolean direct = target.get().startsWith("mailto:") || target.get().startsWith("tel:");
        boolean button = isLikeAButton(element);
        Optional<CtaType> wanted =
                direct ? Optional.of(CtaType.CONTACT) : button ? CtaWords.ofButton(text) : CtaWords.ofLink(text);
        boolean said = wanted.isPresent() && words(text) <= MOST_WORDS_OF_A_LINK;
        if (direct || said || button && words(text) <= MOST_WORDS_OF_A_BUTTON) {
            add(text, target.get(), wanted.orElseGet(() -> loudness(element, button)), region);
        }
    }

    /** A button that says nothing to do is a part of some form's machinery. */
    private void button(Element element, String text, Region region) {
        boolean pressed = !element.normalName().equals("input")
                || PRESSED.contains(element.attr("type").toLowerCase(Locale.ROOT));
        Optional<CtaType> wanted = CtaWords.ofButton(text);
        boolean named = BUTTON.isIn(Regions.names(element)) && LOUD.isIn(Regions.names(element));
        if (pressed && words(text) <= MOST_WORDS_OF_A_BUTTON && (wanted.isPresent() || named)) {
            add(text, targetOf(element), wanted.orElseGet(() -> loudness(element, true)), region);
        }
    }

    private void add(String text, String target, CtaType type, Region region) {
        if (seen.add(text.toLowerCase(Locale.ROOT) + " " + target)) {
            found.add(new Cta(text, target, type, region.placement()));
        }
    }

    /** Where its form goes; a form without an action goes to its own page (HTML, form submission). */
    private String targetOf(Element button) {
        Optional<String> own = button.hasAttr("formaction") ? targets.target(button, "formaction") : Optional.empty();
        return own.or(() -> Optional.ofNullable(button.closest("form"))
                        .filter(form -> form.hasAttr("action"))
                        .flatMap(form -> targets.target(form, "action")))
                .orElseGet(targets::self);
    }

    private static String text(Element element) {
        String shown = element.normalName().equals("input")
                ? CleanLine.of(element.attr("value"), LONGEST)
                : ShortText.of(element, LONGEST);
        return shown.isEmpty() ? CleanLine.of(element.attr("aria-label"), LONGEST) : shown;
    }

    private static boolean isLikeAButton(Element element) {
        return element.attr("role").equalsIgnoreCase("button") || BUTTON.isIn(Regions.names(element));
    }

    private static CtaType loudness(Element element, boolean button) {
        String names = Regions.names(element);
        if (QUIET.isIn(names)) {
            return CtaType.SECONDARY;
        }
        return button || LOUD.isIn(names) ? CtaType.PRIMARY : CtaType.SECONDARY;
    }

    private static int words(String text) {
        return Chars.words(text).size();
    }
}
