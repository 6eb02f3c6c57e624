package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    private static final String DATABASE = "postgresql://press:Vq7xT2mKc9@db:5432/press";
    private static final String SECRET = "9f3a6c0d5e1b7284af60c93d18e7b52f";

    @TempDir
    Path folder;

    @Test
    void theKeysOfDefaultYamlAreExactlyTheKeysThatAreRead() {
        List<String> faults = new ArrayList<>();
        LayeredSettings values = SettingsLoader.values(Map.of(), Optional.empty(), faults);
        Settings.read(values, TracingSettings.NONE);
        assertThat(values.read()).containsExactlyInAnyOrderElementsOf(SettingsLoader.keys());
    }

    @Test
    void webhooksToPrivateAddressesAreAllowedWhereOnlyThisMachineUsesTheService() {
        assertThat(SettingsLoader.load(Map.of()).webhooks().allowPrivate()).isTrue();
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_HTTP_HOST", "0.0.0.0"))
                        .webhooks()
                        .allowPrivate())
                .isFalse();
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_WEBHOOKS_ALLOW_PRIVATE", "off"))
                        .webhooks()
                        .allowPrivate())
                .isFalse();
    }

    @Test
    void variablesOfClientsAreNoFaults() {
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_URL", "http://localhost:8080", "PRESSROOM_TOKEN", "t")))
                .isNotNull();
    }

    @Test
    void productionYamlHoldsOnlyKeysOfDefaultYaml() {
        assertThat(SettingsLoader.keys()).containsAll(SettingsLoader.productionKeys());
    }

    @Test
    void defaultYamlNamesTheVariableOfEveryKey() throws IOException {
        String text = Files.readString(Path.of("conf/default.yaml"));
        EnvironmentVariables variables = new EnvironmentVariables(SettingsLoader.keys());
        assertThat(SettingsLoader.keys())
                .allSatisfy(key -> assertThat(text).containsPattern("\\[" + variables.of(key) + "[,\\]]"));
    }

    @Test
    void devModeNeedsNothing() {
        Settings settings = SettingsLoader.load(Map.of());
        assertThat(settings.mode()).isEqualTo(Settings.Mode.DEV);
        assertThat(settings.database().url()).isEmpty();
        assertThat(settings.redis().url()).isEmpty();
        assertThat(settings.roles()).containsExactlyInAnyOrder(Settings.Role.HTTP, Settings.Role.WORKER);
        assertThat(settings.workers().slots()).isEqualTo(50);
        assertThat(settings.workers().lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.credits().starting()).hasValue(10);
        assertThat(settings.cluster().enabled()).isFalse();
        assertThat(settings.model().isDemo()).isTrue();
        assertThat(settings.model().demoPace()).isEqualTo(Duration.ofMillis(15));
        assertThat(settings.fetch()).isEqualTo(new Settings.Fetch(false, Duration.ofSeconds(15), 5 << 20));
        assertThat(settings.logFormat()).isEqualTo(Settings.LogFormat.TEXT);
    }

    @Test
    void noModelIsLookedForInProduction() {
        Settings settings =
                SettingsLoader.load(production(Map.of("PRESSROOM_CLUSTER", "off", "PRESSROOM_MODEL_DISCOVERY", "use")));

        assertThat(ModelSettings.Discovery.values()).noneMatch(settings::discovers);
    }

    @Test
    void productionHasDefaultsOfItsOwn() {
        Settings settings = SettingsLoader.load(production(Map.of("PRESSROOM_CLUSTER_HOST", "10.0.0.7")));
        assertThat(settings.cluster())
                .isEqualTo(new Settings.Cluster(
                        true, "10.0.0.7", 5701, 5702, new Settings.Cluster.Bind("10.0.0.7", 5701, 5702)));
        assertThat(settings.http().drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.logFormat()).isEqualTo(Settings.LogFormat.JSON);
        assertThat(settings.http().host()).isEqualTo("0.0.0.0");
        assertThat(settings.http().corsOrigins()).isEmpty();
    }

    @Test
    void noProxyIsTrustedUntilOneIsNamed() {
        assertThat(SettingsLoader.load(Map.of()).http().proxies()).isEqualTo(new HttpSettings.Proxies(List.of(), 0));
    }

    @Test
    void trustedProxiesAreNetworksOrANumberOfHops() {
        HttpSettings.Proxies networks = SettingsLoader.load(Map.of("PRESSROOM_TRUSTED_PROXIES", "10.0.0.0/8, ::1"))
                .http()
                .proxies();
        assertThat(networks.networks()).hasSize(2);
        assertThat(networks.hops()).isZero();
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_TRUSTED_PROXIES", "2"))
                        .http()
                        .proxies())
                .isEqualTo(new HttpSettings.Proxies(List.of(), 2));
    }

    @Test
    void accountsAreLocalWhenASecretSignsTokens() {
        assertThat(SettingsLoader.load(Map.of()).auth().accounts().local()).isTrue();
        assertThat(SettingsLoader.load(production(Map.of("PRESSROOM_CLUSTER", "off")))
                        .auth()
                        .accounts()
                        .local())
                .isTrue();
    }

    @Test
    void accountsAreNotLocalWithAJwksDocumentOrWhenSwitchedOff() {
        assertThat(SettingsLoader.load(Map.of("JWT_JWKS_URL", "https://keys.example/jwks"))
                        .auth()
                        .accounts()
                        .local())
                .isFalse();
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_AUTH_LOCAL_ACCOUNTS", "off"))
                        .auth()
                        .accounts()
                        .local())
                .isFalse();
    }

    @Test
    void theVariablesWithFixedNamesAreRead() {
        Settings settings = SettingsLoader.load(Map.ofEntries(
                Map.entry("PORT", "0"),
                Map.entry("PRESSROOM_ENV", "dev"),
                Map.entry("DATABASE_URL", DATABASE),
                Map.entry("REDIS_URL", "rediss://:pw@redis.example.com:6380/2"),
                Map.entry("PRESSROOM_DATA", "/var/lib/press"),
                Map.entry("PRESSROOM_ROLES", "worker"),
                Map.entry("PRESSROOM_WORKERS", "7"),
                Map.entry("PRESSROOM_CLUSTER", "on"),
                Map.entry("PRESSROOM_CLUSTER_HOST", "node-1"),
                Map.entry("PRESSROOM_LEASE_SECONDS", "4"),
                Map.entry("JWT_SECRET", SECRET),
                Map.entry("STARTING_CREDITS", "unlimited"),
                Map.entry("OPENAI_API_KEY", "sk-1"),
                Map.entry("OPENAI_BASE_URL", "http://localhost:11434/v1"),
                Map.entry("OPENAI_MODEL", "m"),
                Map.entry("OPENAI_IMAGE_MODEL", "i"),
                Map.entry("PRESSROOM_DEMO_PACE_MS", "0"),
                Map.entry("PRESSROOM_FETCH_ALLOW_PRIVATE", "true"),
                Map.entry("PRESSROOM_RATE_LIMIT", "off"),
                Map.entry("LOG_FORMAT", "json"),
                Map.entry("LOG_LEVEL", "debug")));
        assertThat(settings.http().port()).isZero();
        assertThat(settings.database().url().orElseThrow().value()).isEqualTo(DATABASE);
        assertThat(settings.redis().url().orElseThrow().value()).isEqualTo("rediss://:pw@redis.example.com:6380/2");
        assertThat(settings.data()).isEqualTo(Path.of("/var/lib/press"));
        assertThat(settings.roles()).containsExactly(Settings.Role.WORKER);
        assertThat(settings.workers().slots()).isEqualTo(7);
        assertThat(settings.workers().lease()).isEqualTo(Duration.ofSeconds(4));
        assertThat(settings.cluster().enabled()).isTrue();
        assertThat(settings.cluster().host()).isEqualTo("node-1");
        assertThat(settings.auth().secret().orElseThrow().value()).isEqualTo(SECRET);
        assertThat(settings.credits().starting()).isEmpty();
        assertThat(settings.model().isDemo()).isFalse();
        assertThat(settings.model().openAi().model()).isEqualTo("m");
        assertThat(settings.model().demoPace()).isZero();
        assertThat(settings.fetch().allowPrivate()).isTrue();
        assertThat(settings.http().rates())
                .isEqualTo(new HttpSettings.Rates(
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty()));
        assertThat(settings.logLevel()).isEqualTo(Settings.LogLevel.DEBUG);
    }

    @ParameterizedTest
    @CsvSource({"15ms,PT0.015S", "10s,PT10S", "10m,PT10M", "1h,PT1H"})
    void durationsCarryTheirUnit(String text, Duration duration) {
        Settings settings = SettingsLoader.load(Map.of("PRESSROOM_DATABASE_STATEMENT_TIMEOUT", text));
        assertThat(settings.database().statementTimeout()).isEqualTo(duration);
    }

    @Test
    void theFileWinsOverTheDefaults() throws IOException {
        Settings settings = SettingsLoader.load(Map.of(), Optional.of(file("streams:\n  heartbeat: 5s\n")));
        assertThat(settings.streams().heartbeat()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theFileIsFoundByItsVariable() throws IOException {
        Path file = file("workers: { slots: 3 }\n");
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_CONFIG", file.toString()))
                        .workers()
                        .slots())
                .isEqualTo(3);
    }

    @Test
    void theEnvironmentWinsOverTheFile() throws IOException {
        Settings settings = SettingsLoader.load(
                Map.of("PRESSROOM_STREAMS_HEARTBEAT", "7s"), Optional.of(file("streams: { heartbeat: 5s }\n")));
        assertThat(settings.streams().heartbeat()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theFileWinsOverTheDefaultsOfProduction() throws IOException {
        Settings settings = SettingsLoader.load(
                production(Map.of("PRESSROOM_CLUSTER", "off")), Optional.of(file("log: { format: text }\n")));
        assertThat(settings.logFormat()).isEqualTo(Settings.LogFormat.TEXT);
    }

    @Test
    void theFileMayChooseProduction() throws IOException {
        Path file = file("env: production\npublic-url: https://pressroom.example.com\nauth: { secret: " + SECRET
                + " }\ndatabase: { url: \"" + DATABASE + "\" }\ncluster: { enabled: off }\n");
        assertThat(SettingsLoader.load(Map.of(), Optional.of(file)).logFormat()).isEqualTo(Settings.LogFormat.JSON);
    }

    @Test
    void anEmptyVariableCountsAsNotSet() {
        Settings settings = SettingsLoader.load(Map.of("PORT", "", "DATABASE_URL", " ", "PRESSROOM_CONFIG", ""));
        assertThat(settings.http().port()).isEqualTo(8080);
        assertThat(settings.database().url()).isEmpty();
    }

    @Test
    void aSectionWhoseKeysAreAllCommentedOutIsFine() throws IOException {
        assertThat(SettingsLoader.load(Map.of(), Optional.of(file("streams:\n#  heartbeat: 5s\n")))
                        .streams()
                        .heartbeat())
                .isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void oneRateLimitHoldsForEveryKindOfRoute() {
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_RATE_LIMIT", "9"))
                        .http()
                        .rates())
                .isEqualTo(new HttpSettings.Rates(
                        OptionalInt.of(12_000),
                        OptionalInt.of(9),
                        OptionalInt.of(9),
                        OptionalInt.of(9),
                        OptionalInt.of(600)));
    }

    @Test
    void anAddressMayAskAtLeastAsOftenAsACaller() {
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_RATE_LIMIT", "50000"))
                        .http()
                        .rates()
                        .address())
                .hasValue(50_000);
    }

    @Test
    void noRateLimitAtAllIsNoneForAddressesEither() {
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_RATE_LIMIT", "off"))
                        .http()
                        .rates()
                        .address())
                .isEmpty();
    }

    @Test
    void pagesOfOthersAreBoundedAsTheEnvironmentSays() {
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_FETCH_TIMEOUT", "3s", "PRESSROOM_FETCH_MAX_SIZE", "1MiB"))
                        .fetch())
                .isEqualTo(new Settings.Fetch(false, Duration.ofSeconds(3), 1 << 20));
    }

    @Test
    void listsAreCommaSeparatedInAVariable() {
        assertThat(SettingsLoader.load(Map.of("PRESSROOM_HTTP_CORS_ORIGINS", "https://a.example, http://b.example:81"))
                        .http()
                        .corsOrigins())
                .containsExactly("https://a.example", "http://b.example:81");
    }

    @Test
    void aNodeMayListenElsewhereThanItIsReached() {
        Settings settings = SettingsLoader.load(Map.of(
                "PRESSROOM_CLUSTER_HOST", "10.0.0.7",
                "PRESSROOM_CLUSTER_PORT", "5701",
                "PRESSROOM_CLUSTER_BIND_HOST", "172.17.0.2",
                "PRESSROOM_CLUSTER_BIND_PORT", "7000"));
        assertThat(settings.cluster().bind()).isEqualTo(new Settings.Cluster.Bind("172.17.0.2", 7000, 0));
    }

    @Test
    void variablesThatKubernetesPutsThereAreNoFaults() {
        Settings settings = SettingsLoader.load(Map.of(
                "KUBERNETES_SERVICE_HOST", "10.0.0.1",
                "PRESSROOM_PORT", "tcp://10.0.0.2:80",
                "PRESSROOM_PORT_80_TCP_ADDR", "10.0.0.2",
                "PRESSROOM_SERVICE_HOST", "10.0.0.2",
                "PRESSROOM_SERVICE_PORT_HTTP", "80",
                "PRESSROOM_CLUSTER_PORT", "tcp://10.0.0.3:5701"));
        assertThat(settings.cluster().port()).isZero();
    }

    @Test
    void noSecretIsShown() {
        String shown = SettingsLoader.load(Map.of(
                        "DATABASE_URL", "postgresql://press:hush-1@db/press",
                        "REDIS_URL", "redis://:hush-2@redis:6379",
                        "JWT_SECRET", "hush-3" + SECRET,
                        "OPENAI_API_KEY", "hush-4"))
                .toString();
        assertThat(shown).doesNotContain("hush");
    }

    private static Map<String, String> production(Map<String, String> more) {
        Map<String, String> env = new HashMap<>(more);
        env.put("PRESSROOM_ENV", "production");
        env.put("PRESSROOM_PUBLIC_URL", "https://pressroom.example.com");
        env.put("DATABASE_URL", DATABASE);
        env.put("JWT_SECRET", SECRET);
        return env;
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("pressroom.yaml"), yaml);
    }
}
