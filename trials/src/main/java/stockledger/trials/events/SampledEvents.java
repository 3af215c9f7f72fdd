package stockledger.trials.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stockledger.trials.client.SetupFailed;

/** Events of the service, from which searches take their values. */
final class SampledEvents {

    private final List<Map<Field, String>> events = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();
    private final Map<Field, List<String>> different = new EnumMap<>(Field.class);
    private final Instant first;
    private final Instant last;

    SampledEvents(Collection<JsonNode> items) {
        for (JsonNode item : items) {
            Map<Field, String> event = new EnumMap<>(Field.class);
            for (Field field : Field.values()) {
                String value = field.of(item);
                if (!value.isEmpty()) {
                    event.put(field, value);
                }
            }
            events.add(event);
            times.add(Instant.parse(item.path("time").asText()));
        }
        if (events.isEmpty()) {
            throw new SetupFailed("the service has no events");
        }
        for (Field field : Field.values()) {
            different.put(
                    field,
                    List.copyOf(events.stream()
                            .filter(event -> event.containsKey(field))
                            .map(event -> event.get(field))
                            .collect(Collectors.toCollection(TreeSet::new))));
        }
        first = times.stream().min(Instant::compareTo).orElseThrow();
        last = times.stream().max(Instant::compareTo).orElseThrow();
    }

    int size() {
        return events.size();
    }

    /** How many different values of a field there are. */
    int different(Field field) {
        return different.getOrDefault(field, List.of()).size();
    }

    /** Whether an event has all of these fields. */
    boolean has(Collection<Field> fields) {
        return events.stream().anyMatch(event -> event.keySet().containsAll(fields));
    }

    /** A value of a field: one of the different ones, or that of an event, each half of the times. */
    String value(Field field, SplittableRandom random) {
        if (random.nextBoolean()) {
            List<String> values = different.getOrDefault(field, List.of());
            return values.get(random.nextInt(values.size()));
        }
        return events.get(eventWith(List.of(field), random)).getOrDefault(field, "");
    }

    /** An event that has all of these fields. */
    int eventWith(Collection<Field> fields, SplittableRandom random) {
        int event = random.nextInt(events.size());
        while (!events.get(event).keySet().containsAll(fields)) {
            event = (event + 1) % events.size();
        }
        return event;
    }

    String value(int event, Field field) {
        return events.get(event).getOrDefault(field, "");
    }

    Instant time(int event) {
        return times.get(event);
    }

    /** A range of at least half of the time in which there are events. */
    List<Instant> longRange(SplittableRandom random) {
        long quarter = Math.max(1, Duration.between(first, last).toMillis() / 4);
        return List.of(
                first.plusMillis(random.nextLong(quarter)),
                last.minusMillis(random.nextLong(quarter)).plusMillis(1));
    }
}
