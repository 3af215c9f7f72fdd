package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static stockledger.query.SampleEvents.received;
import static stockledger.query.SampleEvents.registered;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import stockledger.query.RunningQuerySide;
import stockledger.query.RunningQuerySide.Answer;
import tools.jackson.databind.JsonNode;

class RehearsalsServeNothingTest {

    private static final int SERVED = 0;
    private static final int SHADOW = 1;

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        querySide.append(registered("tea"), received("tea", "main", 3), registered("mug"));
        querySide.awaitReady(SERVED);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    private static Map<String, String> stored() {
        MongoDatabase database = querySide.bean(MongoDatabaseFactory.class).getMongoDatabase();
        Map<String, String> stored = new TreeMap<>();
        for (String name : List.of("sku_1", "ledger_1", "projections", "cache_generation")) {
            StringBuilder documents = new StringBuilder();
            database.getCollection(name)
                    .find()
                    .sort(new Document("_id", 1))
                    .forEach(one -> documents.append(one.toJson()));
            stored.put(name, documents.toString());
        }
        return stored;
    }

    private static JsonNode sku() {
        for (JsonNode one :
                querySide.send(SHADOW, "GET", "/v1/admin/shadow", null).body().path("comparisons")) {
            if (one.path("name").asString().equals("sku")) {
                return one;
            }
        }
        return querySide.send(SHADOW, "GET", "/v1/admin/shadow", null).body().path("none");
    }

    private static JsonNode differences() {
        Answer answer = querySide.send(SHADOW, "GET", "/v1/admin/shadow/differences", null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body().path("items");
    }

    @Test
    void itFoldsBesideTheServingOneAndReportsWhatDiffers() {
        await().until(() -> querySide.get("/v1/products/tea").status() == 200);
        Map<String, String> before = stored();
        querySide.start("--stockledger.shadow=true");
        await().until(() -> sku().path("passes").asInt() >= 1);

        assertThat(sku().path("differences").asLong())
                .as(differences().toString())
                .isZero();
        assertThat(sku().path("running").path("documents").asLong()).isEqualTo(2);
        assertThat(sku().path("running").path("answers").asLong()).isGreaterThanOrEqualTo(4);
        assertThat(stored()).isEqualTo(before);
        for (String path : List.of("/v1/products/tea", "/v1/admin/projections", "/v1/locations")) {
            Answer answer = querySide.send(SHADOW, "GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("shadow");
        }
        assertThat(querySide.send(SHADOW, "GET", "/actuator/prometheus", null).status())
                .isEqualTo(200);
        assertThat(querySide.bean(MongoClient.class).listDatabaseNames()).contains("stockledger_shadow");

        querySide
                .bean(MongoDatabaseFactory.class)
                .getMongoDatabase()
                .getCollection("sku_1")
                .updateOne(new Document("_id", "mug"), new Document("$set", new Document("view.inStock", true)));
        await().until(() -> differences().size() > 0);
        assertThat(differences().get(0).path("key").asString()).isEqualTo("mug");
        assertThat(differences().get(0).path("field").asString()).isEqualTo("inStock");
        assertThat(querySide.get("/v1/admin/shadow").body().path("shadow").asBoolean())
                .isFalse();
    }
}
