package stockledger.query.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import stockledger.events.store.EventNames;
import stockledger.query.AllEvents;
import stockledger.query.RunningQuerySide;

/** A view that overlooks an event shows something else than what happened. */
class EveryEventIsFoldedTest {

    private static RunningQuerySide shop;
    private static List<Projection<?>> projections;

    @BeforeAll
    static void start() {
        shop = new RunningQuerySide();
        projections =
                shop.instance(0).<Projection<?>>getBeanProvider(ResolvableType.forClass(Projection.class)).stream()
                        .toList();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void theJourneyHasEveryEventThereIs() {
        Set<Class<?>> met = new HashSet<>();
        AllEvents.of("x").forEach(event -> met.add(event.getClass()));
        Set<Class<?>> all = new HashSet<>();
        EventNames.FAMILIES.forEach(family -> all.addAll(Arrays.asList(family.getPermittedSubclasses())));
        assertThat(met).isEqualTo(all);
    }

    @Test
    void everyProjectionFoldsOrNamesEveryEventOfItsFamilies() {
        assertThat(projections)
                .extracting(Projection::name)
                .containsExactlyInAnyOrder(
                        "product", "browse", "availability", "inventory", "reservation", "location", "job");
        projections.forEach(EveryEventIsFoldedTest::foldAll);
    }

    @Test
    void anEventOfNoKnownKindIsNotOverlooked() {
        for (Projection<?> projection : projections) {
            assertThatThrownBy(() -> foldOne(projection, new Object())).isInstanceOf(RuntimeException.class);
        }
    }

    private static <V> void foldOne(Projection<V> projection, Object event) {
        projection.on(projection.blank("x"), new ProjectedEvent(event, "s", 0, Instant.EPOCH, "kim"));
    }

    private static <V> void foldAll(Projection<V> projection) {
        Map<String, V> views = new HashMap<>();
        for (Object event : AllEvents.of("x")) {
            boolean ours = projection.families().stream().anyMatch(family -> family.isInstance(event));
            if (ours && !projection.ignored().contains(event.getClass())) {
                String key = projection.keyOf(event);
                V before = views.computeIfAbsent(key, projection::blank);
                V after = projection.on(before, new ProjectedEvent(event, "s", 0, Instant.EPOCH, "kim"));
                assertThat(after).isNotNull();
                views.put(key, after);
                assertThat(StoredJson.mapper()
                                .readValue(StoredJson.mapper().writeValueAsBytes(after), projection.type()))
                        .as("%s survives being stored", projection.name())
                        .usingRecursiveComparison()
                        .ignoringFields("fresh")
                        .isEqualTo(after);
            }
        }
        assertThat(views).isNotEmpty();
        for (Class<?> ignored : projection.ignored()) {
            assertThat(projection.families()).anyMatch(family -> family.isAssignableFrom(ignored));
        }
    }
}
