package dev.pressroom.cli.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parameters of a request, in order. */
record Query(Map<String, String> parameters) {
    static Query empty() {
        return new Query(Map.of());
    }

    /** With a parameter; without it when the value is null or an empty {@code Optional}. */
    Query with(String name, Object value) {
        Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        if (given == null) {
            changed.remove(name);
        } else {
            changed.put(name, given.toString());
        }
        return new Query(changed);
    }

    /** Percent-encoded, with the question mark; {@code ""} without parameters. */
    String encoded() {
        return parameters.isEmpty()
                ? ""
                : parameters.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + encode(parameter.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
