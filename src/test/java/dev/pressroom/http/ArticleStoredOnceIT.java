package dev.pressroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Api;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Traces;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where the text of an article is stored. */
class ArticleStoredOnceIT {
    @Test
    void theTextOfAnArticleIsInItsCheckpointAndInThePostOnly() {
        try (Service service = Service.start()) {
            Api api = service.api(UUID.randomUUID());
            UUID job = api.created(Api.order("Tomatoes"));
            JsonObject result = api.await(job, "succeeded").getJsonObject("result");
            String content = result.getJsonObject("data").getString("content");
            String sentence = content.lines()
                    .filter(line -> line.matches("[A-Za-z ,.]+"))
                    .max(Comparator.comparing(String::length))
                    .orElseThrow();

            assertThat(Traces.inDatabase(service.databaseUrl(), List.of(sentence)))
                    .containsOnlyKeys("job_steps", "posts")
                    .containsEntry("job_steps", 1L)
                    .containsEntry("posts", 1L);
            assertThat(Sql.number(
                            service.databaseUrl(), "select count(*) from posts where content = $$" + content + "$$"))
                    .isOne();
            assertThat(result.getJsonObject("savedPost").getString("content")).isEqualTo(content);
        }
    }
}
