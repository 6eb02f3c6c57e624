package dev.pressroom.cli;

import dev.pressroom.config.Settings;
import dev.pressroom.http.account.SignInCodes;
import dev.pressroom.model.LocalModels;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What the service says when it answers. The first line is for programs: nothing else stands on it. */
final class ReadyMessage {
    private static final Duration TOKEN_TTL = Duration.ofHours(12);

    private final CommandIo shell;
    private final Settings settings;

    ReadyMessage(CommandIo shell, Settings settings) {
        this.shell = shell;
        this.settings = settings;
    }

    /**
     * Prints it in one go, so that whoever waits for the first line finds the rest too.
     *
     * @param models that run on this machine
     * @param service that answers; a node that only works has its health and metrics at its port
     */
    void print(RunningService service, List<LocalModels.Found> models) {
        String url = settings.http().localUrl(service.port());
        String text = settings.roles().contains(Settings.Role.HTTP)
                ? serving(url, service, models)
                : "Ready: this node runs jobs; its health is at " + url + "/health\n";
        shell.out().print(text);
        shell.out().flush();
    }

    private String serving(String url, RunningService service, List<LocalModels.Found> models) {
        String ready = "Ready: " + url + "\n";
        return settings.isProduction()
                ? ready
                : ready + "\nThe page:       " + url + "/\nThe API:        " + url + "/docs\n"
                        + firstSteps(url, service)
                        + (settings.model().isDemo() ? LocalModelSettings.told(models) : "");
    }

    /** A token and what to do with it; nothing where tokens are made elsewhere. */
    private String firstSteps(String url, RunningService service) {
        UUID user = shell.sources().ids().get();
        return TokenMaker.make(settings, shell.sources(), user, TOKEN_TTL)
                .map(token -> "A token to try: " + token + "\nIts user's page: " + url + "/#code="
                        + service.signInCode(token) + " (good once, for " + SignInCodes.LIFE.toMinutes() + " minutes)"
                        + "\n\nA first job:\n" + curl(url, token) + "\n")
                .orElse("");
    }

    private String curl(String url, String token) {
        return "  curl -s " + url + "/api/v1/jobs/content-generation \\\n"
                + "    -H 'Authorization: Bearer " + token + "' \\\n"
                + "    -H 'Content-Type: application/json' \\\n"
                + "    -d '{\"topic\":{\"title\":\"How to brew better coffee at home\"},\"businessInfo\":{},\"organizationId\":\""
                + shell.sources().ids().get() + "\"}'";
    }
}
