package dev.pressroom.page.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.page.Page.Thing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns things of JSON-LD into short lines, one for each property that tells something about a business. */
final class JsonLdReader {
    static final int MOST_THINGS = 30;

    /** Characters of all lines together. */
    static final int MOST_CHARACTERS = 8000;

    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_TYPE = 60;
    private static final int MOST_ENTRIES = 12;
    private static final int DEEPEST = 5;

    private static final Set<String> PROPERTIES = Set.of(
            "name",
            "legalName",
            "alternateName",
            "headline",
            "slogan",
            "description",
            "address",
            "location",
            "areaServed",
            "telephone",
            "email",
            "openingHours",
            "openingHoursSpecification",
            "priceRange",
            "price",
            "priceCurrency",
            "offers",
            "makesOffer",
            "hasOfferCatalog",
            "aggregateRating",
            "brand",
            "category",
            "servesCuisine",
            "hasMenu",
            "amenityFeature",
            "itemListElement",
            "mainEntity",
            "startDate",
            "endDate",
            "foundingDate",
            "founder",
            "award",
            "knowsAbout");

    /** These tell where a page stands, and not what a business is. */
    private static final Set<String> OF_PAGES =
            Set.of("BreadcrumbList", "SearchAction", "ImageObject", "SiteNavigationElement", "WebPage", "WebSite");

    private static final Set<String> NOT_SAID = Set.of(
            "image",
            "logo",
            "url",
            "sameAs",
            "photo",
            "thumbnailUrl",
            "contentUrl",
            "position",
            "availability",
            "geo",
            "item");

    private int room = MOST_CHARACTERS;

    private JsonLdReader() {}

    static List<Thing> read(List<JsonNode> things) {
        JsonLdReader reader = new JsonLdReader();
        List<Thing> read = new ArrayList<>();
        for (JsonNode node : things) {
            String type = type(node);
            if (read.size() < MOST_THINGS && !type.isEmpty() && !OF_PAGES.contains(type)) {
                Map<String, String> properties = reader.properties(node);
                if (!properties.isEmpty()) {
                    read.add(new Thing(type, properties));
                }
            }
        }
        return read;
    }

    private static String type(JsonNode thing) {
        JsonNode type = thing.path("@type");
        return CleanLine.of((type.isArray() ? type.path(0) : type).asText(), LONGEST_TYPE);
    }

    private Map<String, String> properties(JsonNode thing) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> members = thing.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            if (PROPERTIES.contains(member.getKey())) {
                StringBuilder line = new StringBuilder();
                say(member.getValue(), 1, line);
                String clean = CleanLine.of(line.toString(), Math.min(LONGEST_LINE, room));
                if (!clean.isEmpty()) {
                    room -= clean.length();
                    properties.put(member.getKey(), clean);
                }
            }
        }
        return properties;
    }

    private static void say(JsonNode value, int depth, StringBuilder line) {
        if (line.length() > LONGEST_LINE || depth > DEEPEST) {
            return;
        }
        if (value.isArray()) {
            int count = 0;
            for (JsonNode one : value) {
                if (count++ == MOST_ENTRIES) {
                    return;
                }
                part(line, "; ");
                say(one, depth + 1, line);
            }
        } else if (value.isObject()) {
            members(value, depth, line);
        } else if (!value.isNull() && !value.isMissingNode()) {
            String text = value.asText();
            line.append(
                    withoutVocabulary(text), 0, Math.min(withoutVocabulary(text).length(), LONGEST_LINE));
        }
    }

    /** Addresses as they stand on a letter, prices with their currency, everything else with the names of its members. */
    private static void members(JsonNode object, int depth, StringBuilder line) {
        boolean isAddress = object.path("@type").asText().equals("PostalAddress");
        int count = 0;
        for (Iterator<Map.Entry<String, JsonNode>> members = object.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            String name = member.getKey();
            boolean isNested = name.equals("item") && member.getValue().isObject();
            boolean isCurrency = name.equals("priceCurrency") && object.has("price");
            if (name.startsWith("@") && !name.equals("@value") || NOT_SAID.contains(name) && !isNested || isCurrency) {
                continue;
            }
            if (count++ == MOST_ENTRIES) {
                return;
            }
            part(line, ", ");
            if (!isAddress && !isNested && !name.equals("name") && !name.equals("@value")) {
                line.append(CleanLine.of(name, LONGEST_TYPE)).append(": ");
            }
            say(member.getValue(), depth + 1, line);
            if (name.equals("price") && object.path("priceCurrency").isTextual()) {
                line.append(' ')
                        .append(CleanLine.of(object.path("priceCurrency").asText(), 8));
            }
        }
    }

    private static void part(StringBuilder line, String separator) {
        boolean follows = !line.isEmpty() && ",; ".indexOf(line.charAt(line.length() - 1)) < 0;
        line.append(follows ? separator : "");
    }

    /** Days and the like are written as addresses of the vocabulary. */
    private static String withoutVocabulary(String text) {
        for (String prefix : List.of("https://schema.org/", "http://schema.org/")) {
            if (text.startsWith(prefix)) {
                return text.substring(prefix.length());
            }
        }
        return text;
    }
}
