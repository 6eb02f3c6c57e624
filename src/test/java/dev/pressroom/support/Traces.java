package dev.pressroom.support;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Searches every column of every table, and every key and value of Redis, for texts. */
public final class Traces {
    private static final String COLUMNS = """
            select table_name, column_name, udt_name from information_schema.columns
            where table_schema = 'public' and table_name in (
                select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
                except select relname from pg_class where relnamespace = 'public'::regnamespace and relispartition)
            order by table_name, ordinal_position
            """;

    /** Each key with its content as one text. */
    private static final String DUMP = """
            local out = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
                local kind = redis.call('TYPE', key).ok
                local value
                if kind == 'string' then value = {redis.call('GET', key)}
                elseif kind == 'hash' then value = redis.call('HGETALL', key)
                elseif kind == 'zset' then value = redis.call('ZRANGE', key, 0, -1)
                elseif kind == 'set' then value = redis.call('SMEMBERS', key)
                elseif kind == 'list' then value = redis.call('LRANGE', key, 0, -1)
                else error('unknown type ' .. kind) end
                out[#out + 1] = key .. ' ttl ' .. redis.call('TTL', key) .. ' = ' .. table.concat(value, ' ')
            end
            return out
            """;

    private Traces() {}

    private record Column(String table, String name, String type) {
        /** A condition with one parameter, the texts. */
        String contains() {
            return type.equals("bytea")
                    ? "exists (select from unnest(?::text[]) t where position(convert_to(t, 'UTF8') in \"" + name
                            + "\") > 0)"
                    : "lower(\"" + name + "\"::text) like any (select '%' || lower(t) || '%' from unnest(?::text[]) t)";
        }
    }

    /** The number of rows that contain one of the texts in any column, by table; tables without such rows are left out. */
    public static Map<String, Long> inDatabase(String url, List<String> texts) {
        Map<String, Long> found = new TreeMap<>();
        try (Connection connection = Servers.connect(url)) {
            Map<String, List<Column>> tables = columns(connection).stream()
                    .collect(Collectors.groupingBy(Column::table, TreeMap::new, Collectors.toList()));
            for (Map.Entry<String, List<Column>> table : tables.entrySet()) {
                long rows = count(connection, table.getKey(), table.getValue(), texts);
                if (rows > 0) {
                    found.put(table.getKey(), rows);
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static List<Column> columns(Connection connection) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return columns;
    }

    private static long count(Connection connection, String table, List<Column> columns, List<String> texts)
            throws SQLException {
        String where = columns.stream().map(Column::contains).collect(Collectors.joining(" or "));
        try (PreparedStatement query =
                connection.prepareStatement("select count(*) from \"" + table + "\" where " + where)) {
            for (int i = 1; i <= columns.size(); i++) {
                query.setArray(i, connection.createArrayOf("text", texts.toArray()));
            }
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** The names of all tables. */
    public static List<String> tables(String url) {
        try (Connection connection = Servers.connect(url)) {
            return columns(connection).stream().map(Column::table).distinct().toList();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** The keys of Redis that contain one of the texts, with remaining time and content. */
    public static List<String> inRedis(Vertx vertx, String url, List<String> texts) {
        Redis redis = Redis.createClient(vertx, url);
        try {
            Response dump =
                    redis.send(Request.cmd(Command.EVAL).arg(DUMP).arg(0)).await();
            return dump.stream()
                    .map(Response::toString)
                    .filter(entry -> texts.stream().anyMatch(entry::contains))
                    .toList();
        } finally {
            redis.close();
        }
    }
}
