package dev.pressroom.page;

import dev.pressroom.page.Page.BrandColors;
import dev.pressroom.page.Styles.Declaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Guesses a brand's colours from what is written in the page itself: custom properties that are called so, the theme
 * colour, and what is painted where brands paint. Greys, black and white count only where they are called a brand's
 * colour. A page without colours has none.
 */
final class BrandColorReader {
    private static final int MOST_STYLE = 600_000;
    private static final int MOST_ELEMENTS = 5000;
    private static final int LONGEST_ATTRIBUTE = 2000;

    private static final int THEME = 40;
    private static final int PAINTED_LARGE = 10;
    private static final int PAINTED = 5;
    private static final int WRITTEN = 3;
    private static final int ANYWHERE = 1;

    private static final String NAME = "(^|-)(%s)(-?(color|colour|500|600|main|base|default))?$";
    private static final Pattern PRIMARY = Pattern.compile(NAME.formatted("primary|brand|brand-primary|main-color"));
    private static final Pattern SECONDARY = Pattern.compile(NAME.formatted("secondary|brand-2|brand-secondary"));
    private static final Pattern ACCENT = Pattern.compile(NAME.formatted("accent|highlight|brand-accent"));
    private static final Pattern TEXT_ON = Pattern.compile("(^|-)(on|text|fg|contrast|foreground|hover|inverse)(-|$)");
    private static final Pattern VARIABLE = Pattern.compile("var\\(\\s*(--[\\w-]{1,100})");
    private static final Pattern BRAND_PLACE =
            Pattern.compile("btn|button|cta|primary|brand|header|hero|nav|logo|accent|footer");
    private static final Pattern OF_OTHERS = Pattern.compile(
            "facebook|twitter|instagram|youtube|linkedin|pinterest|whatsapp|tiktok|error|danger|warning|success|alert"
                    + "|invalid|swiper|wp-block|has-[\\w-]+-(color|background)");

    private final Map<String, Rgb> variables = new HashMap<>();
    private final Map<Rgb, Integer> weights = new LinkedHashMap<>();
    private Optional<Rgb> primary = Optional.empty();
    private Optional<Rgb> secondary = Optional.empty();
    private Optional<Rgb> accent = Optional.empty();

    private BrandColorReader() {}

    static BrandColors read(Document document) {
        BrandColorReader reader = new BrandColorReader();
        List<Declaration> declarations = declarations(document);
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

    private static List<Declaration> declarations(Document document) {
        List<Declaration> all = new ArrayList<>();
        int room = MOST_STYLE;
        for (Element style : document.select("style")) {
            String css = style.data();
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
        return CssColor.first(value.matches("[0-9a-fA-F]{6}") ? "#" + value : value);
    }

    private void define(Declaration declaration) {
        String name = declaration.property();
        if (!name.startsWith("--") || OF_OTHERS.matcher(name).find()) {
            return;
        }
        CssColor.first(declaration.value()).ifPresent(color -> {
            variables.putIfAbsent(name, color);
            if (TEXT_ON.matcher(name).find()) {
                return;
            }
            if (PRIMARY.matcher(name).find()) {
                primary = primary.or(() -> Optional.of(color));
            } else if (SECONDARY.matcher(name).find()) {
                secondary = secondary.or(() -> Optional.of(color));
            } else if (ACCENT.matcher(name).find()) {
                accent = accent.or(() -> Optional.of(color));
            }
        });
    }

    private void weigh(Declaration declaration) {
        if (declaration.property().startsWith("--")
                || OF_OTHERS.matcher(declaration.selector()).find()) {
            return;
        }
        color(declaration.value()).ifPresent(color -> add(color, weight(declaration)));
    }

    private Optional<Rgb> color(String value) {
        Matcher variable = VARIABLE.matcher(value);
        return variable.find() ? Optional.ofNullable(variables.get(variable.group(1))) : CssColor.first(value);
    }

    private static int weight(Declaration declaration) {
        boolean brand = BRAND_PLACE.matcher(declaration.selector()).find();
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
