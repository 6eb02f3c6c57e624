package dev.pressroom.config;

import java.util.List;
import java.util.stream.Collectors;

/** Rules about combinations of settings. An invalid value counts as set; its fault was recorded when it was converted. */
final class SettingsRules {
    private static final List<String> TOKEN_KEYS =
            List.of("auth.secret", "auth.public-key", "auth.jwks-url", "auth.discovery-url");

    private SettingsRules() {}

    /** Records a fault in {@code values} for each broken rule. */
    static void check(Settings settings, LayeredSettings values) {
        checkTokenKeys(settings, values);
        checkPreviousSecret(settings, values);
        checkLocalAccounts(settings, values);
        checkIssuerAndAudience(settings, values);
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
        checkPublishedPort("cluster.bind-port", settings.cluster().port(), "cluster.port", values);
        checkPublishedPort("cluster.bind-bus-port", settings.cluster().busPort(), "cluster.bus-port", values);
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
        if (settings.model().provider() == ModelSettings.Provider.ANTHROPIC
                && settings.model().anthropic().key().isEmpty()) {
            values.fault("model.anthropic.key", "the provider anthropic needs a key");
        }
        if (settings.workers().poll().compareTo(settings.workers().lease()) >= 0) {
            values.fault("workers.poll", "must be shorter than the lease");
        }
    }

    private static void checkPublishedPort(String key, int publishedPort, String publishedKey, LayeredSettings values) {
        if (values.has(key) && publishedPort == 0) {
            values.fault(key, "needs " + values.variable(publishedKey) + " too, at which the other nodes reach it");
        }
    }

    private static void checkTokenKeys(Settings settings, LayeredSettings values) {
        List<String> given = TOKEN_KEYS.stream().filter(values::has).toList();
        if (given.size() > 1) {
            values.fault(
                    given.get(0),
                    "only one of " + names(TOKEN_KEYS, values) + " may be set; here are " + names(given, values));
        }
        if (given.isEmpty() && settings.isProduction()) {
            values.fault(
                    "auth.secret", "production needs one of " + names(TOKEN_KEYS, values) + " to check tokens with");
        }
    }

    private static void checkPreviousSecret(Settings settings, LayeredSettings values) {
        if (values.has("auth.previous-secret") && !values.has("auth.secret")) {
            values.fault(
                    "auth.previous-secret",
                    "is only for the rotation of " + values.variable("auth.secret") + ", which is not set");
        }
        if (settings.auth().previousSecret().isPresent()
                && settings.auth().previousSecret().equals(settings.auth().secret())) {
            values.fault("auth.previous-secret", "must be another than " + values.variable("auth.secret"));
        }
    }

    /** Identity providers sign the tokens of all customers with the same keys: only issuer and audience identify ours. */
    private static void checkIssuerAndAudience(Settings settings, LayeredSettings values) {
        boolean shared = values.has("auth.jwks-url") || values.has("auth.discovery-url");
        if (settings.isProduction() && shared) {
            String reason =
                    "a key set in production needs the issuer and the audience of its tokens: the provider signs"
                            + " the tokens of all its customers with the same keys";
            require("auth.issuer", reason, values);
            require("auth.audience", reason, values);
        }
    }

    private static void checkLocalAccounts(Settings settings, LayeredSettings values) {
        List<String> verifyOnly =
                TOKEN_KEYS.stream().skip(1).filter(values::has).toList();
        if (settings.auth().accounts().local() && !verifyOnly.isEmpty()) {
            values.fault(
                    "auth.local-accounts",
                    "accounts of this service need " + values.variable("auth.secret") + " to sign tokens with; with "
                            + names(verifyOnly, values) + " tokens are made elsewhere, and the accounts are there too");
        }
    }

    private static void require(String key, String reason, LayeredSettings values) {
        if (!values.has(key)) {
            values.fault(key, reason);
        }
    }

    private static String names(List<String> keys, LayeredSettings values) {
        return keys.stream().map(values::variable).collect(Collectors.joining(", "));
    }
}
