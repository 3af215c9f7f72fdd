package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import stockledger.events.apikey.ApiKeyEvent;
import stockledger.events.stock.StockEvent.StockReceived;
import stockledger.events.store.EventNames;
import stockledger.query.AllEvents;
import stockledger.query.RunningQuerySide;
import stockledger.query.SampleEvents;
import tools.jackson.databind.JsonNode;

/** Every projection folds or ignores every event of its families, and refuses unknown ones. */
class EveryEventIsFoldedTest {

    private static RunningQuerySide querySide;
    private static List<Projection<?>> projections;

    @BeforeAll
    static void start() {
        querySide = new RunningQuerySide();
        projections =
                querySide.instance(0).<Projection<?>>getBeanProvider(ResolvableType.forClass(Projection.class)).stream()
                        .toList();
    }

    @AfterAll
    static void stop() {
        querySide.close();
    }

    @Test
    void allEventsHasEveryEvent() {
        Set<Class<?>> sampled = new HashSet<>();
        AllEvents.of("x").forEach(event -> sampled.add(event.getClass()));
        Set<Class<?>> all = new HashSet<>();
        // No projection has API keys, and the first one turns authentication on.
        EventNames.FAMILIES.stream()
                .filter(family -> family != ApiKeyEvent.class)
                .forEach(family -> all.addAll(Arrays.asList(family.getPermittedSubclasses())));
        assertThat(sampled).isEqualTo(all);
    }

    @Test
    void everyProjectionFoldsOrIgnoresEveryEventOfItsFamilies() {
        assertThat(projections)
                .extracting(Projection::name)
                .containsExactlyInAnyOrder(
                        "sku", "reservation", "location", "job", "action", "lost-demand", "event", "webhook");
        folds().forEach(EveryEventIsFoldedTest::foldAll);
    }

    /** The others have a document for each event, whatever it is. */
    private static List<Projection<?>> folds() {
        return projections.stream()
                .filter(projection -> !(projection instanceof EventLog))
                .toList();
    }

    /** As an earlier release stored it, and as this one does: revision 2 also has the time of arrival. */
    @Test
    void anEventOfEachRevisionIsFoldedIntoPageAndLedger() throws SQLException {
        String receipt = "{\"sku\":\"v1\",\"locationId\":\"main\",\"quantity\":%d%s}";
        querySide.append(SampleEvents.registered("v1"));
        querySide.appendStored("stock:v1", StockReceived.class, "1", receipt.formatted(5, ""));
        querySide.appendStored(
                "stock:v1", StockReceived.class, "2", receipt.formatted(2, ",\"occurredAt\":\"2026-02-01T00:00:00Z\""));
        querySide.append(SampleEvents.received("v1", "main", 1));

        await().until(() -> querySide
                        .get("/v1/products/v1")
                        .body()
                        .at("/availability/onHand")
                        .asLong(0)
                == 8);
        JsonNode movements = querySide.get("/v1/inventory/v1/movements").body().path("items");
        assertThat(movements.get(1).path("occurredAt").asString("")).isEqualTo("2026-02-01T00:00:00Z");
        assertThat(movements.get(2).has("occurredAt")).isFalse();
    }

    @Test
    void anUnknownEventIsRefused() {
        SoftAssertions softly = new SoftAssertions();
        for (Projection<?> projection : folds()) {
            softly.assertThatThrownBy(() -> foldOne(projection, new Object()))
                    .as(projection.name())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("unknown event");
        }
        softly.assertAll();
    }

    /** They never reach the fold; if one is no longer ignored, it must not be overlooked. */
    @Test
    void anIgnoredEventIsUnknownToTheFold() {
        SoftAssertions softly = new SoftAssertions();
        for (Projection<?> projection : folds()) {
            AllEvents.of("x").stream()
                    .filter(event -> projection.ignored().contains(event.getClass()))
                    .forEach(event -> softly.assertThatThrownBy(() -> foldOne(projection, event))
                            .as("%s of %s", event, projection.name())
                            .isInstanceOf(IllegalStateException.class));
        }
        softly.assertAll();
    }

    private static <V> void assertMembersAreAllThatIsStored(Projection<V> projection, V view) {
        Map<String, Object> members = new HashMap<>(projection.members(view));
        if (!members.isEmpty()) {
            members.values().removeIf(Objects::isNull);
            assertThat(StoredJson.mapper().<JsonNode>valueToTree(members))
                    .isEqualTo(StoredJson.mapper().valueToTree(view));
        }
    }

    private static <V> void foldOne(Projection<V> projection, Object event) {
        projection.on(projection.empty("x"), new ProjectedEvent(event, "s", 0, Instant.EPOCH, "kim"));
    }

    private static <V> void foldAll(Projection<V> projection) {
        Map<String, V> views = new HashMap<>();
        for (Object event : AllEvents.of("x")) {
            boolean received = projection.families().stream().anyMatch(family -> family.isInstance(event));
            if (received && !projection.ignored().contains(event.getClass())) {
                ProjectedEvent projected = new ProjectedEvent(event, "s", 0, Instant.EPOCH, "kim");
                String key = projection.isSelective() ? projection.selectedKey(projected) : projection.keyOf(event);
                if (key == null) {
                    continue;
                }
                V before = views.computeIfAbsent(key, projection::empty);
                V after = projection.on(before, projected);
                assertThat(after).isNotNull();
                views.put(key, after);
                assertThat(StoredJson.mapper()
                                .readValue(StoredJson.mapper().writeValueAsBytes(after), projection.type()))
                        .as("%s after a round trip through JSON", projection.name())
                        .usingRecursiveComparison()
                        .ignoringFields("newMovements", "newParts", "newFailures")
                        .isEqualTo(after);
                assertMembersAreAllThatIsStored(projection, after);
            }
        }
        assertThat(views).isNotEmpty();
        for (Class<?> ignored : projection.ignored()) {
            assertThat(projection.families()).anyMatch(family -> family.isAssignableFrom(ignored));
        }
    }
}
