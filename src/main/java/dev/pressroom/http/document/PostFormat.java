package dev.pressroom.http.document;

import dev.pressroom.http.request.Accept;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The representations of a post. */
enum PostFormat {
    JSON("application/json", "", "json"),
    MARKDOWN("text/markdown", "-md", "md"),
    HTML("text/html", "-html", "html");

    private static final List<String> TYPES =
            Arrays.stream(values()).map(format -> format.mediaType).toList();

    private final String mediaType;
    private final String tagSuffix;
    private final String extension;

    PostFormat(String mediaType, String tagSuffix, String extension) {
        this.mediaType = mediaType;
        this.tagSuffix = tagSuffix;
        this.extension = extension;
    }

    String mediaType() {
        return mediaType;
    }

    /** The end of its entity tags. */
    String tagSuffix() {
        return tagSuffix;
    }

    /** The end of its file names, without a dot. */
    String extension() {
        return extension;
    }

    /** By {@code ?format=}, which has been validated, else by {@code Accept}; JSON when the client accepts none of them. */
    static PostFormat of(HttpServerRequest request) {
        String named = request.getParam("format");
        if (named != null) {
            return valueOf(named.toUpperCase(Locale.ROOT));
        }
        return Accept.of(request)
                .best(TYPES)
                .map(type -> values()[TYPES.indexOf(type)])
                .orElse(JSON);
    }
}
