package dev.pressroom.cli.remote;

import dev.pressroom.base.Chars;
import dev.pressroom.cli.io.CommandFailure;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of every command that acts over HTTP: the service, the token, the format of the output. */
final class RemoteOptions {
    static final String URL_VARIABLE = "PRESSROOM_URL";
    static final String TOKEN_VARIABLE = "PRESSROOM_TOKEN";
    private static final String DEFAULT_URL = "http://localhost:8080";
    private static final int MAX_TOKEN = 8000;

    @Option(
            names = "--url",
            paramLabel = "<url>",
            description = "Address of the service (default: PRESSROOM_URL, else " + DEFAULT_URL + ").")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--token",
            paramLabel = "<token>",
            description = "Token with the role admin (default: PRESSROOM_TOKEN, which other users of the machine cannot"
                    + " read).")
    private Optional<String> token = Optional.empty();

    @Option(names = "--json", description = "Prints a JSON object a line.")
    private boolean json;

    /** Connects nothing yet. Fails with the exit code 2 without a token and for a URL that is none. */
    Remote open(RemoteIo io) {
        return new Remote(
                new ServiceApi(url(io), token(io)), new Output(Output.Format.of(json, io.terminal()), io), io);
    }

    private URI url(RemoteIo io) {
        String text = url.or(() -> given(io, URL_VARIABLE)).orElse(DEFAULT_URL).strip();
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        try {
            URI parsed = URI.create(bare);
            boolean valid = parsed.getScheme() != null
                    && Set.of("http", "https").contains(parsed.getScheme().toLowerCase(Locale.ROOT))
                    && parsed.getHost() != null
                    && parsed.getRawUserInfo() == null
                    && parsed.getRawQuery() == null
                    && parsed.getRawFragment() == null;
            if (valid) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            // The message below is for every fault.
        }
        throw CommandFailure.wrongUsage("The address of the service (--url, PRESSROOM_URL) must be an http or https URL"
                + " such as https://pressroom.example.com, without user, query and fragment.");
    }

    private String token(RemoteIo io) {
        String text = token.or(() -> given(io, TOKEN_VARIABLE))
                .map(String::strip)
                .orElseThrow(() -> CommandFailure.wrongUsage("Give a token with the role admin in PRESSROOM_TOKEN or"
                        + " --token; \"token --admin\" prints one."));
        if (!Chars.all(text, 1, MAX_TOKEN, c -> c > ' ' && c < 0x7f)) {
            throw CommandFailure.wrongUsage(
                    "The token is empty, or has characters that no token has: it must be one line of ASCII.");
        }
        return text;
    }

    private static Optional<String> given(RemoteIo io, String variable) {
        return Optional.ofNullable(io.env().get(variable)).filter(value -> !value.isBlank());
    }
}
