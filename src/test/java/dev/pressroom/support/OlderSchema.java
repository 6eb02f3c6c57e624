package dev.pressroom.support;

import java.net.URI;
import org.flywaydb.core.Flyway;

/** Databases with the schema of an older version. */
public final class OlderSchema {
    private OlderSchema() {}

    /**
     * Creates a database and migrates it.
     *
     * @param version of the last migration, such as {@code 22}
     * @return its URL
     */
    public static String migratedTo(String version) {
        String url = Servers.emptyDatabase();
        Flyway.configure()
                .dataSource(
                        "jdbc:" + url.replaceFirst("//[^@/]*@", "//"),
                        "postgres",
                        URI.create(url).getUserInfo().split(":", 2)[1])
                .locations("classpath:db/migration")
                .target(version)
                .load()
                .migrate();
        return url;
    }
}
