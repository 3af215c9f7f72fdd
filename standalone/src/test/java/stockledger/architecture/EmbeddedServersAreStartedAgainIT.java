package stockledger.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The packaged jar goes on when its PostgreSQL or its Redis is killed: nothing acknowledged is lost, nothing stale is read. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class EmbeddedServersAreStartedAgainIT {

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    private final RunningJar service;

    EmbeddedServersAreStartedAgainIT() throws IOException {
        service = RunningJar.shared();
    }

    @Test
    void commandsAndQueriesGoOnAfterPostgresWasKilled() throws Exception {
        String before = register("BEFORE-KILL");
        kill("postgres", service.dataFolder().resolve("postgres"));

        Awaitility.await()
                .atMost(ONE_MINUTE)
                .untilAsserted(() -> assertThat(restarts("postgresql")).isEqualTo("1.0"));
        String after =
                Awaitility.await().atMost(ONE_MINUTE).until(() -> register("AFTER-KILL"), token -> !token.isEmpty());
        assertThat(service.getAfter(before, "/v1/products/BEFORE-KILL").statusCode())
                .isEqualTo(200);
        // The projections read on, too.
        Awaitility.await()
                .atMost(ONE_MINUTE)
                .untilAsserted(() -> assertThat(service.getAfter(after, "/v1/products/AFTER-KILL")
                                .statusCode())
                        .isEqualTo(200));
    }

    @Test
    void queriesAreAnsweredAndCachedAgainAfterRedisWasKilled() throws Exception {
        kill("redis-server", service.dataFolder().resolve("redis/redis.conf"));

        String token = register("WITHOUT-REDIS");
        Awaitility.await()
                .atMost(ONE_MINUTE)
                .untilAsserted(() -> assertThat(service.getAfter(token, "/v1/products/WITHOUT-REDIS")
                                .statusCode())
                        .isEqualTo(200));
        Awaitility.await().atMost(ONE_MINUTE).untilAsserted(() -> {
            assertThat(restarts("redis")).isEqualTo("1.0");
            assertThat(meter("stockledger_cache_subscribed")).isEqualTo("1.0");
            assertThat(service.get("/v1/products?sort=-updated&limit=5").body()).contains("WITHOUT-REDIS");
        });
    }

    /** The consistency token of the answer; empty when the command was refused. */
    private String register(String sku) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post(
                "/v1/products",
                "{\"sku\":\"" + sku + "\",\"name\":\"Mug\",\"price\":{\"amount\":\"12.50\",\"currency\":\"GBP\"}}");
        if (answer.statusCode() == 503) {
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            return "";
        }
        // After an unknown outcome the product may exist.
        assertThat(answer.statusCode()).as(answer.body()).isIn(201, 409);
        return answer.headers().firstValue("Consistency-Token").orElseThrow();
    }

    private String restarts(String server) throws IOException, InterruptedException {
        return meter("stockledger_embedded_restarts_total{server=\"" + server + "\"}");
    }

    private String meter(String name) throws IOException, InterruptedException {
        List<String> lines = service.get("/actuator/prometheus").body().lines().toList();
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private void kill(String program, Path argument) throws IOException {
        Path real = argument.toRealPath();
        assertThat(Files.exists(real)).isTrue();
        List<ProcessHandle> servers = ProcessHandle.of(service.pid())
                .orElseThrow()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith(program)
                        && List.of(child.info().arguments().orElse(new String[0]))
                                .contains(real.toString()))
                .toList();
        assertThat(servers).singleElement().satisfies(ProcessHandle::destroyForcibly);
    }
}
