package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.base.Failure;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.net.SelfSignedCertificate;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS to Postgres by the URL's parameters, for the pools and for JDBC. */
class SecureDatabaseIT {
    private static final String ENCRYPTED =
            "select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)";

    private static final SelfSignedCertificate CERTIFICATE = SelfSignedCertificate.create("localhost");
    private static final SelfSignedCertificate STRANGE = SelfSignedCertificate.create("localhost");
    private static final SelfSignedCertificate CLIENT = SelfSignedCertificate.create("pressroom");

    /** The database "encrypted" requires TLS, "known" also a client certificate. */
    private static final String TLS_ONLY = """
            hostssl encrypted all all scram-sha-256
            host encrypted all all reject
            hostssl known all all scram-sha-256 clientcert=verify-ca
            host known all all reject
            """;

    private static Servers.Own servers;
    private static String database;

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.own();
        database = servers.freshDatabase().replace("127.0.0.1", "localhost");
        Path folder = Path.of(Sql.text(database, "show data_directory"));
        Files.copy(Path.of(CERTIFICATE.certificatePath()), folder.resolve("server.crt"));
        Path key = Files.copy(Path.of(CERTIFICATE.privateKeyPath()), folder.resolve("server.key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Files.setAttribute(key, "unix:uid", Files.getAttribute(folder, "unix:uid"));
        Path authorities = Files.copy(Path.of(CLIENT.certificatePath()), folder.resolve("clients.crt"));
        Files.setPosixFilePermissions(authorities, PosixFilePermissions.fromString("rw-r--r--"));
        Path access = folder.resolve("pg_hba.conf");
        Files.writeString(access, TLS_ONLY + Files.readString(access));
        Servers.execute(database, "alter system set ssl_ca_file = 'clients.crt'");
        Servers.execute(database, "create database encrypted");
        Servers.execute(database, "create database known");
        Servers.execute(database, "alter system set ssl = on");
        Servers.execute(database, "select pg_reload_conf()");
        Await.until(Duration.ofSeconds(20), () -> Sql.text(database, "show ssl").equals("on"));
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=prefer",
                "sslmode=require",
                "sslmode=require&channel_binding=require",
                "sslmode=require&sslrootcert=CA",
                "sslmode=verify-ca&sslrootcert=CA",
                "sslmode=verify-full&sslrootcert=CA"
            })
    void bothDriversEncrypt(String parameters) throws Exception {
        String url = url(parameters);
        Migrations.ensure(url);

        assertThat(encryptedByPool(url)).isTrue();
        assertThat(encryptedByJdbc(url)).isTrue();
    }

    @Test
    void withoutAModeNothingIsEncrypted() throws Exception {
        assertThat(encryptedByPool(database)).isFalse();
        assertThat(encryptedByJdbc(database)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sslmode=verify-full",
                "sslmode=verify-ca&sslrootcert=STRANGE",
                "sslmode=verify-full&sslrootcert=STRANGE"
            })
    void neitherDriverTakesACertificateOfAnUnknownAuthority(String parameters) {
        assertThatThrownBy(() -> encryptedByPool(url(parameters))).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> encryptedByJdbc(url(parameters))).isInstanceOf(Exception.class);
    }

    @Test
    void verifyFullTakesNoCertificateOfAnotherHostAndVerifyCaDoes() throws Exception {
        String elsewhere = database.replace("localhost", "127.0.0.1");

        assertThat(encryptedByPool(elsewhere + parameters("sslmode=verify-ca&sslrootcert=CA")))
                .isTrue();
        String full = elsewhere + parameters("sslmode=verify-full&sslrootcert=CA");
        assertThatThrownBy(() -> encryptedByPool(full)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> encryptedByJdbc(full)).isInstanceOf(Exception.class);
    }

    @Test
    void aServerThatTakesTlsOnlyIsReachedWithItAndNotWithout() throws Exception {
        String encrypted = named("encrypted");

        assertThat(encryptedByPool(encrypted + parameters("sslmode=require"))).isTrue();
        assertThat(encryptedByJdbc(encrypted + parameters("sslmode=require"))).isTrue();
        assertThat(encryptedByPool(encrypted + parameters("sslmode=prefer"))).isTrue();
        assertThatThrownBy(() -> encryptedByPool(encrypted)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> encryptedByJdbc(encrypted)).isInstanceOf(Exception.class);
    }

    @Test
    void aServerThatAsksForACertificateGetsIt() throws Exception {
        String with = named("known")
                + parameters("sslmode=verify-full&sslrootcert=CA&sslcert=" + CLIENT.certificatePath() + "&sslkey="
                        + CLIENT.privateKeyPath());
        String without = named("known") + parameters("sslmode=verify-full&sslrootcert=CA");

        assertThat(encryptedByPool(with)).isTrue();
        assertThat(encryptedByJdbc(with)).isTrue();
        assertThatThrownBy(() -> encryptedByPool(without)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> encryptedByJdbc(without)).isInstanceOf(Exception.class);
    }

    private static String named(String name) {
        return database.substring(0, database.lastIndexOf('/') + 1) + name;
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Migrations.ensure(url("sslmode=verify-ca&sslrootcert=/nowhere/ca.pem")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sslrootcert names a file that cannot be read: /nowhere/ca.pem");
    }

    private static String url(String parameters) {
        return database + parameters(parameters);
    }

    private static String parameters(String parameters) {
        return "?"
                + parameters
                        .replace("=CA", "=" + CERTIFICATE.certificatePath())
                        .replace("=STRANGE", "=" + STRANGE.certificatePath());
    }

    private static boolean encryptedByPool(String url) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Database opened = Database.open(
                    vertx, url, SettingsLoader.load(Map.of(), Optional.empty()).database());
            return opened.run(ENCRYPTED, Tuple.tuple())
                    .map(rows -> rows.iterator().next().getBoolean(0))
                    .await(20, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static boolean encryptedByJdbc(String url) throws Exception {
        try (Connection connection = Migrations.connect(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ENCRYPTED)) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
