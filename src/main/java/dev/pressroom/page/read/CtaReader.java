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

/** Finds calls to action: buttons, links that look like buttons, and links whose text asks for an action. */
final class CtaReader {
    private static final int MAX_CTAS = 30;
    private static final int MAX_EXAMINED = 3000;
    private static final int MAX_CHARACTERS = 80;
    private static final int MAX_BUTTON_WORDS = 8;
    private static final int MAX_LINK_WORDS = 5;

    private static final Set<String> BUTTON_TYPES = Set.of("submit", "button", "image");
    private static final TextPattern BUTTON =
            TextPattern.of(Regions.MAX_NAMES_CHARACTERS, "btn|button|(^|[^a-z])cta([^a-z]|$)|call-to-action");
    private static final TextPattern PROMINENT =
            TextPattern.of(Regions.MAX_NAMES_CHARACTERS, "primary|main|solid|filled|hero|(^|[^a-z])cta([^a-z]|$)");
    private static final TextPattern SECONDARY_LOOK =
            TextPattern.of(Regions.MAX_NAMES_CHARACTERS, "secondary|outline|ghost|tertiary|text-link|btn-link|light");

    private final PageLinks targets;
    private final List<Cta> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int examined;

    CtaReader(PageLinks targets) {
        this.targets = targets;
    }

    List<Cta> found() {
        return List.copyOf(found);
    }

    /**
     * Adds the element if it is a call to action.
     *
     * @param element a link, a button, or an input
     */
    void consider(Element element, Region region) {
        examined++;
        if (found.size() >= MAX_CTAS || examined > MAX_EXAMINED) {
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
        boolean isContact = target.get().startsWith("mailto:") || target.get().startsWith("tel:");
        boolean button = isLikeAButton(element);
        Optional<CtaType> purpose =
                isContact ? Optional.of(CtaType.CONTACT) : button ? CtaWords.ofButton(text) : CtaWords.ofLink(text);
        boolean isAction = purpose.isPresent() && words(text) <= MAX_LINK_WORDS;
        if (isContact || isAction || button && words(text) <= MAX_BUTTON_WORDS) {
            add(text, target.get(), purpose.orElseGet(() -> prominence(element, button)), region);
        }
    }

    /** A button with neither a known purpose nor a prominent name counts as a control of the page. */
    private void button(Element element, String text, Region region) {
        boolean isButton = !element.normalName().equals("input")
                || BUTTON_TYPES.contains(element.attr("type").toLowerCase(Locale.ROOT));
        Optional<CtaType> purpose = CtaWords.ofButton(text);
        boolean isProminent = BUTTON.isIn(Regions.names(element)) && PROMINENT.isIn(Regions.names(element));
        if (isButton && words(text) <= MAX_BUTTON_WORDS && (purpose.isPresent() || isProminent)) {
            add(text, targetOf(element), purpose.orElseGet(() -> prominence(element, true)), region);
        }
    }

    private void add(String text, String target, CtaType type, Region region) {
        if (seen.add(text.toLowerCase(Locale.ROOT) + " " + target)) {
            found.add(new Cta(text, target, type, region.placement()));
        }
    }

    /**
     * The target of a button: the action of its form. A form without an action submits to its own page (HTML, form
     * submission).
     */
    private String targetOf(Element button) {
        Optional<String> own = button.hasAttr("formaction") ? targets.target(button, "formaction") : Optional.empty();
        return own.or(() -> Optional.ofNullable(button.closest("form"))
                        .filter(form -> form.hasAttr("action"))
                        .flatMap(form -> targets.target(form, "action")))
                .orElseGet(targets::self);
    }

    private static String text(Element element) {
        String shown = element.normalName().equals("input")
                ? CleanLine.of(element.attr("value"), MAX_CHARACTERS)
                : ShortText.of(element, MAX_CHARACTERS);
        return shown.isEmpty() ? CleanLine.of(element.attr("aria-label"), MAX_CHARACTERS) : shown;
    }

    private static boolean isLikeAButton(Element element) {
        return element.attr("role").equalsIgnoreCase("button") || BUTTON.isIn(Regions.names(element));
    }

    private static CtaType prominence(Element element, boolean button) {
        String names = Regions.names(element);
        if (SECONDARY_LOOK.isIn(names)) {
            return CtaType.SECONDARY;
        }
        return button || PROMINENT.isIn(names) ? CtaType.PRIMARY : CtaType.SECONDARY;
    }

    private static int words(String text) {
        return Chars.words(text).size();
    }
}
