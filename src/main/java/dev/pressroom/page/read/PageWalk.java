package dev.pressroom.page.read;

import dev.pressroom.page.Page;
import dev.pressroom.page.Page.Cta;
import dev.pressroom.page.Page.Heading;
import dev.pressroom.page.Page.Link;
import dev.pressroom.page.read.Regions.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * Collects text, headings, calls to action and links in one walk over the visible elements, in reading order and
 * without recursion.
 */
final class PageWalk implements NodeFilter {
    private static final int MAX_TEXT_CHARACTERS = 12_000;
    private static final int MAX_HEADINGS = 60;
    private static final int MAX_LINKS = 60;
    private static final int MAX_HEADING_CHARACTERS = 200;
    private static final int MAX_LINK_CHARACTERS = 100;

    private final Regions regionFinder;
    private final ConsentBanners banners;
    private final PageLinks targets;
    private final CtaReader ctas;
    private final VisibleText main = new VisibleText(MAX_TEXT_CHARACTERS);
    private final VisibleText secondary = new VisibleText(MAX_TEXT_CHARACTERS);
    private final List<Heading> headings = new ArrayList<>();
    private final Set<String> headingsSeen = new HashSet<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Deque<OpenRegion> openRegions = new ArrayDeque<>();

    private record OpenRegion(Node node, Region region) {}

    private PageWalk(Regions regionFinder, ConsentBanners banners, PageLinks targets) {
        this.regionFinder = regionFinder;
        this.banners = banners;
        this.targets = targets;
        this.ctas = new CtaReader(targets);
    }

    static PageWalk over(Document document, List<String> sheets, PageLinks targets) {
        PageWalk walk = new PageWalk(new Regions(document), new ConsentBanners(document, sheets), targets);
        walk.openRegions.push(new OpenRegion(document, Region.BODY));
        document.body().filter(walk);
        return walk;
    }

    /** The text of the main content; that of navigation and footer only when there is nothing else. */
    String text() {
        String text = main.toString();
        return text.isEmpty() ? secondary.toString() : text;
    }

    List<Heading> headings() {
        return List.copyOf(headings);
    }

    List<Cta> ctas() {
        return ctas.found();
    }

    List<Link> links() {
        return List.copyOf(links.values());
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            lines().text(text.getWholeText());
        } else if (node instanceof Element element) {
            return enter(element);
        }
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element && breaksLine(element)) {
            lines().endLine();
        }
        if (openRegions.peek().node == node) {
            openRegions.pop();
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult enter(Element element) {
        if (Visibility.isHidden(element) || banners.isBanner(element)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        if (breaksLine(element)) {
            lines().endLine();
        }
        Region region = regionFinder.of(element, region());
        if (!region.equals(region())) {
            openRegions.push(new OpenRegion(element, region));
        }
        switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" ->
                heading(element.normalName().charAt(1) - '0', element);
            case "a" -> {
                ctas.consider(element, region());
                link(element);
            }
            case "button", "input" -> ctas.consider(element, region());
            default -> {}
        }
        return FilterResult.CONTINUE;
    }

    private void heading(int level, Element element) {
        if (headings.size() < MAX_HEADINGS) {
            String text = ShortText.of(element, MAX_HEADING_CHARACTERS);
            if (!text.isEmpty() && headingsSeen.add(text.toLowerCase(Locale.ROOT))) {
                headings.add(new Heading(level, text));
            }
        }
    }

    private void link(Element element) {
        if (links.size() >= MAX_LINKS || !element.hasAttr("href")) {
            return;
        }
        targets.target(element, "href").filter(targets::isInternal).ifPresent(target -> {
            String text = ShortText.of(element, MAX_LINK_CHARACTERS);
            String page = PageLinks.withoutFragment(target);
            if (!text.isEmpty()) {
                links.putIfAbsent(page, new Link(text, page));
            }
        });
    }

    private Region region() {
        return openRegions.peek().region;
    }

    private VisibleText lines() {
        Region region = region();
        return region.isNavigation() || region.placement() == Page.Placement.FOOTER ? secondary : main;
    }

    private static boolean breaksLine(Element element) {
        return element.isBlock() || element.normalName().equals("br");
    }
}
