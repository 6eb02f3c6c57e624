package dev.pressroom.page.style;

import dev.pressroom.base.Chars;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.Page.BrandColors;
import dev.pressroom.page.style.Styles.Declaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;

/**
 * Guesses the brand colours of a page from its HTML and style sheets: from custom properties with such names, from the
 * theme colour, and by weight from the colours of areas and texts. Grey, black and white count only as a named brand
 * colour.
 */
public final class BrandColorReader {
    private static final int MAX_STYLE_CHARACTERS = 1_200_000;
    private static final int MAX_ELEMENTS = 5000;
    private static final int MAX_ATTRIBUTE_CHARACTERS = 2000;

    /** Weights of a colour by where it is used; the heaviest colours become brand colours. */
    private static final int THEME_WEIGHT = 40;

    private static final int BRAND_AREA_WEIGHT = 10;
    private static final int AREA_WEIGHT = 5;
    private static final int TEXT_WEIGHT = 3;
    private static final int LINE_WEIGHT = 1;

    /** Characters of a property name or value that are matched. */
    private static final int MAX_NAME_CHARACTERS = 200;

    private static final String ROLE = "(^|-)(%s)(-?(color|colour|500|600|main|base|default))?$";
    private static final TextPattern PRIMARY =
            TextPattern.of(MAX_NAME_CHARACTERS, ROLE.formatted("primary|brand|brand-primary|main-color"));
    private static final TextPattern SECONDARY =
            TextPattern.of(MAX_NAME_CHARACTERS, ROLE.formatted("secondary|brand-2|brand-secondary"));
    private static final TextPattern ACCENT =
            TextPattern.of(MAX_NAME_CHARACTERS, ROLE.formatted("accent|highlight|brand-accent"));
    private static final TextPattern TEXT_ON =
            TextPattern.of(MAX_NAME_CHARACTERS, "(^|-)(on|text|fg|contrast|foreground|hover|inverse)(-|$)");
    private static final TextPattern VARIABLE = TextPattern.of(MAX_NAME_CHARACTERS, "var\\(\\s*(--[\\w-]{1,100})");
    private static final List<String> BRAND_SELECTORS =
            List.of("btn", "button", "cta", "primary", "brand", "header", "hero", "nav", "logo", "accent", "footer");
    /** Parts of names that stand for other brands, for messages, or for widgets. */
    private static final List<String> FOREIGN = List.of(
            "facebook",
            "twitter",
            "instagram",
            "youtube",
            "linkedin",
            "pinterest",
            "whatsapp",
            "tiktok",
            "error",
            "danger",
            "warning",
            "success",
            "alert",
            "invalid",
            "swiper",
            "wp-block");
    /** Classes that the WordPress editor sets on single blocks. */
    private static final TextPattern WORDPRESS_BLOCK = TextPattern.of(300, "has-[\\w-]+-(color|background)");

    private final Map<String, Rgb> variables = new HashMap<>();
    private final Map<Rgb, Integer> weights = new LinkedHashMap<>();
    private Optional<Rgb> primary = Optional.empty();
    private Optional<Rgb> secondary = Optional.empty();
    private Optional<Rgb> accent = Optional.empty();

    private BrandColorReader() {}

    /**
     * @param sheets style sheets of the page, those of its own {@code style} elements first
     * @return empty members where no colour was found
     */
    public static BrandColors read(Document document, List<String> sheets) {
        BrandColorReader reader = new BrandColorReader();
        List<Declaration> declarations = declarations(document, sheets);
        declarations.forEach(reader::define);
        declarations.forEach(reader::weigh);
        document.select("meta[name=theme-color],meta[name=msapplication-TileColor]").stream()
                .limit(4)
                .forEach(meta ->
                        CssColor.first(meta.attr("content")).ifPresent(color -> reader.add(color, THEME_WEIGHT)));
        document.select("[bgcolor]").stream()
                .limit(MAX_ELEMENTS)
                .forEach(element -> legacy(element.attr("bgcolor")).ifPresent(color -> reader.add(color, AREA_WEIGHT)));
        return reader.colors();
    }

    private static List<Declaration> declarations(Document document, List<String> sheets) {
        List<Declaration> all = new ArrayList<>();
        int room = MAX_STYLE_CHARACTERS;
        for (String css : sheets) {
            if (css.length() <= room) {
                all.addAll(Styles.ofSheet(css));
                room -= css.length();
            }
        }
        document.select("[style]").stream()
                .limit(MAX_ELEMENTS)
                .map(element -> element.attr("style"))
                .filter(style -> style.length() <= MAX_ATTRIBUTE_CHARACTERS)
                .forEach(style -> all.addAll(Styles.ofAttribute(style)));
        return all;
    }

    /** Values of {@code bgcolor} may lack the #. */
    private static Optional<Rgb> legacy(String value) {
        return CssColor.first(Chars.all(value, 6, 6, Chars::isHex) ? "#" + value : value);
    }

    private void define(Declaration declaration) {
        String name = declaration.property();
        if (!name.startsWith("--") || isForeign(name)) {
            return;
        }
        CssColor.first(declaration.value()).ifPresent(color -> {
            variables.putIfAbsent(name, color);
            if (TEXT_ON.isIn(name)) {
                return;
            }
            if (PRIMARY.isIn(name)) {
                primary = primary.or(() -> Optional.of(color));
            } else if (SECONDARY.isIn(name)) {
                secondary = secondary.or(() -> Optional.of(color));
            } else if (ACCENT.isIn(name)) {
                accent = accent.or(() -> Optional.of(color));
            }
        });
    }

    private void weigh(Declaration declaration) {
        if (declaration.property().startsWith("--") || isForeign(declaration.selector())) {
            return;
        }
        color(declaration.value()).ifPresent(color -> add(color, weight(declaration)));
    }

    private static boolean isForeign(String name) {
        return FOREIGN.stream().anyMatch(name::contains) || name.contains("has-") && WORDPRESS_BLOCK.isIn(name);
    }

    private Optional<Rgb> color(String value) {
        return VARIABLE.find(value)
                .map(variable -> Optional.ofNullable(variables.get(variable.group(1))))
                .orElseGet(() -> CssColor.first(value));
    }

    private static int weight(Declaration declaration) {
        boolean brand = BRAND_SELECTORS.stream().anyMatch(declaration.selector()::contains);
        return switch (declaration.property()) {
            case "background", "background-color" -> brand ? BRAND_AREA_WEIGHT : AREA_WEIGHT;
            case "color", "fill" -> brand ? AREA_WEIGHT : TEXT_WEIGHT;
            case "border", "border-color", "border-bottom", "border-top", "border-left", "outline-color", "stroke" ->
                LINE_WEIGHT;
            default -> 0;
        };
    }

    private void add(Rgb color, int weight) {
        if (weight > 0 && !color.isNeutral()) {
            weights.merge(color, weight, Integer::sum);
        }
    }

    private BrandColors colors() {
        List<Rgb> chosen = new ArrayList<>();
        primary.ifPresent(chosen::add);
        secondary.ifPresent(chosen::add);
        accent.ifPresent(chosen::add);
        List<Rgb> ranked = weights.entrySet().stream()
                .sorted(Map.Entry.<Rgb, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
        Optional<Rgb> first = primary.or(() -> next(ranked, chosen));
        Optional<Rgb> second = secondary.or(() -> next(ranked, chosen));
        Optional<Rgb> third = accent.or(() -> next(ranked, chosen));
        return new BrandColors(first.map(Rgb::hex), second.map(Rgb::hex), third.map(Rgb::hex));
    }

    /** The heaviest colour that is not near one already chosen. */
    private static Optional<Rgb> next(List<Rgb> ranked, List<Rgb> chosen) {
        Optional<Rgb> found = ranked.stream()
                .filter(color -> chosen.stream().noneMatch(color::isNear))
                .findFirst();
        found.ifPresent(chosen::add);
        return found;
    }
}
