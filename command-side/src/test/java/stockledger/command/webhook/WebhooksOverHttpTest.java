package stockledger.command.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;
import stockledger.web.webhook.WebhookCount;

/** Webhooks are managed over HTTP; secrets are shown when they are made, and invalid requests are refused. */
class WebhooksOverHttpTest {

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void start() {
        commandSide = new RunningCommandSide(1);
    }

    @AfterAll
    static void stop() {
        commandSide.close();
    }

    private static Answer post(String path, String body, String... headers) {
        return commandSide.send(0, "POST", path, "application/json", body, headers);
    }

    private static String registered() {
        Answer answer = post("/v1/webhooks", "{\"url\":\"https://erp.example/stock\",\"skuPrefix\":\"MUG-\"}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asString();
    }

    @Test
    void theSecretIsInTheAnswerAndInItsRepetitionOnly() {
        String body = "{\"url\":\"https://erp.example/stock\",\"types\":[\"stock.*\"]}";
        Answer first = post("/v1/webhooks", body, "Idempotency-Key", "hook-a");
        Answer again = post("/v1/webhooks", body, "Idempotency-Key", "hook-a");
        String id = first.body().path("id").asString();
        assertThat(first.body().path("secret").asString()).startsWith("whsec_");
        assertThat(again.body()).isEqualTo(first.body());
        Answer paused = post("/v1/webhooks/" + id + "/pause", "{\"reason\":\"moved\"}");
        assertThat(paused.body().path("paused").asBoolean()).isTrue();
        assertThat(paused.body().has("secret")).isFalse();
        Answer rotated = post("/v1/webhooks/" + id + "/rotate-secret", "{}");
        assertThat(rotated.body().path("secretVersion").asInt()).isEqualTo(2);
        assertThat(rotated.body().path("secret").asString())
                .startsWith("whsec_")
                .isNotEqualTo(first.body().path("secret").asString());
    }

    @Test
    void aPatchKeepsWhatItDoesNotName() {
        String id = registered();
        Answer patched = commandSide.send(
                0,
                "PATCH",
                "/v1/webhooks/" + id,
                "application/merge-patch+json",
                "{\"skuPrefix\":null,\"locationId\":\"MAIN\"}");
        assertThat(patched.status()).as(patched.body().toString()).isEqualTo(200);
        assertThat(patched.body().has("skuPrefix")).isFalse();
        assertThat(patched.body().path("locationId").asString()).isEqualTo("MAIN");
        assertThat(patched.body().path("url").asString()).isEqualTo("https://erp.example/stock");
    }

    @Test
    void theirNumberIsLimitedButARepetitionIsAnswered() {
        String body = "{\"url\":\"https://erp.example/stock\"}";
        Answer first = post("/v1/webhooks", body, "Idempotency-Key", "hook-b");
        MongoCollection<Document> delivered = commandSide
                .instance(0)
                .getBean(MongoDatabaseFactory.class)
                .getMongoDatabase()
                .getCollection(WebhookCount.COLLECTION);
        try {
            delivered.insertMany(IntStream.range(0, WebhookCount.MAX)
                    .mapToObj(i -> new Document("_id", "hook-" + i))
                    .toList());
            Answer refused = post("/v1/webhooks", body);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.code()).isEqualTo("too-many-webhooks");
            assertThat(refused.body().path("max").asInt()).isEqualTo(WebhookCount.MAX);
            assertThat(post("/v1/webhooks", body, "Idempotency-Key", "hook-b").body())
                    .isEqualTo(first.body());
        } finally {
            delivered.drop();
        }
    }

    @Test
    void invalidRequestsAreRefused() {
        String id = registered();
        for (List<String> wrong : List.of(
                List.of("", "{\"url\":\"https://169.254.169.254/\"}", "invalid-webhook-url"),
                List.of("", "{\"url\":\"http://erp.example/\"}", "invalid-webhook-url"),
                List.of("", "{\"url\":null}", "validation-failed"),
                List.of("", "{}", "validation-failed"),
                List.of("", "{\"url\":\"https://erp.example/\",\"types\":[\"catalog.*\"]}", "unknown-event-type"),
                List.of("", "{\"url\":\"https://erp.example/\",\"colour\":1}", "unknown-field"),
                List.of("/" + id + "/skip", "{}", "validation-failed"),
                List.of("/" + id + "/replay", "{}", "ambiguous-replay"),
                List.of("/" + id + "/replay", "{\"afterPosition\":-1}", "validation-failed"),
                List.of("/" + id + "/replay", "{\"from\":\"2099-01-01T00:00:00Z\"}", "validation-failed"),
                List.of(
                        "/" + id + "/rotate-secret",
                        "{\"previousUntil\":\"2099-01-01T00:00:00Z\"}",
                        "invalid-expiry"))) {
            Answer answer = post("/v1/webhooks" + wrong.get(0), wrong.get(1));
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(400);
            assertThat(answer.body().toString()).contains(wrong.get(2));
        }
        assertThat(post("/v1/webhooks/unknown/resume", "{}").status()).isEqualTo(404);
        assertThat(post("/v1/webhooks/" + id + "/remove", "{}").status()).isEqualTo(200);
        assertThat(post("/v1/webhooks/" + id + "/remove", "{}").status()).isEqualTo(404);
    }
}
