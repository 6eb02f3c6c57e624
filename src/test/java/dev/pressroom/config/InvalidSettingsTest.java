package dev.pressroom.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidSettingsTest {
    private static final String SECRET = "9f3a6c0d5e1b7284af60c93d18e7b52f";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PORT                          | 65536     | PORT: "65536" is not a whole number from 0 to 65535
            PORT                          | 80a       | PORT: "80a" is not a whole number from 0 to 65535
            PRESSROOM_WORKERS             | 0         | PRESSROOM_WORKERS: "0" is not a whole number from 1 to 10000
            PRESSROOM_LEASE_SECONDS       | 1         | PRESSROOM_LEASE_SECONDS: "1" is not a number of seconds from 2 to 3600
            PRESSROOM_LEASE_SECONDS       | 10s       | PRESSROOM_LEASE_SECONDS: "10s" is not a number of seconds from 2 to 3600
            PRESSROOM_STREAMS_HEARTBEAT   | 15        | PRESSROOM_STREAMS_HEARTBEAT: "15" is not a duration from 100ms to 1h
            PRESSROOM_ENV                 | prod      | PRESSROOM_ENV: "prod" is not one of dev, production
            PRESSROOM_ROLES               | http,cook | PRESSROOM_ROLES: "cook" is not one of http, worker
            PRESSROOM_CLUSTER             | maybe     | PRESSROOM_CLUSTER: "maybe" is not on or off
            PRESSROOM_CLUSTER_HOST        | 0.0.0.0   | PRESSROOM_CLUSTER_HOST: "0.0.0.0" is not a host name or an address at which other nodes reach this one
            STARTING_CREDITS              | many      | STARTING_CREDITS: "many" is not a whole number from 0 to 1000000000, or unlimited
            PRESSROOM_RATE_LIMIT          | 0         | PRESSROOM_RATE_LIMIT: "0" is not a whole number from 1 to 1000000000, or off
            PRESSROOM_HTTP_BODY_LIMIT     | 1MB       | PRESSROOM_HTTP_BODY_LIMIT: "1MB" is not a size from 1024 to 1073741824 bytes, such as 1MiB
            PRESSROOM_FETCH_MAX_SIZE      | 1KiB      | PRESSROOM_FETCH_MAX_SIZE: "1KiB" is not a size from 65536 to 67108864 bytes, such as 1MiB
            PRESSROOM_FETCH_TIMEOUT       | 15        | PRESSROOM_FETCH_TIMEOUT: "15" is not a duration from 100ms to 5m
            LOG_FORMAT                    | xml       | LOG_FORMAT: "xml" is not one of text, json
            JWT_SECRET                    | too short | JWT_SECRET: the value is not at least 32 bytes long
            PRESSROOM_HTTP_CORS_ORIGINS   | a.example | PRESSROOM_HTTP_CORS_ORIGINS: "a.example" is not an origin such as https://app.example.com (no path, no / at the end), or *
            PRESSROOM_TRUSTED_PROXIES     | nginx     | PRESSROOM_TRUSTED_PROXIES: "nginx" is not a network such as 10.0.0.0/8, or a number of hops from 1 to 16
            PRESSROOM_TRUSTED_PROXIES     | ::1, 2    | PRESSROOM_TRUSTED_PROXIES: a number of hops stands alone, without networks
            PRESSROOM_HTTP_PORT           | 80        | PRESSROOM_HTTP_PORT: there is no such variable; this setting's is PORT
            PRESSROOM_STREAM_HEARTBEAT    | 5s        | PRESSROOM_STREAM_HEARTBEAT: there is no such variable; did you mean PRESSROOM_STREAMS_HEARTBEAT?
            """)
    void anInvalidVariableIsReportedInOneLine(String name, String value, String line) {
        assertThat(faults(Map.of(name, value))).containsExactly(line);
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        assertThat(faults(Map.of("PORT", "x", "PRESSROOM_WORKERS", "x", "LOG_LEVEL", "x", "PRESSROOM_NONSENSE", "x")))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:hush@h/db",
                "postgresql://h/db",
                "postgresql://u:hush@h",
                "postgresql://u:hush@h:99999/db",
                "postgresql://u:hu@sh@h/db",
                "u:hush@h/db",
                "postgresql:///db?host=/var/run/postgresql",
                "postgresql://u:hush@%2Fvar%2Frun%2Fpostgresql/db",
                "postgresql://u:hush@first:5432,second:5432/db",
                "jdbc:postgresql://h:5432/db?user=u&password=hush"
            })
    void aDatabaseUrlOfAnotherFormIsRefusedWithoutShowingIt(String url) {
        assertThat(faults(Map.of("DATABASE_URL", url)))
                .containsExactly("DATABASE_URL: the value is not of the form postgresql://user:password@host:port/db,"
                        + " odd characters percent-encoded; one host by TCP, no Unix socket, no jdbc: URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:p@press_db/db",
                "postgresql://u@127.0.0.1:5432/db",
                "postgresql://u:p%40ss@[::1]:5432/db?sslmode=require"
            })
    void commonDatabaseUrlsAreAccepted(String url) {
        assertThat(faults(Map.of("DATABASE_URL", url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "redis://",
                "http://h:6379",
                "redis://h:6379/x",
                "unix:///run/redis.sock",
                "redis+sentinel://h:26379/name"
            })
    void aRedisUrlOfAnotherFormIsRefused(String url) {
        assertThat(faults(Map.of("REDIS_URL", url))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://h",
                "redis://h:6379/0",
                "rediss://user:p@h:1/3",
                "redis://:p@h",
                "redis://:p@a:7000,b:7001,c",
                "redis://h?cluster=true",
                "redis://h:26379,g:26379/0?sentinel=main"
            })
    void commonRedisUrlsAreAccepted(String url) {
        assertThat(faults(Map.of("REDIS_URL", url))).isEmpty();
    }

    @Test
    void aPrivateKeyInPlaceOfThePublicOneIsRefusedWithoutShowingIt() {
        assertThat(faults(Map.of("JWT_PUBLIC_KEY", "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----")))
                .singleElement()
                .asString()
                .startsWith("JWT_PUBLIC_KEY: the value is not a public key in PEM")
                .doesNotContain("hush");
    }

    @Test
    void twoTokenKeysAreRefused() {
        assertThat(faults(Map.of("JWT_SECRET", SECRET, "JWT_JWKS_URL", "https://keys.example/jwks")))
                .containsExactly(
                        "JWT_SECRET: only one of JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL, JWT_DISCOVERY_URL may be"
                                + " set; here are JWT_SECRET, JWT_JWKS_URL");
    }

    @Test
    void aPreviousSecretMustBeAsLongAsASecret() {
        assertThat(faults(Map.of("JWT_SECRET", SECRET, "JWT_SECRET_PREVIOUS", "thirty-one bytes, one too few..")))
                .containsExactly("JWT_SECRET_PREVIOUS: the value is not at least 32 bytes long");
    }

    @Test
    void aPreviousSecretNeedsASecret() {
        assertThat(faults(Map.of("JWT_SECRET_PREVIOUS", SECRET)))
                .containsExactly("JWT_SECRET_PREVIOUS: is only for the rotation of JWT_SECRET, which is not set");
    }

    @Test
    void thePreviousSecretMustBeAnother() {
        assertThat(faults(Map.of("JWT_SECRET", SECRET, "JWT_SECRET_PREVIOUS", SECRET)))
                .containsExactly("JWT_SECRET_PREVIOUS: must be another than JWT_SECRET");
    }

    @Test
    void theTwoClusterPortsMustDiffer() {
        assertThat(faults(Map.of("PRESSROOM_CLUSTER_PORT", "5701", "PRESSROOM_CLUSTER_BUS_PORT", "5701")))
                .containsExactly("PRESSROOM_CLUSTER_BUS_PORT: must be another than PRESSROOM_CLUSTER_PORT");
    }

    @Test
    void aBindPortNeedsAPublishedPort() {
        assertThat(faults(Map.of("PRESSROOM_CLUSTER_BIND_PORT", "7000")))
                .containsExactly(
                        "PRESSROOM_CLUSTER_BIND_PORT: needs PRESSROOM_CLUSTER_PORT too, at which the other nodes"
                                + " reach it");
    }

    @Test
    void localAccountsNeedASecretThatSignsTokens() {
        assertThat(faults(Map.of("PRESSROOM_AUTH_LOCAL_ACCOUNTS", "on", "JWT_JWKS_URL", "https://keys.example/jwks")))
                .containsExactly("PRESSROOM_AUTH_LOCAL_ACCOUNTS: accounts of this service need JWT_SECRET to sign"
                        + " tokens with; with JWT_JWKS_URL tokens are made elsewhere, and the accounts are there too");
    }

    @Test
    void productionNeedsATokenKeyTheDatabaseThePublicUrlAndTheClusterAddress() {
        assertThat(faults(Map.of("PRESSROOM_ENV", "production")))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("JWT_SECRET", "DATABASE_URL", "PRESSROOM_PUBLIC_URL", "PRESSROOM_CLUSTER_HOST");
    }

    @Test
    void productionWorksWithoutRedis() {
        assertThat(faults(Map.of(
                        "PRESSROOM_ENV", "production",
                        "JWT_SECRET", SECRET,
                        "DATABASE_URL", "postgresql://u:Vq7xT2mKc9@h/db",
                        "PRESSROOM_PUBLIC_URL", "https://pressroom.example.com",
                        "PRESSROOM_CLUSTER", "off")))
                .isEmpty();
    }

    @Test
    void anInvalidTokenKeyIsNotReportedAsMissing() {
        assertThat(faults(Map.of(
                        "PRESSROOM_ENV", "production",
                        "JWT_SECRET", "short",
                        "DATABASE_URL", "postgresql://u:Vq7xT2mKc9@h/db",
                        "PRESSROOM_PUBLIC_URL", "https://pressroom.example.com",
                        "PRESSROOM_CLUSTER", "off")))
                .containsExactly("JWT_SECRET: the value is not at least 32 bytes long");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JWT_SECRET     | change-me-change-me-change-me-change-me    | is a placeholder or can be guessed; production needs a random one: openssl rand -hex 32
            JWT_SECRET     | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa   | is a placeholder or can be guessed; production needs a random one: openssl rand -hex 32
            JWT_SECRET     | 0123456789abcdef0123456789abcdef           | is a placeholder or can be guessed; production needs a random one: openssl rand -hex 32
            JWT_SECRET_PREVIOUS | change-me-change-me-change-me-change-me | is a placeholder or can be guessed; production needs a random one: openssl rand -hex 32
            DATABASE_URL   | postgresql://u:change-me@h/db              | its password is a placeholder or can be guessed; give the server a random one: openssl rand -hex 24
            DATABASE_URL   | postgresql://u:change%2Dme@h/db            | its password is a placeholder or can be guessed; give the server a random one: openssl rand -hex 24
            DATABASE_URL   | postgresql://u@h/db?password=secret        | its password is a placeholder or can be guessed; give the server a random one: openssl rand -hex 24
            REDIS_URL      | redis://:password@h:6379/0                 | its password is a placeholder or can be guessed; give the server a random one: openssl rand -hex 24
            OPENAI_API_KEY | your-api-key-here                          | is a placeholder; set the provider's key, or none for the demo model
            ANTHROPIC_API_KEY | your-api-key-here                       | is a placeholder; set the provider's key, or none for the demo model
            """)
    void productionRefusesASecretThatCanBeGuessedAndSaysWhatToDo(String name, String value, String sentence) {
        assertThat(faults(production(Map.of(name, value)))).containsExactly(name + ": " + sentence);
    }

    @Test
    void theKeyOfACustomModelServerMayBeWeak() {
        assertThat(faults(production(Map.of("OPENAI_API_KEY", "none", "OPENAI_BASE_URL", "http://localhost:11434/v1"))))
                .isEmpty();
    }

    @Test
    void aNodeThatServesNoRequestsNeedsNoPublicUrl() {
        assertThat(faults(production(Map.of("PRESSROOM_PUBLIC_URL", "", "PRESSROOM_ROLES", "worker"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pressroom.example.com",
                "ftp://example.com",
                "https://u:p@example.com",
                "https://example.com/?a=b"
            })
    void aPublicUrlHasNoUserInfoAndNoQuery(String url) {
        assertThat(faults(Map.of("PRESSROOM_PUBLIC_URL", url)))
                .singleElement()
                .asString()
                .startsWith("PRESSROOM_PUBLIC_URL: ")
                .endsWith("is not a URL such as https://pressroom.example.com or https://example.com/pressroom");
    }

    @Test
    void devModeAcceptsWeakSecrets() {
        assertThat(faults(Map.of("JWT_SECRET", "change-me-change-me-change-me-change-me")))
                .isEmpty();
    }

    private static Map<String, String> production(Map<String, String> more) {
        Map<String, String> env = new HashMap<>(Map.of(
                "PRESSROOM_ENV", "production",
                "JWT_SECRET", SECRET,
                "DATABASE_URL", "postgresql://u:Vq7xT2mKc9@h/db",
                "REDIS_URL", "redis://h:6379/0",
                "PRESSROOM_PUBLIC_URL", "https://pressroom.example.com",
                "PRESSROOM_CLUSTER", "off"));
        env.putAll(more);
        return env;
    }

    @Test
    void controlCharactersInAValueDoNotReachTheTerminal() {
        assertThat(faults(Map.of("LOG_LEVEL", "\u001b[31m\nred")))
                .containsExactly("LOG_LEVEL: \"?[31m?red\" is not one of error, warn, info, debug, trace");
    }

    @Test
    void anUnknownKeyIsReportedWithFileAndKey() throws IOException {
        assertThat(fileFaults("stream:\n  heartbeat: 5s\n"))
                .containsExactly(
                        path() + ": stream.heartbeat: there is no such setting; did you mean streams.heartbeat?");
    }

    @Test
    void aValueInPlaceOfASectionIsAFault() throws IOException {
        assertThat(fileFaults("streams: 5s\n"))
                .containsExactly(path() + ": streams: holds settings of its own, indented below it, and no value");
    }

    @Test
    void aListInPlaceOfAValueIsAFault() throws IOException {
        assertThat(fileFaults("workers: { slots: [1, 2] }\n"))
                .containsExactly(path() + ": workers.slots: a list is not a whole number from 1 to 10000");
    }

    @Test
    void noRoleAtAllIsAFault() throws IOException {
        assertThat(fileFaults("roles: []\n")).containsExactly(path() + ": roles: a node has at least one role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [1", "a: 1\na: 2\n", "just text", "- a\n- b\n", "env: dev\n---\nenv: dev\n"})
    void aFileThatIsNoYamlOfKeysIsAFault(String yaml) throws IOException {
        assertThat(fileFaults(yaml))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith(path()));
    }

    @Test
    void anEmptyFileIsFine() throws IOException {
        assertThat(fileFaults("# nothing yet\n")).isEmpty();
    }

    @Test
    void aMissingFileIsAFault() {
        assertThat(faults(Map.of("PRESSROOM_CONFIG", "/nowhere/press.yaml")))
                .containsExactly("PRESSROOM_CONFIG: there is no file /nowhere/press.yaml");
    }

    @Test
    void variablesOfOtherProgramsAreIgnored() {
        assertThat(faults(Map.of("PATH", "/bin", "JAVA_OPTS", "-Xmx1g"))).isEmpty();
    }

    private String path() {
        return folder.resolve("pressroom.yaml").toString();
    }

    private List<String> fileFaults(String yaml) throws IOException {
        Path file = Files.writeString(Path.of(path()), yaml);
        return faults(() -> SettingsLoader.load(Map.of(), Optional.of(file)));
    }

    private static List<String> faults(Map<String, String> env) {
        return faults(() -> SettingsLoader.load(env));
    }

    private static List<String> faults(ThrowingCallable load) {
        InvalidSettings fault = catchThrowableOfType(InvalidSettings.class, load);
        return fault == null ? List.of() : fault.faults();
    }
}
