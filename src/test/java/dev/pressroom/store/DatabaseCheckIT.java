package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pressroom.base.Failure;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.support.Servers;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks of databases and URLs that users may configure. */
class DatabaseCheckIT {
    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void aDatabaseThatCannotKeepEveryTextIsRefused(String encoding) {
        String name = "encoded_" + encoding.toLowerCase(Locale.ROOT);
        String url = Servers.shared().database();
        Servers.execute(
                url,
                "create database " + name + " encoding '" + encoding
                        + "' locale_provider libc locale 'C' template template0");

        assertThatThrownBy(() -> DatabaseCheck.checked(url.substring(0, url.lastIndexOf('/') + 1) + name))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("The database has the encoding " + encoding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connect_timeout=10&target_session_attrs=read-write&keepalives=1",
                "schema=public&connection_limit=5&pool_timeout=10",
                "channel_binding=prefer&gssencmode=disable&fallback_application_name=app"
            })
    void whatOnlyOtherClientsUnderstandIsNotSentToTheServer(String parameters) throws Exception {
        String url = Servers.freshDatabase() + "?" + parameters;
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(DatabaseCheck.checked(url)).isEqualTo(url);
            Database.open(
                            vertx,
                            url,
                            SettingsLoader.load(Map.of(), Optional.empty()).database())
                    .run("select 1", Tuple.tuple())
                    .await(20, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aUnixSocketIsRefusedInOneSentence() {
        assertThatThrownBy(() -> DatabaseCheck.checked("postgresql://u:p@h/db?host=/var/run/postgresql"))
                .isInstanceOf(Failure.class)
                .hasMessage(
                        "DATABASE_URL cannot be used: it names a Unix socket, and the database is reached by TCP only.");
    }
}
