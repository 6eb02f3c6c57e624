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
 * Finds the banners that ask for consent: not what the page is about. The name alone does not make one, since bakeries
 * sell cookies and lawyers explain the GDPR: a banner also has buttons, holds the smaller part of the page's text, and
 * is fixed to the window or has a button that agrees or refuses.
 */
final class ConsentBanners {
    private static final List<String> NAMES = List.of("cookie", "consent", "gdpr", "dsgvo");
    private static final Set<String> WHOLE_PAGE = Set.of("html", "body", "main");

    /** Elements with such names that are examined for one page. */
    private static final int MOST_EXAMINED = 300;

    private static final int MOST_NODES = 2000;
    private static final int MOST_CHARACTERS = 6000;
    private static final int MOST_STYLE = 600_000;
    private static final int LONGEST_BUTTON = 60;
    private static final int LONGEST_STYLE = 1000;

    private static final TextPattern FIXED = TextPattern.of(LONGEST_STYLE, "position\\s*:\\s*(fixed|sticky)");
    private static final TextPattern AGREEING = TextPattern.of(
            LONGEST_BUTTON,
            "accept|agree|allow|reject|decline|refuse|consent|got it|^ok(ay)?$|understand|akzeptier|zustimm|einverstanden"
                    + "|ablehn|verstanden|erlauben|accepter|refuser|j'accepte|aceptar|rechazar|accett|rifiut|aceitar"
                    + "|akkoord|weiger|zgadzam|akceptuj|godk[äa]nn|godta");

    private final long textOfPage;

    /** Classes ({@code .name}) and ids ({@code #name}) that a rule fixes to the window. */
    private final Set<String> fixed = new HashSet<>();

    private int examined;

    /** @param sheets style sheets of the page */
    ConsentBanners(Document document, List<String> sheets) {
        textOfPage = Words.within(document.body(), Integer.MAX_VALUE).characters;
        int room = MOST_STYLE;
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

    /** Of the element that a selector is about: what stands last in it. */
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

    boolean isOne(Element element) {
        if (WHOLE_PAGE.contains(element.normalName()) || !isNamedSo(element) || ++examined > MOST_EXAMINED) {
            return false;
        }
        Words words = Words.within(element, MOST_NODES);
        boolean isSmall = words.characters <= MOST_CHARACTERS && 2L * words.characters <= textOfPage;
        return isSmall && words.buttons && (words.agreeing || isFixed(element));
    }

    static boolean isNamedSo(Element element) {
        String names = Regions.names(element);
        return NAMES.stream().anyMatch(names::contains);
    }

    private boolean isFixed(Element element) {
        return element.attr("role").endsWith("dialog")
                || FIXED.isIn(Chars.lowerStart(element.attr("style"), LONGEST_STYLE))
                || fixed.contains("#" + element.id().toLowerCase(Locale.ROOT))
                || element.classNames().stream().anyMatch(name -> fixed.contains("." + name.toLowerCase(Locale.ROOT)));
    }

    /** What an element says, without what is never text. */
    private static final class Words {
        private long characters;
        private boolean buttons;
        private boolean agreeing;

        static Words within(Element element, int mostNodes) {
            Words words = new Words();
            Iterator<Node> nodes = element.nodeStream().iterator();
            for (int count = 0; count < mostNodes && nodes.hasNext(); count++) {
                Node node = nodes.next();
                if (node instanceof TextNode text) {
                    words.characters += text.getWholeText().strip().length();
                } else if (node instanceof Element inner && isButton(inner)) {
                    words.buttons = true;
                    words.agreeing |= AGREEING.isIn(label(inner));
                }
            }
            return words;
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
                            || element.normalName().equals("a") && AGREEING.isIn(label(element));
                default -> false;
            };
        }

        private static String label(Element element) {
            String label = element.normalName().equals("input")
                    ? element.attr("value")
                    : ShortText.of(element, LONGEST_BUTTON);
            return Chars.lowerStart(label, LONGEST_BUTTON);
        }
    }
}
