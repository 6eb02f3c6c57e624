package dev.pressroom.config;

import java.util.List;
import java.util.stream.Collectors;

/** What settings must be in view of one another. A value that is faulty by itself counts as given here. */
final class SettingsRules {
    private static final List<String> KEYS_FOR_TOKENS =
            List.of("auth.secret", "auth.public-key", "auth.jwks-url", "auth.discovery-url");

    private SettingsRules() {}

    /** Notes in {@code values} what does not go together. */
    static void check(Settings settings, LayeredSettings values) {
        oneKeyForTokens(settings, values);
        somethingToSignWith(settings, values);
        tokensOfOneServiceOnly(settings, values);
        if (settings.isProduction()) {
            ProductionSecrets.check(settings, values);
            require("database.url", "production needs the database: postgresql://user:password@host:port/db", values);
            if (settings.roles().contains(Settings.Role.HTTP)) {
                require(
                        "public-url",
                        "production needs the URL at which clients reach it, for the URLs of images:"
                                + " https://pressroom.example.com",
                        values);
            }
            if (settings.cluster().enabled()) {
                require(
                        "cluster.host",
                        "a node of a cluster needs the address at which the others reach it; a single node may set "
                                + values.variable("cluster.enabled") + "=off",
                        values);
            }
        }
        if (settings.cluster().port() != 0
                && settings.cluster().port() == settings.cluster().busPort()) {
            values.fault("cluster.bus-port", "must be another than " + values.variable("cluster.port"));
        }
        needsAPortToBeReachedAt("cluster.bind-port", settings.cluster().port(), "cluster.port", values);
        needsAPortToBeReachedAt("cluster.bind-bus-port", settings.cluster().busPort(), "cluster.bus-port", values);
        if (settings.http().corsOrigins().contains("*")
                && settings.http().corsOrigins().size() > 1) {
            values.fault("http.cors-origins", "* stands for all origins, so it stands alone");
        }
        if (settings.http().proxies().hops() > 0
                && values.list("http.trusted-proxies", AddressTypes.proxy()).size() > 1) {
            values.fault("http.trusted-proxies", "a number of hops stands alone, without networks");
        }
        if (settings.roles().isEmpty()) {
            values.fault("roles", "a node has at least one role");
        }
        if (settings.model().provider() == Settings.ModelProvider.ANTHROPIC
                && settings.model().anthropic().key().isEmpty()) {
            values.fault("model.anthropic.key", "the provider anthropic needs a key");
        }
        if (settings.workers().poll().compareTo(settings.workers().lease()) >= 0) {
            values.fault("workers.poll", "must be shorter than the lease");
        }
    }

    private static void needsAPortToBeReachedAt(String key, int reached, String reachedKey, LayeredSettings values) {
        if (values.has(key) && reached == 0) {
            values.fault(key, "needs " + values.variable(reachedKey) + " too, at which the other nodes reach it");
        }
    }

    private static void oneKeyForTokens(Settings settings, LayeredSettings values) {
        List<String> given = KEYS_FOR_TOKENS.stream().filter(values::has).toList();
        if (given.size() > 1) {
            values.fault(
                    given.get(0),
                    "only one of " + names(KEYS_FOR_TOKENS, values) + " may be set; here are " + names(given, values));
        }
        if (given.isEmpty() && settings.isProduction()) {
            values.fault(
                    "auth.secret",
                    "production needs one of " + names(KEYS_FOR_TOKENS, values) + " to check tokens with");
        }
    }

    /** One provider's keys serve all its customers: only issuer and audience tell whose tokens are meant for us. */
    private static void tokensOfOneServiceOnly(Settings settings, LayeredSettings values) {
        boolean shared = values.has("auth.jwks-url") || values.has("auth.discovery-url");
        if (settings.isProduction() && shared) {
            String reason =
                    "a key set in production needs the issuer and the audience of its tokens: the provider signs"
                            + " the tokens of all its customers with the same keys";
            require("auth.issuer", reason, values);
            require("auth.audience", reason, values);
        }
    }

    private static void somethingToSignWith(Settings settings, LayeredSettings values) {
        List<String> foreign =
                KEYS_FOR_TOKENS.stream().skip(1).filter(values::has).toList();
        if (settings.auth().accounts().local() && !foreign.isEmpty()) {
            values.fault(
                    "auth.local-accounts",
                    "accounts of this service need " + values.variable("auth.secret") + " to sign tokens with; with "
                            + names(foreign, values) + " tokens are made elsewhere, and the accounts are there too");
        }
    }

    private static void require(String key, String sentence, LayeredSettings values) {
        if (!values.has(key)) {
            values.fault(key, sentence);
        }
    }

    private static String names(List<String> keys, LayeredSettings values) {
        return keys.stream().map(values::variable).collect(Collectors.joining(", "));
    }
}
