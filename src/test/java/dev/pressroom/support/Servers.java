package dev.pressroom.support;

import dev.pressroom.embedded.PostgresServer;
import dev.pressroom.embedded.RedisServer;
import dev.pressroom.store.Migrations;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Real servers for tests: one PostgreSQL and one Redis per JVM, started on first use, stopped and deleted when the JVM
 * ends. Each test uses a database of its own, or servers of its own when it stops or kills them.
 */
public final class Servers {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final AtomicInteger REDIS_NUMBERS = new AtomicInteger();
    private static final int REDIS_DATABASES = 256;

    /** Databases that tests no longer need. */
    private static final Queue<String> RELEASED = new ConcurrentLinkedQueue<>();

    /** As at the end of a migration: the partitions of the moment. */
    private static final String CREATE_PARTITIONS = "select create_job_partitions(t, interval '10 minutes',"
            + " now() + interval '10 minutes')"
            + " from unnest(array['job_inputs', 'job_results', 'job_steps', 'job_events']) t";

    private Servers() {}

    /** URLs of the servers of this JVM. For new databases see {@link #freshDatabase()} and {@link #freshRedis()}. */
    public record Urls(String database, String redis) {}

    /** The servers of this JVM, with the data of other tests. */
    public static Urls shared() {
        return new Urls(Shared.PAIR.databaseUrl(), Shared.PAIR.redisUrl());
    }

    /** The URL of a new database with the schema of this version and no rows. */
    public static String freshDatabase() {
        dropReleased();
        String url = create(" template " + Shared.schema());
        execute(url, CREATE_PARTITIONS);
        return url;
    }

    /** The URL of a new database without tables. */
    public static String emptyDatabase() {
        return create("");
    }

    private static String create(String options) {
        String name = "test_" + DATABASES.incrementAndGet();
        execute(shared().database(), "create database " + name + options);
        return withPath(shared().database(), name);
    }

    /** Drops a database, which takes 10 MB, before the next one is created: until then the test may look at it. */
    public static void release(String database) {
        RELEASED.add(URI.create(database).getPath().substring(1));
    }

    /** Ends the connections that are left. */
    private static void dropReleased() {
        for (String name = RELEASED.poll(); name != null; name = RELEASED.poll()) {
            execute(shared().database(), "drop database if exists " + name + " with (force)");
        }
    }

    /** The URL of an empty Redis database. Its number is used again after all 256 numbers have been used. */
    public static String freshRedis() {
        int number = 1 + REDIS_NUMBERS.getAndIncrement() % (REDIS_DATABASES - 1);
        String url = withPath(shared().redis(), Integer.toString(number));
        flush(url);
        return url;
    }

    /** A new pair of servers that the test may stop, kill and start; the test closes it. */
    public static Own own() {
        return new Own(TestFolder.fresh());
    }

    /** A JDBC connection for a database URL in the form of the settings. */
    public static Connection connect(String url) throws SQLException {
        URI uri = URI.create(url);
        String[] user = uri.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath() + "?sslmode=disable",
                user[0],
                user[1]);
    }

    /** Runs one SQL statement. */
    public static void execute(String url, String sql) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static String withPath(String url, String path) {
        return URI.create(url).resolve("/" + path).toString();
    }

    /** Empties the Redis database with this URL. */
    public static void flush(String url) {
        askRedis(url, "SELECT " + URI.create(url).getPath().substring(1) + "\r\nFLUSHDB", "+OK\r\n+OK\r\n");
    }

    /** Authenticates at a Redis, sends commands and checks the answers. */
    public static void askRedis(String url, String commands, String expected) {
        URI uri = URI.create(url);
        String all = "AUTH " + uri.getUserInfo().substring(1) + "\r\n" + commands + "\r\n";
        String answers = "+OK\r\n" + expected;
        try (Socket socket = new Socket("127.0.0.1", uri.getPort());
                OutputStream out = socket.getOutputStream()) {
            out.write(all.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(answers.length()), StandardCharsets.US_ASCII);
            if (!answer.equals(answers)) {
                throw new IllegalStateException("Redis answered " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Created on first use. */
    private static final class Shared {
        static final Own PAIR = open();
        private static String schema;

        private static Own open() {
            Own pair = new Own(TestFolder.fresh());
            Runtime.getRuntime().addShutdownHook(new Thread(pair::close, "test-servers"));
            // No test of these servers is about power failures, and creating and dropping databases would wait for the
            // disk.
            execute(pair.databaseUrl(), "alter system set fsync = off");
            execute(pair.databaseUrl(), "select pg_reload_conf()");
            return pair;
        }

        /** The name of a database to copy. The migrations run once. */
        static synchronized String schema() {
            if (schema == null) {
                String url = emptyDatabase();
                Migrations.run(url);
                execute(url, "select drop_job_partition(name) from job_partitions");
                schema = URI.create(url).getPath().substring(1);
            }
            return schema;
        }
    }

    /** A PostgreSQL and a Redis that keep ports and data when they are stopped or killed. */
    public static final class Own implements AutoCloseable {
        private final Path folder;
        private PostgresServer postgres;
        private RedisServer redis;
        private boolean closed;

        private Own(Path folder) {
            this.folder = folder;
            ClusterTemplate.copyInto(folder.resolve("postgres"));
            startPostgres();
            startRedis();
        }

        public synchronized String databaseUrl() {
            return postgres.url();
        }

        public synchronized String redisUrl() {
            return redis.url();
        }

        /** The URL of a new, empty database on this server. */
        public synchronized String freshDatabase() {
            String name = "test_" + DATABASES.incrementAndGet();
            execute(postgres.url(), "create database " + name);
            return withPath(postgres.url(), name);
        }

        /** Empties Redis, all its databases: {@code FLUSHALL}. */
        public synchronized void flushRedis() {
            askRedis(redis.url(), "FLUSHALL", "+OK\r\n");
        }

        /** Copies the files that Redis has on disk now. */
        public synchronized void copyRedisData(Path copy) {
            TestFolder.copy(redisData(), copy);
        }

        /** Replaces the files of the stopped Redis. */
        public synchronized void replaceRedisData(Path copy) {
            TestFolder.delete(redisData());
            TestFolder.copy(copy, redisData());
        }

        /** Deletes the files of the stopped Redis. */
        public synchronized void emptyRedisData() {
            TestFolder.delete(redisData());
        }

        private Path redisData() {
            return folder.resolve("redis").resolve("data");
        }

        public synchronized void startPostgres() {
            requireOpen();
            PostgresServer started = PostgresServer.start(folder.resolve("postgres"), TestFolder.programs());
            requireSamePort(postgres == null ? started.port() : postgres.port(), started.port());
            postgres = started;
        }

        public synchronized void stopPostgres() {
            postgres.close();
        }

        /** Kills the server like a crash of its machine, but without losing unsynced writes. */
        public synchronized void killPostgres() {
            postgres.kill();
        }

        public synchronized void startRedis() {
            requireOpen();
            RedisServer started = RedisServer.start(folder.resolve("redis"), TestFolder.programs());
            requireSamePort(redis == null ? started.port() : redis.port(), started.port());
            redis = started;
        }

        public synchronized void stopRedis() {
            redis.close();
        }

        public synchronized void killRedis() {
            redis.kill();
        }

        /** Another thread of the test may still kill or start servers after the end. */
        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("these servers are closed");
            }
        }

        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            postgres.kill();
            redis.kill();
            TestFolder.delete(folder);
        }

        private static void requireSamePort(int expected, int actual) {
            if (expected != actual) {
                throw new IllegalStateException("the server came back at port " + actual + ", not at " + expected);
            }
        }
    }
}
