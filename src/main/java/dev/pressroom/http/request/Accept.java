package dev.pressroom.http.request;

import dev.pressroom.base.Chars;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The media types that a client accepts (RFC 9110, section 12.5.1). Parameters other than {@code q} are ignored. */
public final class Accept {
    private static final String ANY = "*/*";

    private final List<Range> ranges;

    private Accept(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** Reads all Accept headers of the request, in time linear in their size. Elements that are not valid are ignored. */
    public static Accept of(HttpServerRequest request) {
        return of(request.headers().getAll(HttpHeaders.ACCEPT));
    }

    static Accept of(List<String> headers) {
        List<Range> ranges = new ArrayList<>();
        for (String header : headers) {
            for (String element : Chars.split(header.toLowerCase(Locale.ROOT), ',')) {
                List<String> parts = Chars.split(element, ';');
                String type = parts.get(0).strip();
                if (!type.isEmpty()) {
                    ranges.add(new Range(type, weight(parts.subList(1, parts.size()))));
                }
            }
        }
        return new Accept(ranges);
    }

    /**
     * The weight from 0 to 1 of a type that the client has named, without wildcards; the highest one when it is repeated.
     *
     * @param type in lower case
     */
    public OptionalDouble named(String type) {
        return ranges.stream()
                .filter(range -> range.type().equals(type))
                .mapToDouble(Range::weight)
                .max();
    }

    /** Whether the client takes this type: by its name, else by a wildcard. True without any Accept header. */
    public boolean takes(String type) {
        return weight(type) > 0;
    }

    /**
     * The type with the greatest weight; of equal ones the first. Empty when the client takes none of them.
     *
     * @param offered media types in lower case
     */
    public Optional<String> best(List<String> offered) {
        String best = null;
        double bestWeight = 0;
        for (String type : offered) {
            double weight = weight(type);
            if (weight > bestWeight) {
                best = type;
                bestWeight = weight;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The weight of the most specific range for the type; 1 without any Accept header. */
    private double weight(String type) {
        String family = type.substring(0, type.indexOf('/') + 1) + "*";
        for (String range : List.of(type, family, ANY)) {
            OptionalDouble weight = named(range);
            if (weight.isPresent()) {
                return weight.getAsDouble();
            }
        }
        return ranges.isEmpty() ? 1 : 0;
    }

    /**
     * Whether the client asks for server-sent events: it names {@code text/event-stream}, does not accept JSON by name or
     * as {@code application/*}, and does not prefer other types by a greater weight of the range of all types.
     */
    public static boolean isEventStream(HttpServerRequest request) {
        return of(request).asksForEvents();
    }

    boolean asksForEvents() {
        double stream = named("text/event-stream").orElse(0);
        return stream > 0
                && named("application/json").orElse(0) == 0
                && named("application/*").orElse(0) == 0
                && stream >= named(ANY).orElse(0);
    }

    private static double weight(List<String> parameters) {
        for (String parameter : parameters) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                return number(text.substring(2));
            }
        }
        return 1;
    }

    /** A weight has at most three decimals; what is none counts as 1, as if it were missing. */
    private static double number(String text) {
        if (!Chars.all(text, 1, 5, c -> c >= '0' && c <= '9' || c == '.')) {
            return 1;
        }
        try {
            return Math.min(1, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private record Range(String type, double weight) {}
}
