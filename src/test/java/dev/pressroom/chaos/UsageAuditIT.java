package dev.pressroom.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Await;
import dev.pressroom.support.PricedArticles;
import dev.pressroom.support.Servers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the audit of usage finds. */
class UsageAuditIT {
    private final PricedArticles articles = new PricedArticles();
    private final UUID job = articles.ended(articles.user(), "Fails", "failed");

    @AfterEach
    void stop() {
        articles.close();
    }

    private List<Fault> faults() {
        UUID operator = UUID.randomUUID();
        Api api = new Api(articles.service.url(), articles.service.token(operator, "admin"), operator);
        return new UsageAudit(articles.service.databaseUrl(), api).faults(List.of(job));
    }

    private void execute(String sql) {
        Servers.execute(articles.service.databaseUrl(), sql);
    }

    @Test
    void soundUsageHasNoFault() {
        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update usage_days set input_tokens = input_tokens + 1",
                "delete from usage_days",
                "delete from usage_totals",
                "delete from usage_entries where step = 'outline'"
            })
    void sumsThatAreNotThoseOfTheRowsAreFound(String change) {
        Await.until(
                Duration.ofSeconds(20), () -> articles.count("select count(*) from usage_days") > 0 && pending() == 0);

        execute(change);

        assertThat(faults()).isNotEmpty();
    }

    private long pending() {
        return articles.count("select count(*) from usage_pending");
    }
}
