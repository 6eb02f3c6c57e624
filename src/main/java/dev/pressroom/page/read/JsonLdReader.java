package dev.pressroom.page.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pressroom.page.Page.Thing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts entities of JSON-LD into short lines of text, one for each property that describes a business. */
final class JsonLdReader {
    static final int MAX_THINGS = 30;

    /** Maximum number of characters of all lines together. */
    static final int MAX_CHARACTERS = 8000;

    private static final int MAX_LINE_CHARACTERS = 400;
    private static final int MAX_TYPE_CHARACTERS = 60;
    private static final int MAX_ENTRIES = 12;
    private static final int MAX_DEPTH = 5;

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

    /** Types that describe the structure of the site, not the business. */
    private static final Set<String> PAGE_TYPES =
            Set.of("BreadcrumbList", "SearchAction", "ImageObject", "SiteNavigationElement", "WebPage", "WebSite");

    /** Members that are not text for readers. */
    private static final Set<String> LEFT_OUT = Set.of(
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

    private int room = MAX_CHARACTERS;

    private JsonLdReader() {}

    static List<Thing> read(List<JsonNode> things) {
        JsonLdReader reader = new JsonLdReader();
        List<Thing> read = new ArrayList<>();
        for (JsonNode node : things) {
            String type = type(node);
            if (read.size() < MAX_THINGS && !type.isEmpty() && !PAGE_TYPES.contains(type)) {
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
        return CleanLine.of((type.isArray() ? type.path(0) : type).asText(), MAX_TYPE_CHARACTERS);
    }

    private Map<String, String> properties(JsonNode thing) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, JsonNode>> members = thing.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            if (PROPERTIES.contains(member.getKey())) {
                StringBuilder line = new StringBuilder();
                append(member.getValue(), 1, line);
                String clean = CleanLine.of(line.toString(), Math.min(MAX_LINE_CHARACTERS, room));
                if (!clean.isEmpty()) {
                    room -= clean.length();
                    properties.put(member.getKey(), clean);
                }
            }
        }
        return properties;
    }

    private static void append(JsonNode value, int depth, StringBuilder line) {
        if (line.length() > MAX_LINE_CHARACTERS || depth > MAX_DEPTH) {
            return;
        }
        if (value.isArray()) {
            int count = 0;
            for (JsonNode one : value) {
                if (count++ == MAX_ENTRIES) {
                    return;
                }
                appendSeparator(line, "; ");
                append(one, depth + 1, line);
            }
        } else if (value.isObject()) {
            appendMembers(value, depth, line);
        } else if (!value.isNull() && !value.isMissingNode()) {
            String text = value.asText();
            line.append(
                    withoutVocabulary(text), 0, Math.min(withoutVocabulary(text).length(), MAX_LINE_CHARACTERS));
        }
    }

    /**
     * Postal addresses as on a letter, prices with their currency, all other objects with the names of their members.
     */
    private static void appendMembers(JsonNode object, int depth, StringBuilder line) {
        boolean isAddress = object.path("@type").asText().equals("PostalAddress");
        int count = 0;
        for (Iterator<Map.Entry<String, JsonNode>> members = object.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            String name = member.getKey();
            boolean isNested = name.equals("item") && member.getValue().isObject();
            boolean isCurrency = name.equals("priceCurrency") && object.has("price");
            if (name.startsWith("@") && !name.equals("@value") || LEFT_OUT.contains(name) && !isNested || isCurrency) {
                continue;
            }
            if (count++ == MAX_ENTRIES) {
                return;
            }
            appendSeparator(line, ", ");
            if (!isAddress && !isNested && !name.equals("name") && !name.equals("@value")) {
                line.append(CleanLine.of(name, MAX_TYPE_CHARACTERS)).append(": ");
            }
            append(member.getValue(), depth + 1, line);
            if (name.equals("price") && object.path("priceCurrency").isTextual()) {
                line.append(' ')
                        .append(CleanLine.of(object.path("priceCurrency").asText(), 8));
            }
        }
    }

    private static void appendSeparator(StringBuilder line, String separator) {
        boolean follows = !line.isEmpty() && ",; ".indexOf(line.charAt(line.length() - 1)) < 0;
        line.append(follows ? separator : "");
    }

    /** Removes the prefix of schema.org: values such as week days are written as URLs of the vocabulary. */
    private static String withoutVocabulary(String text) {
        for (String prefix : List.of("https://schema.org/", "http://schema.org/")) {
            if (text.startsWith(prefix)) {
                return text.substring(prefix.length());
            }
        }
        return text;
    }
}
