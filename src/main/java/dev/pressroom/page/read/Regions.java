package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.page.Page.Placement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Recognizes the regions of a page by elements, ARIA roles, ids and class names. */
final class Regions {
    static final int MAX_NAMES_CHARACTERS = 300;
    private static final Set<String> CONTENT = Set.of("main", "article", "section");
    private static final List<String> HERO = List.of("hero", "jumbotron", "masthead");
    private static final Set<String> HEADER =
            Set.of("site-header", "page-header", "main-header", "topbar", "navbar", "header");
    private static final Set<String> FOOTER = Set.of("site-footer", "page-footer", "main-footer", "footer");
    private static final Set<String> MENU = Set.of("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs");

    /**
     * A region of a page.
     *
     * @param isNavigation whether it is a menu
     */
    record Region(Placement placement, boolean isNavigation) {
        static final Region BODY = new Region(Placement.MAIN, false);

        Region at(Placement other) {
            return new Region(other, isNavigation);
        }
    }

    /** The first {@code h1}, which marks the hero section, and its ancestors. */
    private final Set<Element> mainHeadingAncestors = Collections.newSetFromMap(new IdentityHashMap<>());

    Regions(Document document) {
        Element heading = document.selectFirst("h1");
        for (Element around = heading; around != null; around = around.parent()) {
            mainHeadingAncestors.add(around);
        }
    }

    /** The region that the element belongs to or starts, within the region around it. */
    Region of(Element element, Region around) {
        String tag = element.normalName();
        String role = element.attr("role");
        List<String> names = Chars.words(names(element));
        Region region = regionOf(element, tag, role, names, around);
        boolean menu =
                tag.equals("nav") || role.equals("navigation") || names.stream().anyMatch(MENU::contains);
        return menu ? new Region(region.placement(), true) : region;
    }

    private Region regionOf(Element element, String tag, String role, List<String> names, Region around) {
        if (tag.equals("main") || role.equals("main")) {
            return Region.BODY;
        }
        if (tag.equals("footer") && !isInArticle(element)
                || role.equals("contentinfo")
                || names.stream().anyMatch(FOOTER::contains)) {
            return around.at(Placement.FOOTER);
        }
        return switch (around.placement()) {
            case FOOTER, HEADER -> around;
            case HERO ->
                tag.equals("section") && !mainHeadingAncestors.contains(element) ? around.at(Placement.MAIN) : around;
            case MAIN -> around.at(placedInMain(element, tag, role, names));
        };
    }

    private Placement placedInMain(Element element, String tag, String role, List<String> names) {
        boolean header =
                tag.equals("header") || role.equals("banner") || names.stream().anyMatch(HEADER::contains);
        if (header && !isInContent(element)) {
            return mainHeadingAncestors.contains(element) ? Placement.HERO : Placement.HEADER;
        }
        boolean opening = (tag.equals("section") || header) && mainHeadingAncestors.contains(element);
        return opening || names.stream().anyMatch(Regions::isHero) ? Placement.HERO : Placement.MAIN;
    }

    private static boolean isInContent(Element element) {
        Element parent = element.parent();
        return parent != null && CONTENT.contains(parent.normalName());
    }

    private static boolean isInArticle(Element element) {
        Element parent = element.parent();
        return parent != null && parent.normalName().equals("article");
    }

    private static boolean isHero(String name) {
        return HERO.stream().anyMatch(hero -> name.equals(hero) || name.startsWith(hero + "-"));
    }

    /** The id and the class names of an element, in lower case. */
    static String names(Element element) {
        return Chars.lowerStart(element.id() + " " + element.className(), MAX_NAMES_CHARACTERS);
    }
}
