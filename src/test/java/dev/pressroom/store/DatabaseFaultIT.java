package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Postgres answers, but cannot write. */
class DatabaseFaultIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Service service = Service.start();
    private final Api api = service.api(UUID.randomUUID());

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aFullDiskIsToldToTheClientAndByReadiness() {
        rejectJobsWith("53100", "could not extend file \"base/1\": No space left on device");

        HttpResponse<String> answer = api.create(Api.order("Too much"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(Api.json(answer).getString("message")).contains("disk is full");
        HttpResponse<String> ready = api.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Api.json(ready).getString("reason"))
                .contains("DISK_FULL", "No space left on device", "SQLSTATE 53100");
        Servers.execute(service.databaseUrl(), "drop trigger reject on jobs");
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
        api.created(Api.order("Fits"));
    }

    @Test
    void aServerOutOfMemoryIsToldToTheClient() {
        rejectJobsWith("53200", "out of memory");

        HttpResponse<String> answer = api.create(Api.order("Too much"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Api.json(answer).getString("message")).contains("out of memory");
    }

    @Test
    void aReadOnlyServerIsFoundOutBeforeAnybodyWrites() {
        String name = service.databaseUrl().substring(service.databaseUrl().lastIndexOf('/') + 1);
        Servers.execute(service.databaseUrl(), "alter database " + name + " set default_transaction_read_only = on");
        disconnect(name);

        Await.until(SOON, () -> reason().contains("READ_ONLY"));
        assertThat(Api.json(api.create(Api.order("Refused"))).getString("message"))
                .contains("only answers reads");

        Servers.execute(
                service.databaseUrl(),
                "set transaction_read_only = off; alter database " + name + " reset default_transaction_read_only");
        disconnect(name);
        Await.until(SOON, () -> api.get("/health/ready").statusCode() == 200);
    }

    private String reason() {
        JsonObject ready = Api.json(api.get("/health/ready"));
        return ready.getString("reason", "");
    }

    private void disconnect(String name) {
        Servers.execute(
                Servers.shared().database(),
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }

    private void rejectJobsWith(String state, String message) {
        Servers.execute(
                service.databaseUrl(),
                "create function reject() returns trigger language plpgsql as $$ begin raise exception '" + message
                        + "' using errcode = '" + state
                        + "'; end $$; create trigger reject before insert on jobs execute function reject()");
    }
}
