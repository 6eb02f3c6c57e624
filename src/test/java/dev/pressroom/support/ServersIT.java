package dev.pressroom.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServersIT {
    @Test
    void freshDatabasesKnowNothingOfEachOther() {
        Servers.execute(Servers.freshDatabase(), "create table t (x int)");
        Servers.execute(Servers.freshDatabase(), "create table t (x int)");
    }

    @Test
    void freshRedisDatabasesHaveNumbersOfTheirOwn() {
        assertThat(Servers.freshRedis())
                .isNotEqualTo(Servers.freshRedis())
                .matches("redis://:\\w+@127.0.0.1:\\d+/\\d+");
    }

    @Test
    void ownServersComeBackWhereTheyWereWithWhatTheyHad() {
        try (Servers.Own own = Servers.own()) {
            Servers.execute(own.databaseUrl(), "create table t (x int)");
            String before = own.databaseUrl() + own.redisUrl();
            own.stopPostgres();
            own.startPostgres();
            own.killPostgres();
            own.startPostgres();
            own.killRedis();
            own.startRedis();
            own.stopRedis();
            own.startRedis();
            assertThat(own.databaseUrl() + own.redisUrl()).isEqualTo(before);
            Servers.execute(own.databaseUrl(), "select x from t");
        }
    }

    @Test
    void aStoppedServerDoesNotAnswer() {
        try (Servers.Own own = Servers.own()) {
            own.stopPostgres();
            String url = own.databaseUrl();
            assertThatThrownBy(() -> Servers.execute(url, "select 1")).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void ownServersAreNotTheShared() {
        try (Servers.Own own = Servers.own()) {
            Servers.askRedis(own.redisUrl(), "DBSIZE", ":0\r\n");
            assertThat(own.redisUrl()).isNotEqualTo(Servers.shared().redis());
        }
    }
}
