package dev.pressroom.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.config.Settings;
import dev.pressroom.config.SettingsLoader;
import dev.pressroom.job.RedisJobQueue;
import dev.pressroom.support.Await;
import dev.pressroom.support.Servers;
import dev.pressroom.support.SilentLink;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dead connections that were never closed are detected long before TCP detects them. */
class SilentConnectionsIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void statementsGoOnOverNewConnectionsWhenTheOldOnesFallSilent() throws Exception {
        URI url = URI.create(Servers.freshDatabase());
        try (SilentLink link = SilentLink.to(url.getPort())) {
            Database database = Database.open(
                    vertx,
                    through(url, link),
                    settings("PRESSROOM_DATABASE_POOL_SIZE", "1").database());
            assertThat(answers(() -> database.run("select 1", Tuple.tuple()))).isTrue();
            assertThat(answers(() -> database.runRelaxed("select 1", Tuple.tuple())))
                    .isTrue();

            Await.until(Duration.ofSeconds(60), () -> link.connections() == 2);
            assertThat(link.fallSilent()).isEqualTo(2);

            assertThat(works(() -> database.run("select 1", Tuple.tuple()))).isFalse();
            assertThat(answers(() -> database.run("select 1", Tuple.tuple()))).isTrue();
            assertThat(works(() -> database.runRelaxed("select 1", Tuple.tuple())))
                    .isFalse();
            assertThat(answers(() -> database.runRelaxed("select 1", Tuple.tuple())))
                    .isTrue();
            database.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void postgresLooksByItselfWhetherANodeIsStillThere() throws Exception {
        Database database = Database.open(
                vertx, Servers.freshDatabase(), settings("PORT", "0").database());
        String idle = database.run("show tcp_keepalives_idle", Tuple.tuple())
                .map(rows -> rows.iterator().next().getString(0))
                .await(20, TimeUnit.SECONDS);
        assertThat(idle).isEqualTo("10");
        database.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void theQueueComesBackWhenItsConnectionsFellSilent() throws Exception {
        URI url = URI.create(Servers.freshRedis());
        try (SilentLink link = SilentLink.to(url.getPort())) {
            RedisJobQueue queue = RedisJobQueue.open(
                    vertx,
                    through(url, link),
                    settings("PRESSROOM_REDIS_POOL_SIZE", "1").redis());
            assertThat(answers(queue::ping)).isTrue();

            Await.until(Duration.ofSeconds(60), () -> link.connections() == 1);
            assertThat(link.fallSilent()).isEqualTo(1);

            assertThat(works(queue::ping)).isFalse();
            assertThat(answers(queue::ping)).isTrue();
            queue.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void newConnectionsToPostgresOutliveTheVerticleThatMetTheSilence() throws Exception {
        URI url = URI.create(Servers.freshDatabase());
        try (SilentLink link = SilentLink.to(url.getPort())) {
            Database database = Database.open(
                    vertx,
                    through(url, link),
                    settings("PRESSROOM_DATABASE_POOL_SIZE", "1").database());
            Supplier<Future<?>> call = () -> database.run("select 1", Tuple.tuple());
            assertThat(answers(call)).isTrue();

            meetsSilenceAndStops(link, call);

            assertThat(answers(call)).isTrue();
            database.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void newConnectionsToRedisOutliveTheVerticleThatMetTheSilence() throws Exception {
        URI url = URI.create(Servers.freshRedis());
        try (SilentLink link = SilentLink.to(url.getPort())) {
            RedisJobQueue queue = RedisJobQueue.open(
                    vertx,
                    through(url, link),
                    settings("PRESSROOM_REDIS_POOL_SIZE", "1").redis());
            assertThat(answers(queue::ping)).isTrue();

            meetsSilenceAndStops(link, queue::ping);

            assertThat(answers(queue::ping)).isTrue();
            Await.until(Duration.ofSeconds(60), () -> link.connections() == 1);
            queue.close().await(20, TimeUnit.SECONDS);
        }
    }

    /** A verticle makes a call that is never answered; it is stopped when the call has failed. */
    private void meetsSilenceAndStops(SilentLink link, Supplier<Future<?>> call) throws Exception {
        link.fallSilent();
        Promise<Void> failed = Promise.promise();
        String verticle = vertx.deployVerticle(new AbstractVerticle() {
                    @Override
                    public void start() {
                        call.get().onComplete(answer -> failed.complete());
                    }
                })
                .await(20, TimeUnit.SECONDS);
        failed.future().await(20, TimeUnit.SECONDS);
        vertx.undeploy(verticle).await(20, TimeUnit.SECONDS);
    }

    @Test
    void theSilentConnectionsAreClosedInTheEnd() throws Exception {
        URI url = URI.create(Servers.freshRedis());
        try (SilentLink link = SilentLink.to(url.getPort())) {
            RedisJobQueue queue = RedisJobQueue.open(
                    vertx,
                    through(url, link),
                    settings("PRESSROOM_REDIS_POOL_SIZE", "1").redis());
            works(queue::ping);
            link.fallSilent();
            works(queue::ping);
            assertThat(answers(queue::ping)).isTrue();

            Await.until(Duration.ofSeconds(60), () -> link.connections() == 1);
            queue.close().await(20, TimeUnit.SECONDS);
        }
    }

    /** As {@link #works}, with a second try: on a busy machine a call may take longer than it may. */
    private static boolean answers(Supplier<Future<?>> call) throws Exception {
        return works(call) || works(call);
    }

    private static boolean works(Supplier<Future<?>> call) throws Exception {
        return call.get().map(true).otherwise(false).await(20, TimeUnit.SECONDS);
    }

    private static String through(URI url, SilentLink link) {
        return url.toString().replace(":" + url.getPort() + "/", ":" + link.port() + "/");
    }

    private static Settings settings(String name, String value) {
        return SettingsLoader.load(Map.of("PRESSROOM_DATABASE_STATEMENT_TIMEOUT", "1s", name, value), Optional.empty());
    }
}
