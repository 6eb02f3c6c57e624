package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.style.Styles;
import dev.pressroom.page.style.Styles.Declaration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Detects consent banners, whose text is not content of the page. The name of an element is not enough, since a page
 * may be about cookies or the GDPR: a banner also has buttons, holds the smaller part of the text of the page, and is
 * fixed to the window or has a button that accepts or rejects.
 */
final class ConsentBanners {
    private static final List<String> NAMES = List.of("cookie", "consent", "gdpr", "dsgvo");
    private static final Set<String> WHOLE_PAGE = Set.of("html", "body", "main");

    /** Elements with such names that are examined in one page. */
    private static final int MAX_EXAMINED = 300;

    private static final int MAX_NODES = 2000;
    private static final int MAX_TEXT_CHARACTERS = 6000;
    private static final int MAX_STYLE_CHARACTERS = 600_000;
    private static final int MAX_LABEL_CHARACTERS = 60;
    private static final int MAX_STYLE_ATTRIBUTE_CHARACTERS = 1000;

    private static final TextPattern FIXED =
            TextPattern.of(MAX_STYLE_ATTRIBUTE_CHARACTERS, "position\\s*:\\s*(fixed|sticky)");
    private static final TextPattern CONSENT = TextPattern.of(
            MAX_LABEL_CHARACTERS,
            "accept|agree|allow|reject|decline|refuse|consent|got it|^ok(ay)?$|understand|akzeptier|zustimm|einverstanden"
                    + "|ablehn|verstanden|erlauben|accepter|refuser|j'accepte|aceptar|rechazar|accett|rifiut|aceitar"
                    + "|akkoord|weiger|zgadzam|akceptuj|godk[äa]nn|godta");

    private final long pageCharacters;

    /**
     * Classes ({@code .name}) and ids ({@code #name}) with {@code position: fixed} or {@code sticky} in the style
     * sheets.
     */
    private final Set<String> fixed = new HashSet<>();

    private int examined;

    /** @param sheets style sheets of the page */
    ConsentBanners(Document document, List<String> sheets) {
        pageCharacters = Content.within(document.body(), Integer.MAX_VALUE).characters;
        int room = MAX_STYLE_CHARACTERS;
        for (String css : sheets) {
            if (css.length() <= room) {
                room -= css.length();
                Styles.ofSheet(css).stream()
                        .filter(ConsentBanners::isFixing)
                        .flatMap(rule -> Chars.split(rule.selector(), ',').stream())
                        .forEach(this::addNames);
            }
        }
    }

    private static boolean isFixing(Declaration rule) {
        return rule.property().equals("position")
                && (rule.value().startsWith("fixed") || rule.value().startsWith("sticky"));
    }

    /** Adds the classes and ids of the last compound selector, which matches the element itself. */
    private void addNames(String selector) {
        String whole = selector.strip();
        int begin = Math.max(whole.lastIndexOf(' '), whole.lastIndexOf('>')) + 1;
        int name = -1;
        for (int i = begin; i <= whole.length(); i++) {
            boolean ends = i == whole.length() || ".#:[".indexOf(whole.charAt(i)) >= 0;
            if (ends && name >= 0 && i - name > 1 && (whole.charAt(name) == '.' || whole.charAt(name) == '#')) {
                fixed.add(whole.substring(name, i));
            }
            name = ends ? i : name;
        }
    }

    boolean isBanner(Element element) {
        if (WHOLE_PAGE.contains(element.normalName()) || !hasBannerName(element) || ++examined > MAX_EXAMINED) {
            return false;
        }
        Content content = Content.within(element, MAX_NODES);
        boolean isSmall = content.characters <= MAX_TEXT_CHARACTERS && 2L * content.characters <= pageCharacters;
        return isSmall && content.hasButton && (content.hasConsentButton || isFixed(element));
    }

    static boolean hasBannerName(Element element) {
        String names = Regions.names(element);
        return NAMES.stream().anyMatch(names::contains);
    }

    private boolean isFixed(Element element) {
        return element.attr("role").endsWith("dialog")
                || FIXED.isIn(Chars.lowerStart(element.attr("style"), MAX_STYLE_ATTRIBUTE_CHARACTERS))
                || fixed.contains("#" + element.id().toLowerCase(Locale.ROOT))
                || element.classNames().stream().anyMatch(name -> fixed.contains("." + name.toLowerCase(Locale.ROOT)));
    }

    /** Counts the text of an element and checks its buttons. */
    private static final class Content {
        private long characters;
        private boolean hasButton;
        private boolean hasConsentButton;

        static Content within(Element element, int maxNodes) {
            Content content = new Content();
            Iterator<Node> nodes = element.nodeStream().iterator();
            for (int count = 0; count < maxNodes && nodes.hasNext(); count++) {
                Node node = nodes.next();
                if (node instanceof TextNode text) {
                    content.characters += text.getWholeText().strip().length();
                } else if (node instanceof Element inner && isButton(inner)) {
                    content.hasButton = true;
                    content.hasConsentButton |= CONSENT.isIn(label(inner));
                }
            }
            return content;
        }

        private static boolean isButton(Element element) {
            return switch (element.normalName()) {
                case "button" -> true;
                case "input" ->
                    element.attr("type").equals("submit")
                            || element.attr("type").equals("button");
                case "a", "div", "span" ->
                    element.attr("role").equals("button")
                            || Regions.names(element).contains("btn")
                            || Regions.names(element).contains("button")
                            || element.normalName().equals("a") && CONSENT.isIn(label(element));
                default -> false;
            };
        }

        private static String label(Element element) {
            String label = element.normalName().equals("input")
                    ? element.attr("value")
                    : ShortText.of(element, MAX_LABEL_CHARACTERS);
            return Chars.lowerStart(label, MAX_LABEL_CHARACTERS);
        }
    }
}
