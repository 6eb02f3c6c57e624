package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.Race;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Visitor;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Staying signed in: how refresh tokens follow one another and come to an end. */
class SignInIT {
    private static Service service;

    private Visitor ada;
    private String first;

    @BeforeAll
    static void start() {
        service = Service.start(
                // without a worker, whose retention deletes what has expired
                Map.of("PRESSROOM_AUTH_REFRESH_TTL", "10d", "PRESSROOM_ROLES", "http"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void register() {
        ada = Visitor.of(service);
        first = ada.registered().getString("refreshToken");
    }

    @Test
    void aRefreshTokenIsExchangedForTheNext() {
        HttpResponse<String> answer = ada.refresh(first);

        assertThat(answer.statusCode()).isEqualTo(200);
        String second = Api.json(answer).getString("refreshToken");
        assertThat(second).isNotEqualTo(first);
        assertThat(new Api(service.url(), Api.json(answer).getString("accessToken"))
                        .get("/api/v1/auth/me")
                        .statusCode())
                .isEqualTo(200);
        assertThat(ada.refresh(second).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenThatIsUsedAgainLaterEndsItsWholeSignIn() {
        String second = ada.refreshed(first);
        timePasses();

        HttpResponse<String> again = ada.refresh(first);

        assertRefused(again);
        assertThat(Api.json(again).getString("message")).contains("used before");
        assertRefused(ada.refresh(second));
    }

    @Test
    void anAncientTokenThatIsUsedAgainEndsItsSignInToo() {
        String latest = ada.refreshed(ada.refreshed(ada.refreshed(first)));

        assertRefused(ada.refresh(first));

        assertRefused(ada.refresh(latest));
    }

    @Test
    void aTokenThatIsUsedAgainAtOnceIsRefusedAndEndsNothing() {
        String second = ada.refreshed(first);
        // However long the machine pauses, it is at once.
        Servers.execute(service.databaseUrl(), "update sign_ins set rotated_at = now() + interval '1 hour'");

        HttpResponse<String> again = ada.refresh(first);

        assertRefused(again);
        assertThat(Api.json(again).getString("message")).contains("Another request");
        assertThat(ada.refresh(second).statusCode()).isEqualTo(200);
    }

    @Test
    void ofManyRefreshesAtOnceOneWinsAndTheSignInGoesOn() {
        List<HttpResponse<String>> answers = Await.value(
                        Duration.ofSeconds(120), this::refreshedAtOnce, Optional::isPresent)
                .orElseThrow();

        assertThat(answers).filteredOn(answer -> answer.statusCode() == 401).hasSize(9);
        String second = answers.stream()
                .filter(answer -> answer.statusCode() == 200)
                .map(answer -> Api.json(answer).getString("refreshToken"))
                .findFirst()
                .orElseThrow();
        assertThat(ada.refresh(second).statusCode()).isEqualTo(200);
    }

    /** The answers to ten refreshes of a new sign-in; empty when they took about as long as a double use is forgiven. */
    private Optional<List<HttpResponse<String>>> refreshedAtOnce() {
        register();
        long begin = System.nanoTime();
        List<HttpResponse<String>> answers = Race.of(10, i -> ada.refresh(first));
        boolean inTime = System.nanoTime() - begin < Duration.ofSeconds(9).toNanos();
        return inTime ? Optional.of(answers) : Optional.empty();
    }

    @Test
    void theEndOfOneSignInLeavesTheOthers() {
        String elsewhere = ada.signedIn().getString("refreshToken");
        ada.refreshed(first);
        timePasses();
        assertRefused(ada.refresh(first));

        assertThat(ada.refresh(elsewhere).statusCode()).isEqualTo(200);
    }

    @Test
    void afterLogoutNoTokenOfTheSignInIsGood() {
        String second = ada.refreshed(first);

        assertThat(ada.logout(second).statusCode()).isEqualTo(200);

        assertRefused(ada.refresh(second));
    }

    @Test
    void loggingOutWithAnOldTokenEndsTheSignInToo() {
        String second = ada.refreshed(first);

        assertThat(ada.logout(first).statusCode()).isEqualTo(200);

        assertRefused(ada.refresh(second));
    }

    @Test
    void loggingOutAgainOrWithNonsenseDoesNoHarm() {
        ada.logout(first);

        assertThat(ada.logout(first).statusCode()).isEqualTo(200);
        assertThat(ada.logout("nonsense").statusCode()).isEqualTo(200);
    }

    @Test
    void logoutWithoutAnyTokenIsRefused() {
        HttpResponse<String> answer = ada.api().post("/api/v1/auth/logout", "{}");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Unauthorized:");
    }

    @Test
    void anExpiredTokenSaysSo() {
        Servers.execute(
                service.databaseUrl(),
                "update sign_ins set expires_at = now() - interval '1 second' where " + "user_id = "
                        + "(select user_id from accounts where email = '" + ada.email() + "')");

        HttpResponse<String> answer = ada.refresh(first);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("TOKEN_EXPIRED");
    }

    @Test
    void whatIsNoTokenIsRefused() {
        assertRefused(ada.refresh("nonsense"));
        assertRefused(ada.refresh("A".repeat(64)));
    }

    @Test
    void eachRefreshCountsTheDaysAnew() {
        Servers.execute(service.databaseUrl(), "update sign_ins set expires_at = now() + interval '1 minute'");

        ada.refreshed(first);

        assertThat(
                        Sql.text(
                                service.databaseUrl(),
                                "select max(expires_at) between now() + interval '9 days' and now() + interval '10 days' from sign_ins"))
                .isEqualTo("t");
    }

    @Test
    void noTokenIsStoredAsItIs() {
        assertThat(Sql.text(service.databaseUrl(), "select string_agg(s::text, ' ') from sign_ins s"))
                .isNotEmpty()
                .doesNotContain(first)
                .doesNotContain(first.substring(22));
    }

    /** More than the seconds for which a double use is forgiven. */
    private static void timePasses() {
        Servers.execute(service.databaseUrl(), "update sign_ins set rotated_at = rotated_at - interval '11 seconds'");
    }

    /** Tokens of a time after the backup are refused; deleting all sign-ins ends those that are known, too. */
    @Test
    void afterARestoreOfAnOlderStateUsersSignInAgain() {
        Servers.execute(service.databaseUrl(), "create table backup as select * from sign_ins");
        String later = ada.refreshed(ada.refreshed(first));
        Servers.execute(service.databaseUrl(), "delete from sign_ins");
        Servers.execute(service.databaseUrl(), "insert into sign_ins select * from backup");

        assertRefused(ada.refresh(later));

        String again = ada.signedIn().getString("refreshToken");
        Servers.execute(service.databaseUrl(), "delete from sign_ins");
        assertRefused(ada.refresh(again));
        Servers.execute(service.databaseUrl(), "drop table backup");
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("UNAUTHENTICATED");
    }
}
