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
 * Guesses a brand's colours from what is written in the page and its style sheets: custom properties that are called so, the theme
 * colour, and what is painted where brands paint. Greys, black and white count only where they are called a brand's
 * colour. A page without colours has none.
 */
public final class BrandColorReader {
    private static final int MOST_STYLE = 1_200_000;
    private static final int MOST_ELEMENTS = 5000;
    private static final int LONGEST_ATTRIBUTE = 2000;

    private static final int THEME = 40;
    private static final int PAINTED_LARGE = 10;
    private static final int PAINTED = 5;
    private static final int WRITTEN = 3;
    private static final int ANYWHERE = 1;

    /** Characters of a property or a value that are read. */
    private static final int LONGEST_NAME = 200;

    private static final String NAME = "(^|-)(%s)(-?(color|colour|500|600|main|base|default))?$";
    private static final TextPattern PRIMARY =
            TextPattern.of(LONGEST_NAME, NAME.formatted("primary|brand|brand-primary|main-color"));
    private static final TextPattern SECONDARY =
            TextPattern.of(LONGEST_NAME, NAME.formatted("secondary|brand-2|brand-secondary"));
    private static final TextPattern ACCENT =
            TextPattern.of(LONGEST_NAME, NAME.formatted("accent|highlight|brand-accent"));
    private static final TextPattern TEXT_ON =
            TextPattern.of(LONGEST_NAME, "(^|-)(on|text|fg|contrast|foreground|hover|inverse)(-|$)");
    private static final TextPattern VARIABLE = TextPattern.of(LONGEST_NAME, "var\\(\\s*(--[\\w-]{1,100})");
    private static final List<String> BRAND_PLACES =
            List.of("btn", "button", "cta", "primary", "brand", "header", "hero", "nav", "logo", "accent", "footer");
    private static final List<String> OF_OTHERS = List.of(
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
    /** Classes that the editor of WordPress gives to single blocks. */
    private static final TextPattern OF_A_BLOCK = TextPattern.of(300, "has-[\\w-]+-(color|background)");

    private final Map<String, Rgb> variables = new HashMap<>();
    private final Map<Rgb, Integer> weights = new LinkedHashMap<>();
    private Optional<Rgb> primary = Optional.empty();
    private Optional<Rgb> secondary = Optional.empty();
    private Optional<Rgb> accent = Optional.empty();

    private BrandColorReader() {}

    /** @param sheets style sheets of the page, its own elements of that name first */
    public static BrandColors read(Document document, List<String> sheets) {
        BrandColorReader reader = new BrandColorReader();
        List<Declaration> declarations = declarations(document, sheets);
        declarations.forEach(reader::define);
        declarations.forEach(reader::weigh);
        document.select("meta[name=theme-color],meta[name=msapplication-TileColor]").stream()
                .limit(4)
                .forEach(meta -> CssColor.first(meta.attr("content")).ifPresent(color -> reader.add(color, THEME)));
        document.select("[bgcolor]").stream()
                .limit(MOST_ELEMENTS)
                .forEach(element -> legacy(element.attr("bgcolor")).ifPresent(color -> reader.add(color, PAINTED)));
        return reader.colors();
    }

    private static List<Declaration> declarations(Document document, List<String> sheets) {
        List<Declaration> all = new ArrayList<>();
        int room = MOST_STYLE;
        for (String css : sheets) {
            if (css.length() <= room) {
                all.addAll(Styles.ofSheet(css));
                room -= css.length();
            }
        }
        document.select("[style]").stream()
                .limit(MOST_ELEMENTS)
                .map(element -> element.attr("style"))
                .filter(style -> style.length() <= LONGEST_ATTRIBUTE)
                .forEach(style -> all.addAll(Styles.ofAttribute(style)));
        return all;
    }

    /** Old pages leave the # out. */
    private static Optional<Rgb> legacy(String value) {
        return CssColor.first(Chars.all(value, 6, 6, Chars::isHex) ? "#" + value : value);
    }

    private void define(Declaration declaration) {
        String name = declaration.property();
        if (!name.startsWith("--") || isOfOthers(name)) {
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
        if (declaration.property().startsWith("--") || isOfOthers(declaration.selector())) {
            return;
        }
        color(declaration.value()).ifPresent(color -> add(color, weight(declaration)));
    }

    private static boolean isOfOthers(String name) {
        return OF_OTHERS.stream().anyMatch(name::contains) || name.contains("has-") && OF_A_BLOCK.isIn(name);
    }

    private Optional<Rgb> color(String value) {
        return VARIABLE.find(value)
                .map(variable -> Optional.ofNullable(variables.get(variable.group(1))))
                .orElseGet(() -> CssColor.first(value));
    }

    private static int weight(Declaration declaration) {
        boolean brand = BRAND_PLACES.stream().anyMatch(declaration.selector()::contains);
        return switch (declaration.property()) {
            case "background", "background-color" -> brand ? PAINTED_LARGE : PAINTED;
            case "color", "fill" -> brand ? PAINTED : WRITTEN;
            case "border", "border-color", "border-bottom", "border-top", "border-left", "outline-color", "stroke" ->
                ANYWHERE;
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

    /** The heaviest colour that is no shade of one that was chosen already. */
    private static Optional<Rgb> next(List<Rgb> ranked, List<Rgb> chosen) {
        Optional<Rgb> found = ranked.stream()
                .filter(color -> chosen.stream().noneMatch(color::isNear))
                .findFirst();
        found.ifPresent(chosen::add);
        return found;
    }
}
