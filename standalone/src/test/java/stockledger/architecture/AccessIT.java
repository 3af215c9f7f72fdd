package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stockledger.architecture.KeyedClient.Answer;

/**
 * Every address of the API description and of the actuator, with every kind of credential, against the packaged jar: it
 * answers with its scope, and never without it.
 */
class AccessIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOOTSTRAP = "sl_first_" + "b".repeat(43);
    private static final Set<String> SCOPES =
            Set.of("catalog:read", "catalog:write", "stock:write", "reservations:write", "events:read", "ops");

    @TempDir
    static Path folder;

    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static RunningJar service;
    private static KeyedClient http;
    private static JsonNode paths;
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    @BeforeAll
    static void start() throws IOException {
        Path key = Files.writeString(folder.resolve("key"), BOOTSTRAP + "\n");
        service = new RunningJar(
                folder,
                "--stockledger.security.catalog-read=scope",
                "--stockledger.security.bootstrap-key-file=" + key,
                "--stockledger.security.jwt.jwk-set-uri=" + ISSUER.keys(),
                "--stockledger.security.jwt.issuer-uri=" + ISSUER.name(),
                "--stockledger.security.jwt.audience=" + TokenIssuer.AUDIENCE);
        http = new KeyedClient(service.port());
        paths = JSON.readTree(http.send("GET", "/v3/api-docs", null).body()).path("paths");
        REFUSED.put("no credential", null);
        REFUSED.put("expired JWT", ISSUER.expired(SCOPES));
        REFUSED.put("unsigned JWT", ISSUER.unsigned(SCOPES));
        REFUSED.put("JWT for another audience", ISSUER.forAnotherAudience(SCOPES));
        REFUSED.put("JWT signed with another key", ISSUER.signedByAnother(SCOPES));
        REFUSED.put("JWT of another issuer", ISSUER.ofAnotherIssuer(SCOPES));
        REFUSED.put("unknown key", "sl_unknown_" + "x".repeat(43));
        REFUSED.put("key with another secret", BOOTSTRAP.replace('b', 'c'));
        REFUSED.put("revoked key", revokedKey());
        REFUSED.put("expired key", expiredKey());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        ISSUER.close();
        service.close();
    }

    private static String issue(Set<String> scopes, Instant expiresAt) throws IOException {
        Answer answer = http.send(
                "POST",
                "/v1/api-keys",
                BOOTSTRAP,
                JSON.writeValueAsString(
                        Map.of("name", "walker", "scopes", new TreeSet<>(scopes), "expiresAt", expiresAt.toString())));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body()).path("key").asText();
    }

    private static String revokedKey() throws IOException {
        String key = issue(SCOPES, Instant.now().plusSeconds(3600));
        assertThat(http.send("GET", "/v1/products", key).status()).isEqualTo(200);
        Answer revoked = http.send("POST", "/v1/api-keys/" + key.split("_", 3)[1] + "/revoke", BOOTSTRAP, "{}");
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(http.send("GET", "/v1/products", key).status()).isEqualTo(401);
        return key;
    }

    private static String expiredKey() throws IOException {
        String key = issue(SCOPES, Instant.now().plusSeconds(3));
        Awaitility.await().until(() -> http.send("GET", "/v1/products", key).status() == 401);
        return key;
    }

    /** One request: a path without variables, and the scope that it needs. */
    private record Call(String method, String path, String scope) {}

    private static List<Call> calls() {
        List<Call> calls = new ArrayList<>(List.of(
                new Call("GET", "/actuator/prometheus", "ops"),
                new Call("GET", "/actuator/info", "ops"),
                new Call("GET", "/actuator/health/projections", "ops"),
                new Call("GET", "/v1/nothing", "ops"),
                new Call("DELETE", "/v1/products/MUG-01", "catalog:write"),
                new Call("OPTIONS", "/v1/inventory/MUG-01", "events:read"),
                new Call("POST", "/v1/bulk/p%72oducts", "catalog:write")));
        paths.fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(operation -> {
                    JsonNode scopes = operation.getValue().path("x-scopes");
                    String method = operation.getKey().toUpperCase(Locale.ROOT);
                    if (path.getKey().contains("{kind}")) {
                        calls.add(new Call(method, "/v1/bulk/products", "catalog:write"));
                        calls.add(new Call(method, "/v1/bulk/receipts", "stock:write"));
                    } else {
                        assertThat(scopes).as("%s %s", method, path.getKey()).hasSize(1);
                        String filled = path.getKey().replaceAll("\\{[^}]+}", "x1");
                        calls.add(new Call(method, filled, scopes.path(0).asText()));
                        if (method.equals("GET")) {
                            calls.add(new Call("HEAD", filled, scopes.path(0).asText()));
                        }
                    }
                }));
        return calls;
    }

    @Test
    void noAddressAnswersWithoutAValidCredential() {
        List<String> open = new ArrayList<>();
        for (Call call : calls()) {
            REFUSED.forEach((kind, credential) -> {
                Answer answer = http.send(call.method(), call.path(), credential);
                boolean refused = answer.status() == 401
                        && answer.header("WWW-Authenticate").startsWith("Bearer")
                        && answer.header("Cache-Control").equals("no-store")
                        && (call.method().equals("HEAD") || answer.body().contains("\"unauthenticated\""));
                if (!refused) {
                    open.add(call + " with " + kind + ": " + answer);
                }
            });
        }

        assertThat(calls()).hasSizeGreaterThan(60);
        assertThat(open).isEmpty();
    }

    @Test
    void everyAddressNeedsItsOwnScope() throws IOException {
        Instant later = Instant.now().plusSeconds(3600);
        Map<String, List<String>> with = new LinkedHashMap<>();
        Map<String, List<String>> without = new LinkedHashMap<>();
        for (String scope : SCOPES) {
            Set<String> others = new TreeSet<>(SCOPES);
            others.remove(scope);
            with.put(scope, List.of(issue(Set.of(scope), later), ISSUER.valid(Set.of(scope))));
            without.put(scope, List.of(issue(others, later), ISSUER.valid(others)));
        }
        List<String> wrong = new ArrayList<>();
        for (Call call : calls()) {
            for (String credential : without.get(call.scope())) {
                Answer answer = http.send(call.method(), call.path(), credential);
                boolean told = call.method().equals("HEAD")
                        || answer.body().contains("\"insufficient-scope\"")
                                && answer.body().contains(call.scope());
                if (answer.status() != 403 || !told) {
                    wrong.add(call + " without its scope: " + answer);
                }
            }
            for (String credential : with.get(call.scope())) {
                Answer answer = http.send(call.method(), call.path(), credential);
                if (answer.status() == 401 || answer.status() == 403 || answer.status() >= 500) {
                    wrong.add(call + " with its scope: " + answer);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void theFastPathAnswersNoPageWithoutTheScope() throws IOException {
        http.send(
                "POST",
                "/v1/products",
                BOOTSTRAP,
                "{\"sku\":\"MUG-01\",\"name\":\"Mug\",\"price\":{\"amount\":\"1.00\",\"currency\":\"GBP\"}}");
        String reader = issue(Set.of("catalog:read"), Instant.now().plusSeconds(3600));
        // Twice, so that the page is in the local cache.
        for (int i = 0; i < 2; i++) {
            Awaitility.await()
                    .until(() -> http.send("GET", "/v1/products/MUG-01", reader).status() == 200);
        }

        REFUSED.forEach((kind, credential) -> assertThat(
                        http.send("GET", "/v1/products/MUG-01", credential).status())
                .as(kind)
                .isEqualTo(401));
        Answer page = http.send("GET", "/v1/products/MUG-01", reader);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().allValues("Cache-Control")).noneMatch(value -> value.contains("public"));
    }

    @Test
    void healthDescriptionAndConsoleAreOpen() {
        for (String path : List.of(
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/v3/api-docs",
                "/swagger-ui/index.html",
                "/console")) {
            Answer answer = http.send("GET", path, null);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        }
    }

    @Test
    void noSecretIsInTheLog() throws IOException {
        String key = issue(SCOPES, Instant.now().plusSeconds(3600));
        http.send("GET", "/v1/products", key);

        assertThat(service.log()).doesNotContain(key.split("_", 3)[2], "b".repeat(43));
    }
}
