package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Race;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Visitor;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often passwords may be guessed. */
class LoginLimitIT {
    private static Service service;

    private Visitor ada;
    private Visitor guesser;

    @BeforeAll
    static void start() {
        service = start(Map.of());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void register() {
        Servers.execute(service.databaseUrl(), "delete from login_tries");
        ada = Visitor.of(service);
        ada.registered();
        guesser = ada.withPassword("a guess of somebody");
    }

    private static Service start(Map<String, String> more) {
        Map<String, String> env = new java.util.HashMap<>(more);
        env.put("PRESSROOM_AUTH_LOGIN_TRIES", "3");
        env.putIfAbsent("PRESSROOM_AUTH_LOGIN_TRIES_PER_ADDRESS", "10");
        return Service.start(env, new ScriptedPipeline().step("only").asPipelines());
    }

    @Test
    void afterTooManyWrongPasswordsTheRightOneIsRefusedToo() {
        wrongPasswords(3);

        HttpResponse<String> answer = ada.login();

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(Api.json(answer).getString("errorCode")).isEqualTo("RATE_LIMITED");
        assertThat(Long.parseLong(answer.headers().firstValue("retry-after").orElseThrow()))
                .isBetween(1L, 900L);
    }

    @Test
    void whenItsTimeIsOverTheRightPasswordSignsIn() {
        wrongPasswords(3);
        assertThat(ada.login().statusCode()).isEqualTo(429);

        quarterOfAnHourPasses();

        assertThat(ada.login().statusCode()).isEqualTo(200);
    }

    @Test
    void refusedTriesDoNotProlongIt() {
        wrongPasswords(3);
        String end = until();

        for (int i = 0; i < 5; i++) {
            assertThat(guesser.login().statusCode()).isEqualTo(429);
        }

        assertThat(until()).isEqualTo(end);
    }

    @Test
    void theRightPasswordForgetsTheWrongOnesBefore() {
        for (int i = 0; i < 3; i++) {
            wrongPasswords(2);
            ada.signedIn();
        }
        assertThat(ada.login().statusCode()).isEqualTo(200);
    }

    @Test
    void manyGuessesAtOnceDoNotSlipThrough() {
        List<Integer> answers = Race.of(20, i -> guesser.login().statusCode());

        assertThat(answers).filteredOn(status -> status == 401).hasSizeLessThanOrEqualTo(3);
        assertThat(answers).filteredOn(status -> status == 429).hasSizeGreaterThanOrEqualTo(17);
    }

    @Test
    void guessesFromOneAddressAtManyAccountsAreLimited() {
        for (int i = 0; i < 10; i++) {
            assertThat(Visitor.of(service).login().statusCode()).isEqualTo(401);
        }

        assertThat(Visitor.of(service).login().statusCode()).isEqualTo(429);
    }

    @Test
    void refusedGuessesDoNotLockTheOwnerOutElsewhere() {
        wrongPasswords(3);
        for (int i = 0; i < 40; i++) {
            assertThat(guesser.login().statusCode()).isEqualTo(429);
        }

        assertThat(Sql.number(service.databaseUrl(), "select max(tries) from login_tries"))
                .isLessThanOrEqualTo(3);
    }

    @Test
    void registrationsFromOneAddressAreLimited() {
        for (int i = 0; i < 9; i++) {
            Visitor.of(service).registered();
        }

        assertThat(Visitor.of(service).register().statusCode()).isEqualTo(429);
    }

    @Test
    void theLimitHoldsOverNodes() {
        wrongPasswords(3);
        try (Service other = start(Map.of("DATABASE_URL", service.databaseUrl()))) {
            Visitor there = new Visitor(new Api(other.url(), ""), ada.email(), ada.password());

            assertThat(there.login().statusCode()).isEqualTo(429);
        }
    }

    @Test
    void theLimitOfAnAddressCanBeSwitchedOff() {
        try (Service other = start(Map.of("PRESSROOM_AUTH_LOGIN_TRIES_PER_ADDRESS", "off"))) {
            for (int i = 0; i < 12; i++) {
                assertThat(Visitor.of(other).login().statusCode()).isEqualTo(401);
            }
            assertThat(Visitor.of(other).register().statusCode()).isEqualTo(201);
        }
    }

    @Test
    void clientsBehindATrustedProxyAreToldApartByTheAddressThatItNames() {
        try (Service behind = start(Map.of(
                "PRESSROOM_TRUSTED_PROXIES", "127.0.0.0/8,::1", "PRESSROOM_AUTH_LOGIN_TRIES_PER_ADDRESS", "5"))) {
            for (int i = 0; i < 5; i++) {
                assertThat(guess(behind, "198.51.100." + i + ", 192.0.2.1")).isEqualTo(401);
            }

            assertThat(guess(behind, "198.51.100.9, 192.0.2.1")).isEqualTo(429);
            assertThat(guess(behind, "192.0.2.2")).isEqualTo(401);
        }
    }

    private static int guess(Service service, String forwardedFor) {
        Visitor somebody = Visitor.of(service);
        return somebody.api()
                .post("/api/v1/auth/login", somebody.credentials(), "X-Forwarded-For", forwardedFor)
                .statusCode();
    }

    @Test
    void withoutRedisPeopleSignInAndGuessesAreLimited() {
        try (Servers.Own servers = Servers.own();
                Service without =
                        start(Map.of("DATABASE_URL", servers.databaseUrl(), "REDIS_URL", servers.redisUrl()))) {
            servers.killRedis();
            Visitor visitor = Visitor.of(without);
            visitor.registered();
            visitor.signedIn();

            for (int i = 0; i < 3; i++) {
                assertThat(visitor.withPassword("a guess of somebody").login().statusCode())
                        .isEqualTo(401);
            }
            assertThat(visitor.login().statusCode()).isEqualTo(429);
        }
    }

    private void wrongPasswords(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(guesser.login().statusCode()).isEqualTo(401);
        }
    }

    private String until() {
        return Sql.text(service.databaseUrl(), "select string_agg(until::text, ' ' order by key) from login_tries");
    }

    private void quarterOfAnHourPasses() {
        Servers.execute(service.databaseUrl(), "update login_tries set until = until - interval '15 minutes'");
    }
}
