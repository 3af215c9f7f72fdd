package stockledger.command.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.command.RunningCommandSide;
import stockledger.command.RunningCommandSide.Answer;

/** Once there is a key, the caller of each request is known: its events have its name, and its keys are its own. */
class CallersAreAuthenticatedTest {

    private static final String FIRST = "sl_first_" + "b".repeat(43);
    private static final String PRODUCT =
            "{\"sku\":\"%s\",\"name\":\"Mug\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}";

    @TempDir
    static Path folder;

    private static RunningCommandSide commandSide;

    @BeforeAll
    static void start() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), FIRST);
        commandSide = new RunningCommandSide(2, "--stockledger.security.bootstrap-key-file=" + key);
    }

    @AfterAll
    static void stop() {
        commandSide.close();
    }

    private static Answer send(int instance, String key, String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "X-API-Key";
        all[1] = key;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return commandSide.send(instance, "POST", path, "application/json", body, all);
    }

    private static Answer issued(String name, String... headers) {
        String body = "{\"name\":\"%s\",\"scopes\":[\"catalog:write\",\"stock:write\"]}".formatted(name);
        Answer answer = send(0, FIRST, "/v1/api-keys", body, headers);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        return answer;
    }

    private static String keyOf(String name) {
        return issued(name).body().path("key").asString();
    }

    @Test
    void theActorOfEveryEventIsTheCaller() {
        String key = keyOf("shop-backend");

        assertThat(send(0, key, "/v1/products", PRODUCT.formatted("ACTOR-1")).status())
                .isEqualTo(201);
        assertThat(send(0, key, "/v1/products", PRODUCT.formatted("ACTOR-2"), "X-Actor", "shop-backend")
                        .status())
                .isEqualTo(201);
        for (String sku : new String[] {"ACTOR-1", "ACTOR-2"}) {
            assertThat(commandSide.stream("product:" + sku)
                            .get(0)
                            .metaData()
                            .path("actor")
                            .asString())
                    .isEqualTo("shop-backend");
        }
    }

    @Test
    void nobodyWritesInAnothersName() {
        String key = keyOf("shop-backend");

        Answer answer = send(0, key, "/v1/products", PRODUCT.formatted("ACTOR-3"), "X-Actor", "kim");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("actor-not-caller");
        assertThat(commandSide.stream("product:ACTOR-3")).isEmpty();
    }

    /** Routing decodes the path, so filters must not decide by its spelling. */
    @Test
    void anEncodedLetterInAnAddressChangesNoRule() {
        String key = keyOf("shop-backend");
        String address = "/v%31/products";

        assertThat(send(0, key, address, PRODUCT.formatted("ACTOR-4"), "X-Actor", "kim")
                        .code())
                .isEqualTo("actor-not-caller");
        assertThat(commandSide.stream("product:ACTOR-4")).isEmpty();
        assertThat(send(0, key, address, "{\"sku\":\"" + "x".repeat(300_000)).code())
                .isEqualTo("payload-too-large");
        String[] once = {"Idempotency-Key", "encoded"};
        assertThat(send(0, key, address, PRODUCT.formatted("ACTOR-5"), once).status())
                .isEqualTo(201);
        assertThat(send(0, key, address, PRODUCT.formatted("ACTOR-5"), once)
                        .headers()
                        .firstValue("Idempotent-Replayed"))
                .contains("true");
    }

    @Test
    void rowsAndCommandsThatAreDoneLaterHaveTheirSenderAsActor() {
        String key = keyOf("importer");
        Answer rows = commandSide.send(
                0,
                "POST",
                "/v1/bulk/products",
                "text/csv",
                "sku,name,price.amount,price.currency\nROW-1,Mug,1.00,GBP\n",
                "X-API-Key",
                key);
        assertThat(rows.status()).isEqualTo(202);
        assertThat(send(0, key, "/v1/products", PRODUCT.formatted("LATER-1"), "Prefer", "respond-async")
                        .status())
                .isEqualTo(202);

        for (String sku : new String[] {"ROW-1", "LATER-1"}) {
            Awaitility.await().until(() -> !commandSide.stream("product:" + sku).isEmpty());
            assertThat(commandSide.stream("product:" + sku)
                            .get(0)
                            .metaData()
                            .path("actor")
                            .asString())
                    .isEqualTo("importer");
        }
    }

    @Test
    void callersDoNotShareIdempotencyKeys() {
        String[] key = {"Idempotency-Key", "one-for-both"};
        Answer first = send(0, keyOf("one"), "/v1/products", PRODUCT.formatted("SHARED-1"), key);
        Answer second = send(0, keyOf("two"), "/v1/products", PRODUCT.formatted("SHARED-1"), key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void aRepeatedRequestIssuesOneKeyAndDoesNotShowItsSecretAgain() {
        Answer first = issued("repeated", "Idempotency-Key", "issue-1");
        Answer again = issued("repeated", "Idempotency-Key", "issue-1");

        assertThat(first.body().path("key").asString()).matches("sl_[0-9a-f]{32}_[A-Za-z0-9_-]{43}");
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(again.body().path("id")).isEqualTo(first.body().path("id"));
        assertThat(again.body().path("expiresAt")).isEqualTo(first.body().path("expiresAt"));
        assertThat(again.body().has("key")).isFalse();
    }

    @Test
    void theSecretIsStoredNowhere() {
        String secret = keyOf("hidden").split("_", 3)[2];

        assertThat(commandSide.read(
                        "SELECT convert_from(payload, 'UTF8') || convert_from(metaData, 'UTF8') FROM DomainEventEntry",
                        row -> row.getString(1)))
                .noneMatch(event -> event.contains(secret));
    }

    @Test
    void aRevokedKeyIsRefusedAtOnceHereAndSoonElsewhere() {
        Answer issued = issued("leaked");
        String key = issued.body().path("key").asString();
        Awaitility.await().until(() -> send(1, key, "/v1/products", "{}").status() == 400);

        String path = "/v1/api-keys/" + issued.body().path("id").asString() + "/revoke";
        assertThat(send(0, FIRST, path, "{}").status()).isEqualTo(200);

        Answer refused = send(0, key, "/v1/products", "{}");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("unauthenticated");
        Awaitility.await().until(() -> send(1, key, "/v1/products", "{}").status() == 401);
    }

    @Test
    void unusableKeysAreNotIssued() {
        for (String body : new String[] {
            "{\"name\":\"a b\",\"scopes\":[\"ops\"]}",
            "{\"name\":\"anonymous\",\"scopes\":[\"ops\"]}",
            "{\"name\":\"stockledger\",\"scopes\":[\"ops\"]}",
            "{\"name\":\"shop\",\"scopes\":[]}",
            "{\"name\":\"shop\",\"scopes\":[\"everything\"]}",
            "{\"name\":\"shop\",\"scopes\":[\"ops\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}",
            "{\"name\":\"shop\",\"scopes\":[\"ops\"],\"expiresAt\":\"2999-01-01T00:00:00Z\"}"
        }) {
            assertThat(send(0, FIRST, "/v1/api-keys", body).status()).as(body).isEqualTo(400);
        }
        assertThat(send(0, FIRST, "/v1/api-keys/absent/revoke", "{}").code()).isEqualTo("api-key-not-found");
    }
}
