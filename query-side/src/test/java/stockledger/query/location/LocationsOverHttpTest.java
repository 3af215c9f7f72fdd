package stockledger.query.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.events.location.LocationEvent.LocationOpened;
import stockledger.query.RunningQuerySide;

class LocationsOverHttpTest {

    private static RunningQuerySide querySide;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide("--stockledger.query-http.max-wait=500ms");
        querySide.awaitReady(0);
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @Test
    void aLocationIsVisibleWithTheTokenOfItsOpening() {
        LocationId id = new LocationId("main.1");
        querySide.append(new LocationOpened(id, "Main"));
        String token = ConsistencyToken.of(id.stream(), 0).encoded();

        RunningQuerySide.Answer all = await().until(
                        () -> querySide.get("/v1/locations", "Consistency-Token", token),
                        answer -> answer.status() != 503);
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.text()).contains("{\"id\":\"main.1\",\"name\":\"Main\"}");
        assertThat(querySide.get("/v1/locations/main.1").text()).isEqualTo("{\"id\":\"main.1\",\"name\":\"Main\"}");
    }

    @Test
    void manyLocationsArePaged() {
        for (int i = 0; i < 5; i++) {
            querySide.append(new LocationOpened(new LocationId("z" + i), "Yard " + i));
        }
        String token = ConsistencyToken.of("location:z4", 0).encoded();
        await().until(() -> {
            String all = querySide.get("/v1/locations").text();
            return List.of("z0", "z1", "z2", "z3", "z4").stream().allMatch(all::contains);
        });

        List<String> ids = new ArrayList<>();
        String path = "/v1/locations?limit=2";
        while (!path.isEmpty()) {
            RunningQuerySide.Answer page = querySide.get(path, "Consistency-Token", token);
            assertThat(page.body().path("items").size()).isBetween(1, 2);
            page.body().path("items").forEach(item -> ids.add(item.path("id").asString()));
            String next = page.body().path("nextCursor").asString("");
            path = next.isEmpty() ? "" : "/v1/locations?limit=2&cursor=" + next;
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().endsWith("z0", "z1", "z2", "z3", "z4");
        assertThat(querySide.get("/v1/locations").body().has("nextCursor")).isFalse();
        assertThat(querySide.get("/v1/locations?cursor=nonsense").code()).isEqualTo("invalid-cursor");
    }

    @Test
    void anUnknownLocationIsNotFound() {
        RunningQuerySide.Answer answer = querySide.get("/v1/locations/nowhere");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("location-not-found");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void aTokenOfALocationThatTheEventsLackIsRefused() {
        String token = ConsistencyToken.of("location:later", 0).encoded();
        RunningQuerySide.Answer answer = querySide.get("/v1/locations/later", "Consistency-Token", token);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-consistency-token");
    }
}
