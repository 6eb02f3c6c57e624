package dev.pressroom.support;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Inserts posts and organizations directly into a database. */
public final class Posts {
    private final String url;

    public Posts(String databaseUrl) {
        this.url = databaseUrl;
    }

    /** Inserts a post of the user. */
    public UUID saved(UUID user, String title, String content) {
        return saved(user, title, content, Optional.empty(), "now()");
    }

    /** @param createdAt in SQL */
    public UUID saved(UUID user, String title, String content, Optional<UUID> organization, String createdAt) {
        UUID id = UUID.randomUUID();
        run(
                "insert into posts (id, job_id, user_id, organization_id, title, content, status, meta, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, 'draft', '{\"subtitle\":\"Below it\",\"tags\":[\"a\"]}', "
                        + createdAt + ")",
                id,
                UUID.randomUUID(),
                user,
                organization.orElse(null),
                title,
                content);
        return id;
    }

    /** Inserts an organization of the user, with a website in this primary colour. */
    public UUID organization(UUID user, String primary) {
        UUID id = UUID.randomUUID();
        run(
                "insert into owned_organizations (id, owner, context) values (?, ?, ?::json)",
                id,
                "user:" + user,
                "{\"brandColors\":{\"primary\":\"" + primary + "\",\"secondary\":null,\"accent\":null}}");
        return id;
    }

    /** Changes the content of a post directly in the database. */
    public void edited(UUID post, String content) {
        run("update posts set content = ? where id = ?", content, post);
    }

    public String content(UUID post) {
        return Sql.text(url, "select content from posts where id = '" + post + "'");
    }

    public long images() {
        return Sql.number(url, "select count(*) from images");
    }

    private void run(String sql, Object... values) {
        try (Connection connection = Servers.connect(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
