package dev.pressroom.page;

import dev.pressroom.page.Page.Placement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Tells the parts of a page by its tags and roles, and by the names that people give to parts. */
final class Regions {
    private static final int LOOKED_AT = 300;
    private static final Set<String> CONTENT = Set.of("main", "article", "section");
    private static final Set<String> WHOLE_PAGE = Set.of("html", "body", "main");
    private static final Pattern HERO = Pattern.compile("(^|\\s)(hero|jumbotron|masthead)(\\s|$|-)");
    private static final Pattern HEADER = word("site-header|page-header|main-header|topbar|navbar|header");
    private static final Pattern FOOTER = word("site-footer|page-footer|main-footer|footer");
    private static final Pattern MENU = word("nav|navbar|navigation|menu|breadcrumb|breadcrumbs");
    private static final Pattern CONSENT = Pattern.compile("cookie|consent|gdpr|dsgvo");

    /** The page's main heading is in the hero: the elements around it, found once. */
    private final Set<Element> aroundMainHeading = Collections.newSetFromMap(new IdentityHashMap<>());

    Regions(Document document) {
        Element heading = document.selectFirst("h1");
        for (Element around = heading; around != null; around = around.parent()) {
            aroundMainHeading.add(around);
        }
    }

    private static Pattern word(String words) {
        return Pattern.compile("(^|\\s)(" + words + ")(\\s|$)");
    }

    /** The part that an element belongs to or begins, within the part around it. */
    Region of(Element element, Region around) {
        String tag = element.normalName();
        String role = element.attr("role");
        String names = names(element);
        Region region = placed(element, tag, role, names, around);
        boolean menu = tag.equals("nav")
                || role.equals("navigation")
                || MENU.matcher(names).find();
        return menu ? new Region(region.placement(), true) : region;
    }

    private Region placed(Element element, String tag, String role, String names, Region around) {
        if (tag.equals("main") || role.equals("main")) {
            return Region.BODY;
        }
        if (tag.equals("footer") && !isInArticle(element)
                || role.equals("contentinfo")
                || FOOTER.matcher(names).find()) {
            return around.at(Placement.FOOTER);
        }
        return switch (around.placement()) {
            case FOOTER, HEADER -> around;
            case HERO ->
                tag.equals("section") && !aroundMainHeading.contains(element) ? around.at(Placement.MAIN) : around;
            case MAIN -> around.at(placedInMain(element, tag, role, names));
        };
    }

    private Placement placedInMain(Element element, String tag, String role, String names) {
        boolean header = tag.equals("header")
                || role.equals("banner")
                || HEADER.matcher(names).find();
        if (header && !isInContent(element)) {
            return aroundMainHeading.contains(element) ? Placement.HERO : Placement.HEADER;
        }
        boolean opening = (tag.equals("section") || header) && aroundMainHeading.contains(element);
        return opening || HERO.matcher(names).find() ? Placement.HERO : Placement.MAIN;
    }

    private static boolean isInContent(Element element) {
        Element parent = element.parent();
        return parent != null && CONTENT.contains(parent.normalName());
    }

    private static boolean isInArticle(Element element) {
        Element parent = element.parent();
        return parent != null && parent.normalName().equals("article");
    }

    /** A banner that asks for consent: not what the page is about. */
    static boolean isConsent(Element element) {
        return !WHOLE_PAGE.contains(element.normalName())
                && CONSENT.matcher(names(element)).find();
    }

    /** What somebody called the element. */
    static String names(Element element) {
        String names = element.id() + " " + element.className();
        return names.substring(0, Math.min(names.length(), LOOKED_AT)).toLowerCase(Locale.ROOT);
    }
}
