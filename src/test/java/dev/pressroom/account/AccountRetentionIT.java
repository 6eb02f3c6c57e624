package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountRetentionIT {
    private final Stores stores = Stores.open();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void whatHasExpiredIsDeletedHoweverMuchItIs() {
        Servers.execute(stores.url(), """
                insert into sign_ins (family, user_id, token, expires_at)
                select int4send(n), gen_random_uuid(), 'x', now() + interval '1 minute' * (n - 1200)
                from generate_series(1, 1205) n
                """);
        Servers.execute(stores.url(), """
                insert into login_tries (key, tries, until)
                select int4send(n), 1, now() + interval '1 minute' * (n - 600) from generate_series(1, 603) n
                """);
        Servers.execute(stores.url(), """
                insert into stream_tickets (hash, job_id, expires_at)
                select int4send(n), gen_random_uuid(), now() + interval '1 minute' * (n - 600)
                from generate_series(1, 602) n
                """);

        stores.done(() -> new AccountRetention(stores.database()).deleteExpired(500));

        assertThat(Sql.number(stores.url(), "select count(*) from sign_ins")).isEqualTo(5);
        assertThat(Sql.number(stores.url(), "select count(*) from login_tries")).isEqualTo(3);
        assertThat(Sql.number(stores.url(), "select count(*) from stream_tickets"))
                .isEqualTo(2);
    }

    @Test
    void aUserWhoseOrganizationHasACallToActionIsKept() {
        UUID user = UUID.randomUUID();
        UUID withoutData = UUID.randomUUID();
        Servers.execute(
                stores.url(),
                "insert into users (id, seen_at) select id::uuid, now() - interval '400 days' from unnest(array['"
                        + user + "', '" + withoutData + "']) id");
        Servers.execute(
                stores.url(),
                "insert into owned_organizations (owner, id, manual_ctas) values ('user:" + user
                        + "', gen_random_uuid(), '[{\"text\": \"Book a class\"}]')");

        stores.done(() -> new AccountRetention(stores.database()).deleteUnseen(Duration.ofDays(365), 500));

        assertThat(Sql.number(stores.url(), "select count(*) from users where id = '" + user + "'"))
                .isEqualTo(1);
        assertThat(Sql.number(stores.url(), "select count(*) from users")).isEqualTo(1);
    }
}
