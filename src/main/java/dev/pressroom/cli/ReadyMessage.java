package dev.pressroom.cli;

import dev.pressroom.account.TokenUser;
import dev.pressroom.config.Settings;
import dev.pressroom.http.account.SignInCodes;
import java.time.Duration;
import java.util.UUID;

/** The message after a successful start. Programs wait for its first line, which has only "Ready: " and the URL. */
final class ReadyMessage {
    private static final Duration TOKEN_TTL = Duration.ofHours(12);

    private final CommandIo io;
    private final Settings settings;

    ReadyMessage(CommandIo io, Settings settings) {
        this.io = io;
        this.settings = settings;
    }

    /**
     * Prints the whole message at once: programs that wait for the first line then find the rest too.
     *
     * @param service the started service; the port of a worker-only node serves health and metrics
     * @param aboutModel text about the language model in use, or about how to connect one; may be empty
     */
    void print(RunningService service, String aboutModel) {
        String url = settings.http().localUrl(service.port());
        String text = settings.roles().contains(Settings.Role.HTTP)
                ? serving(url, service, aboutModel)
                : "Ready: this node runs jobs; health: " + url + "/health\n";
        io.out().print(text);
        io.out().flush();
    }

    private String serving(String url, RunningService service, String aboutModel) {
        String ready = "Ready: " + url + "\n";
        return settings.isProduction()
                ? ready
                : ready + "\nThe page:       " + url + "/\nThe API:        " + url + "/docs\nControl room:   " + url
                        + "/ops\n"
                        + firstSteps(url, service)
                        + aboutModel;
    }

    /** A token of an operator, a sign-in link and an example; empty when this service cannot sign tokens. */
    private String firstSteps(String url, RunningService service) {
        UUID user = io.sources().ids().get();
        return TokenMaker.make(settings, io.sources(), TokenUser.of(user, true), TOKEN_TTL)
                .map(token -> "A token to try: " + token + "\nSign-in link:   " + url + "/#code="
                        + service.signInCode(token) + " (valid once, for " + SignInCodes.LIFETIME.toMinutes()
                        + " minutes)"
                        + "\n\nCreate a job:\n" + curl(url, token) + "\n")
                .orElse("");
    }

    private String curl(String url, String token) {
        return "  curl -s " + url + "/api/v1/jobs/content-generation \\\n"
                + "    -H 'Authorization: Bearer " + token + "' \\\n"
                + "    -H 'Content-Type: application/json' \\\n"
                + "    -d '{\"topic\":{\"title\":\"How to brew better coffee at home\"},\"businessInfo\":{},\"organizationId\":\""
                + io.sources().ids().get() + "\"}'";
    }
}
