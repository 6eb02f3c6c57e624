package dev.pressroom.http.request;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses the headers that proxies add: {@code Forwarded} (RFC 7239) and the older {@code X-Forwarded-…}. */
final class ForwardedHeaders {
    private ForwardedHeaders() {}

    /**
     * What one proxy reports about the request that it received.
     *
     * @param node the sender of the request, unchecked: an address, an address with a port, or any text
     * @param scheme of the requested URL, in lower case
     * @param host of the requested URL, with the port
     */
    record Element(Optional<String> node, Optional<String> scheme, Optional<String> host) {}

    /** The elements of all {@code Forwarded} headers; the nearest proxy's is the last. */
    static List<Element> standard(MultiMap headers) {
        return new Scanner(String.join(",", headers.getAll("forwarded"))).elements();
    }

    /** The same from {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, one element for each address. */
    static List<Element> custom(MultiMap headers) {
        List<String> nodes = items(headers, "x-forwarded-for");
        List<String> schemes = items(headers, "x-forwarded-proto");
        List<String> hosts = items(headers, "x-forwarded-host");
        List<Element> elements = new ArrayList<>(nodes.size());
        for (int fromEnd = nodes.size() - 1; fromEnd >= 0; fromEnd--) {
            elements.add(new Element(
                    Optional.of(nodes.get(nodes.size() - 1 - fromEnd)),
                    fromEnd(schemes, fromEnd).map(scheme -> scheme.toLowerCase(Locale.ROOT)),
                    fromEnd(hosts, fromEnd)));
        }
        return elements;
    }

    private static List<String> items(MultiMap headers, String name) {
        List<String> items = new ArrayList<>();
        for (String value : headers.getAll(name)) {
            for (String item : split(value)) {
                items.add(item.strip());
            }
        }
        return items;
    }

    private static List<String> split(String value) {
        List<String> items = new ArrayList<>();
        int from = 0;
        for (int comma = value.indexOf(','); comma >= 0; comma = value.indexOf(',', from)) {
            items.add(value.substring(from, comma));
            from = comma + 1;
        }
        items.add(value.substring(from));
        return items;
    }

    /**
     * When a header has fewer items than there are addresses, its first item is used for the others: many proxies add
     * only an address.
     */
    private static Optional<String> fromEnd(List<String> items, int fromEnd) {
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(Math.max(0, items.size() - 1 - fromEnd)));
    }

    /** Scans {@code for=192.0.2.1;proto=https, for="[2001:db8::1]:80"} in one pass; malformed text causes no error. */
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        List<Element> elements() {
            List<Element> elements = new ArrayList<>();
            while (at < text.length()) {
                elements.add(element());
                at++;
            }
            return elements;
        }

        private Element element() {
            Optional<String> node = Optional.empty();
            Optional<String> scheme = Optional.empty();
            Optional<String> host = Optional.empty();
            while (at < text.length() && text.charAt(at) != ',') {
                String name = until("=;,").strip().toLowerCase(Locale.ROOT);
                String value = at < text.length() && text.charAt(at) == '=' ? value() : "";
                switch (name) {
                    case "for" -> node = Optional.of(value);
                    case "proto" -> scheme = Optional.of(value.toLowerCase(Locale.ROOT));
                    case "host" -> host = Optional.of(value);
                    default -> {}
                }
                until(";,");
                if (at < text.length() && text.charAt(at) == ';') {
                    at++;
                }
            }
            return new Element(node, scheme, host);
        }

        private String until(String ends) {
            int from = at;
            while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        /** Reads the value after the equals sign: a token, or a quoted string with backslash escapes. */
        private String value() {
            at++;
            if (at == text.length() || text.charAt(at) != '"') {
                return until(";,").strip();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            return value.toString();
        }
    }
}
