package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.page.Page.Placement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Tells the parts of a page by its tags and roles, and by the names that people give to parts. */
final class Regions {
    static final int LONGEST_NAMES = 300;
    private static final Set<String> CONTENT = Set.of("main", "article", "section");
    private static final List<String> HERO = List.of("hero", "jumbotron", "masthead");
    private static final Set<String> HEADER =
            Set.of("site-header", "page-header", "main-header", "topbar", "navbar", "header");
    private static final Set<String> FOOTER = Set.of("site-footer", "page-footer", "main-footer", "footer");
    private static final Set<String> MENU = Set.of("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs");

    /**
     * A part of a page.
     *
     * @param isNavigation whether it is a menu
     */
    record Region(Placement placement, boolean isNavigation) {
        static final Region BODY = new Region(Placement.MAIN, false);

        Region at(Placement other) {
            return new Region(other, isNavigation);
        }
    }

    /** The page's main heading is in the hero: the elements around it, found once. */
    private final Set<Element> aroundMainHeading = Collections.newSetFromMap(new IdentityHashMap<>());

    Regions(Document document) {
        Element heading = document.selectFirst("h1");
        for (Element around = heading; around != null; around = around.parent()) {
            aroundMainHeading.add(around);
        }
    }

    /** The part that an element belongs to or begins, within the part around it. */
    Region of(Element element, Region around) {
        String tag = element.normalName();
        String role = element.attr("role");
        List<String> names = Chars.words(names(element));
        Region region = placed(element, tag, role, names, around);
        boolean menu =
                tag.equals("nav") || role.equals("navigation") || names.stream().anyMatch(MENU::contains);
        return menu ? new Region(region.placement(), true) : region;
    }

    private Region placed(Element element, String tag, String role, List<String> names, Region around) {
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
                tag.equals("section") && !aroundMainHeading.contains(element) ? around.at(Placement.MAIN) : around;
            case MAIN -> around.at(placedInMain(element, tag, role, names));
        };
    }

    private Placement placedInMain(Element element, String tag, String role, List<String> names) {
        boolean header =
                tag.equals("header") || role.equals("banner") || names.stream().anyMatch(HEADER::contains);
        if (header && !isInContent(element)) {
            return aroundMainHeading.contains(element) ? Placement.HERO : Placement.HEADER;
        }
        boolean opening = (tag.equals("section") || header) && aroundMainHeading.contains(element);
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

    /** What somebody called the element. */
    static String names(Element element) {
        return Chars.lowerStart(element.id() + " " + element.className(), LONGEST_NAMES);
    }
}
